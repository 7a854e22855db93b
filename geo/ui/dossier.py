"""Dossier: leaf through the pages, add the association's own words, take the files away."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import GeoError
from geo.export.pdf import thumbnails
from geo.messages import N_, Message
from geo.present import screening
from geo.present.document import Document
from geo.present.dossier import dossier as pages_of
from geo.present.dossier.photographs import printed
from geo.present.labels import translator
from geo.study import Judgement, Survey, ranking
from geo.study.dossier import Asked, Case, Drawn, Photo, gather
from geo.study.own_words import Convention, OwnWords
from geo.study.sketches import usual_wish
from geo.ui import choosing, costing, deliberations, gardens, handouts, session, site_photo, wishes
from geo.ui.texts import plain

_STYLE = Path(__file__).with_name("style") / "dossier.css"
_PPI = 60
_IN_A_ROW = 4
_CONVENTIONS = {
    Convention.UNDECIDED: N_("To be decided"),
    Convention.NEW: N_("New convention"),
    Convention.AMENDMENT: N_("Amendment to one that exists"),
}


def page() -> None:
    """Show the pages of the dossier of one site beside what can be added to it, and one button for each file."""
    say = session.words()
    choosing.into_address()
    with st.spinner(say(N_("Looking for candidate sites")), show_time=True):
        surveyed = session.current_survey()
    if surveyed.sites.empty:
        st.info(say(N_("No parcel of this territory could become a garden: see why on the page “Territory”.")))
        return
    judgement = session.judgement_of(surveyed, session.profile(choosing.choices()))
    with st.container(key="dossier"):
        left, right = st.columns([2, 1], gap="large")
    with right:
        site = _site(surveyed, judgement)
        working = st.empty()
        with working, st.spinner(say(N_("Sketching the garden")), show_time=True):
            sketches = _sketches(surveyed, site)
        asked = _asked(surveyed, site, len(sketches.sketches))
    case = gather(surveyed, judgement, site, sketches, costing.price_files(), asked)
    document = _document(session.key_of(surveyed), _key(case), session.language(), case)
    with left:
        _leaf_through(document)
    with right:
        handouts.of_site(case, document)
        handouts.of_study(case)
        deliberations.handouts()


def _site(surveyed: Survey, judgement: Judgement) -> str:
    say = session.words()
    ids = ranking(surveyed, judgement).index.tolist()
    names = dict(zip(ids, screening.site_names(surveyed, ids, session.translate()), strict=True))
    asked = choosing.choices().site
    return str(
        st.selectbox(
            say(N_("Site")),
            ids,
            index=ids.index(asked) if asked in names else 0,
            format_func=lambda site: f"{judgement.results.at[site, 'rank']}. {names[site]}",
            key="dossier-site",
            on_change=_take_site,
        )
    )


def _take_site() -> None:
    choosing.change(site=st.session_state["dossier-site"])


def _sketches(surveyed: Survey, site: str) -> Drawn:
    """Return the sketches that were wished on the page of the site, or the usual ones."""
    wishes.begin(site, usual_wish(surveyed, site))
    prepared = None
    try:
        prepared = gardens.ground(surveyed, site)
        return Drawn(prepared, gardens.sketches(surveyed, site, wishes.wish_of(site)))
    except GeoError as error:
        return Drawn(prepared, refusal=error)


def _asked(surveyed: Survey, site: str, count: int) -> Asked:
    """Ask what only a person knows, in short forms that fold away."""
    say = session.words()
    variant, day = 1, None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if count > 1:
            label = say(N_("Sketch"))
            variant = st.segmented_control(
                label, range(1, count + 1), default=1, required=True, key=f"dossier-variant-{site}"
            )
        day = st.date_input(say(N_("Day of the dossier")), date.today(), format="DD/MM/YYYY", key="dossier-day")
    with st.expander(say(N_("The association’s own words"))):
        words = _own_words()
    compared = tuple(one for one in choosing.choices().compared if one != site)
    dated = day if isinstance(day, date) else None
    told = deliberations.about(surveyed, site)
    return Asked(int(variant), compared, words, _photos(site), dated, costing.of(site), told)


def _own_words() -> OwnWords:
    """Show a short form; what is written stays with the other choices, and is saved with the study."""
    say, before = session.words(), choosing.choices().words
    for name, label, lines in (
        ("project", N_("Name of the project"), 0),
        ("association", N_("Name of the association"), 0),
        ("public", N_("For whom"), 2),
        ("activities", N_("To do what"), 2),
        ("partners", N_("With whom"), 2),
        ("asked", N_("What is asked of the town"), 2),
    ):
        _line(name, say(label), getattr(before, name), lines=lines)
    st.segmented_control(
        say(N_("Convention")),
        list(Convention),
        default=before.convention,
        required=True,
        format_func=lambda kind: say(_CONVENTIONS[kind]),
        key="word-convention",
        on_change=_write,
        args=["convention"],
    )
    return choosing.choices().words


def _line(name: str, label: str, before: str, *, lines: int) -> None:
    shared: dict[str, Any] = {"key": f"word-{name}", "on_change": _write, "args": [name]}
    if lines:
        st.text_area(label, before, max_chars=1500, height=90, **shared)
    else:
        st.text_input(label, before, max_chars=120, **shared)


def _write(name: str) -> None:
    """Keep what was just written."""
    words = choosing.choices().words
    said = OwnWords.model_validate({**words.model_dump(), name: st.session_state[f"word-{name}"]})
    choosing.change(gesture=f"word-{name}", words=said)


def _photos(site: str) -> tuple[Photo, ...]:
    photo = site_photo.photo_of(site)
    return () if photo is None else (_printed(photo),)


@st.cache_data(max_entries=16, show_spinner=False)
def _printed(photo: bytes) -> Photo:
    return printed(photo)


def _key(case: Case) -> str:
    """Tell one dossier from another: point of view, site, sketch, words, pictures, day."""
    asked = case.asked
    pictures = [hashlib.sha256(photo.data).hexdigest() for photo in asked.photos]
    parts = (case.site, case.judgement.profile.model_dump_json(), wishes.wish_of(case.site).text(), asked.variant)
    told = repr(
        (
            *parts,
            asked.compared,
            asked.words.model_dump_json(),
            pictures,
            asked.day,
            asked.deliberations,
            asked.costing,
            case.found and case.found.funding,
        )
    )
    return hashlib.sha256(told.encode()).hexdigest()


@st.cache_resource(max_entries=32, show_spinner=False)
def _document(survey: str, key: str, language: str, _case: Case) -> Document:
    return pages_of(_case, translator(language), language)


def _leaf_through(document: Document) -> None:
    say, translate = session.words(), session.translate()
    st.subheader(plain(document.title))
    with st.spinner(say(N_("Setting the pages")), show_time=True):
        pictures = thumbnails(document, ppi=_PPI)
    told = Message(N_("{count} pages, as they will be printed."), {"count": len(pictures)})
    st.caption(translate(told))
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    with st.container(key="pages"):
        for first in range(0, len(pictures), _IN_A_ROW):
            _row(pictures[first : first + _IN_A_ROW], first)


def _row(pictures: Sequence[bytes], first: int) -> None:
    translate = session.translate()
    for place, (column, picture) in enumerate(zip(st.columns(_IN_A_ROW), pictures, strict=False), start=first + 1):
        with column:
            st.image(picture, width="stretch", alt=translate(Message(N_("Page {number}"), {"number": place})))
