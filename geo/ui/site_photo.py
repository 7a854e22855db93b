"""A picture of a site that a person adds: it stays in this session, and nowhere else."""

import streamlit as st

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.present.labels import error_text
from geo.present.photos import MOST_BYTES, clean_photo
from geo.ui import session

_PHOTOS, _ROUND = "photos", "photo-round"


def section(site: str) -> None:
    """Show the picture of a site, or ask for one."""
    say = session.words()
    photo = photo_of(site)
    if photo is None:
        _ask(site)
        return
    st.image(photo, width="stretch", alt=say(N_("Photo of the site")))
    st.button(say(N_("Remove the photo")), icon=":material/delete:", key="photo-remove", on_click=_forget, args=[site])


def photo_of(site: str) -> bytes | None:
    """Return the picture that this person added to a site, as a JPEG."""
    photos: dict[str, bytes] = st.session_state.get(_PHOTOS, {})
    return photos.get(site)


def _ask(site: str) -> None:
    say, translate = session.words(), session.translate()
    given = st.file_uploader(
        translate(Message(N_("A photo of the site (JPEG or PNG, {most} MB at most)"), {"most": MOST_BYTES // 1024**2})),
        type=["jpg", "jpeg", "png"],
        max_upload_size=MOST_BYTES // 1024**2,
        key=f"photo-{site}-{st.session_state.get(_ROUND, 0)}",
    )
    st.caption(say(N_("It stays in this session only. The place and the day that phones write into it are taken off.")))
    if given is None:
        return
    try:
        photo = clean_photo(given.getvalue(), name=given.name)
    except SourceError as error:
        st.error(error_text(error, translate))
        return
    _keep({**st.session_state.get(_PHOTOS, {}), site: photo})
    st.rerun()


def _forget(site: str) -> None:
    _keep({name: photo for name, photo in st.session_state.get(_PHOTOS, {}).items() if name != site})


def _keep(photos: dict[str, bytes]) -> None:
    st.session_state[_PHOTOS] = photos
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # an uploader keeps its file until it is another
