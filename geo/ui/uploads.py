"""Opening another territory: the demonstration, a folder, files that the person sends, files added to a copy."""

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from platformdirs import user_data_path
from streamlit.typing import UploadedFile

from geo.errors import GeoError, StoreError
from geo.messages import N_, Message
from geo.present.labels import error_text
from geo.sources.uploads import MEBIBYTE, QUOTAS, Sent, forget, forget_old, receive
from geo.store import studies
from geo.ui import saving, session, storage
from geo.ui.texts import plain


def home() -> Path:
    """Return where the territories are kept that people sent."""
    return user_data_path("jachere", appauthor=False) / "territories"


def doors() -> None:
    """Offer the ways to another territory, each behind a button that opens its question."""
    say = session.words()
    # another territory brings doors of its own, which are closed
    here = hashlib.sha256(str(session.chosen_folder()).encode()).hexdigest()[:8]
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="doors"):
        with st.popover(say(N_("Send files")), icon=":material/upload_file:", type="primary", key=f"send-{here}"):
            _new_territory()
        with st.popover(say(N_("Add to this territory")), icon=":material/library_add:", key=f"add-{here}"):
            _more_files()
        if session.may_choose_folder():
            with st.popover(say(N_("Open a folder")), icon=":material/folder_open:", key=f"open-{here}"):
                _folder()
        if session.chosen_folder() != session.DEMONSTRATION:
            st.button(
                say(N_("Demonstration")),
                icon=":material/school:",
                on_click=session.choose_folder,
                args=[session.DEMONSTRATION],
                key="to-demonstration",
            )


def files_asked(key: str, help_text: str) -> Sequence[Sent]:
    """
    Ask for files, telling how much is taken before the person chooses.

    Parameters
    ----------
    key
        Of the widget.
    help_text
        Already translated.
    """
    say, translate = session.words(), session.translate()
    limit = Message(
        N_("At most {most} MB a file, {files} files in one go."),
        {"most": QUOTAS.file_bytes // MEBIBYTE, "files": QUOTAS.files},
    )
    st.caption(f"{help_text} {translate(limit)}")
    files = st.file_uploader(
        say(N_("Files")),
        accept_multiple_files=True,
        max_upload_size=QUOTAS.file_bytes // MEBIBYTE,
        key=key,
        label_visibility="collapsed",
    )
    return [as_sent(file) for file in files]


def as_sent(file: UploadedFile) -> Sent:
    """Return a file of the browser as the readers of files take it."""
    return Sent(file.name, file.size, file)


def _new_territory() -> None:
    say = session.words()
    with st.form("new-territory", border=False, clear_on_submit=True):
        name = st.text_input(say(N_("Name of the territory")), say(N_("My territory")), max_chars=80, key="sent-name")
        told = N_(
            "The parcels of the cadastre at least (cadastre.data.gouv.fr), then whatever you have: buildings, fallow "
            "sites, local plan… GeoJSON, GeoPackage, Shapefile in a zip, CSV or GeoTIFF."
        )
        files = files_asked("sent-files", say(told))
        if st.form_submit_button(say(N_("Open these files")), type="primary"):
            _take(files, name=name.strip() or say(N_("My territory")))


def _more_files() -> None:
    say = session.words()
    with st.form("more-files", border=False, clear_on_submit=True):
        told = N_("They are added to a copy of this territory, for you: its own files stay as they are.")
        files = files_asked("more-sent-files", say(told))
        if st.form_submit_button(say(N_("Add these files")), type="primary"):
            opened = session.current_territory()
            _take(files, name=opened.name, base=opened.folder)


def _take(files: Sequence[Sent], *, name: str, base: Path | None = None) -> None:
    """Keep the files, read them, and go to their territory; where they make none, nothing changes and it is told."""
    say = session.words()
    try:
        _forget_old()
        folder = receive(files, home(), name=name, base=base)
        with st.spinner(say(N_("Reading the files"))):
            _open(folder)
    except GeoError as error:
        st.error(plain(error_text(_without_folder(error), session.translate())), icon=":material/error:")
        return
    session.choose_folder(folder)
    st.rerun()


def _open(folder: Path) -> None:
    try:
        session.territory_in(folder)
    except GeoError:
        forget(folder, home())
        raise


def _without_folder(error: GeoError) -> GeoError:
    """Leave out the place of the files on the server, which tells the person nothing."""
    return GeoError(error.reason, where="" if str(home()) in error.where else error.where, remedy=error.remedy)


def _forget_old() -> None:
    """Make room, but never without knowing which territories saved studies need."""
    with contextlib.suppress(StoreError):
        forget_old(home(), {saving.folder_named(study) for study in studies.saved(storage.store())})


def _folder() -> None:
    say = session.words()
    with st.form("folder-form", border=False):
        asked = st.text_input(
            say(N_("Folder of the territory")),
            value="" if session.chosen_folder() == session.DEMONSTRATION else str(session.chosen_folder()),
            placeholder=say(N_("Demonstration territory")),
            help=say(N_("It holds two folders, “parcels” and “layers”, with official files.")),
            key="folder-asked",
        )
        if st.form_submit_button(say(N_("Open")), type="primary"):
            session.choose_folder(Path(asked).expanduser() if asked.strip() else session.DEMONSTRATION)
            st.rerun()
