"""Saving a study, opening it again, and the conflict when somebody else saved it meanwhile."""

import json
from pathlib import Path

import streamlit as st

from geo.errors import GeoError, StoreError
from geo.messages import N_, Message
from geo.present.labels import error_text
from geo.store import studies
from geo.store.keys import day_of
from geo.store.studies import ConflictError, Study
from geo.study.choices import Choices, choices_from
from geo.ui import choosing, session
from geo.ui.storage import store

_OPENED = "study"


def opened() -> Study | None:
    """Return the saved study that this person works on, as it was when it was last read."""
    study: Study | None = st.session_state.get(_OPENED)
    return study


def save(name: str, *, author: str = "") -> Study:
    """
    Save all that this person chose: anew, or as the next version of the study that is open.

    Raises
    ------
    ConflictError
        Somebody else saved it meanwhile; nothing was written.
    """
    document = json.dumps({"folder": str(session.chosen_folder()), "choices": choosing.choices().text()})
    before = opened()
    if before is not None and before.name == name:
        study = studies.save(store(), before, document=document, author=author)
    else:
        territory = session.current_territory().name
        study = studies.save_new(store(), name=name, territory=territory, document=document, author=author)
    st.session_state[_OPENED] = study
    return study


def reopen(study: Study) -> None:
    """
    Come back to a saved study: its territory, its choices.

    Raises
    ------
    StoreError
        Its folder is not there any more.
    """
    session.choose_folder(folder_of(study))
    choosing.reopen(choices_of(study))
    st.session_state[_OPENED] = study


def choices_of(study: Study) -> Choices:
    """Return all that was chosen in a saved study."""
    return choices_from(json.loads(study.document).get("choices", ""))


def folder_of(study: Study) -> Path:
    """
    Return the folder of the territory of a study.

    Raises
    ------
    StoreError
        It is not there any more.
    """
    folder = folder_named(study)
    if not folder.is_dir():
        raise StoreError(
            Message(N_("The territory of this study is not where it was.")),
            where=study.name,
            remedy=Message(N_("Open the folder that holds it now, then the study again.")),
        )
    return folder


def folder_named(study: Study) -> Path:
    """Return the folder that a study names, which may be gone."""
    return Path(json.loads(study.document).get("folder", ""))


def button() -> None:
    """Offer to save the study under a name, and to open a saved one."""
    say = session.words()
    with st.popover(say(N_("Study")), icon=":material/save:"):
        try:
            _save_form()
            found = studies.saved(store())
        except GeoError as error:
            st.error(error_text(error, session.translate()))
            return
        if found:
            _open_form(found)


def _save_form() -> None:
    say, before = session.words(), opened()
    usual = before.name if before else session.current_territory().name
    name = st.text_input(say(N_("Name of the study")), usual, max_chars=120, key="study-name")
    author = st.text_input(say(N_("Your name")), max_chars=80, key="study-author")
    if st.button(say(N_("Save")), type="primary", disabled=not name.strip(), key="study-save"):
        try:
            study = save(name.strip(), author=author.strip())
        except ConflictError as conflict:
            st.warning(_told(conflict))
            return
        told = Message(N_("Saved: {name}, version {version}."), {"name": study.name, "version": study.version})
        st.success(session.translate()(told))


def _open_form(found: tuple[Study, ...]) -> None:
    say = session.words()
    days = {study.id: session.translate()(day_of(study.changed) or "") for study in found}
    names = {study.id: f"{study.name} · {study.territory} · {days[study.id]}" for study in found}
    asked = st.selectbox(say(N_("Saved studies")), list(names), format_func=names.__getitem__, key="study-asked")
    if st.button(say(N_("Open")), key="study-open"):
        reopen(next(study for study in found if study.id == asked))
        st.rerun()


def _told(conflict: ConflictError) -> str:
    translate = session.translate()
    return " ".join(translate(part) for part in (conflict.reason, conflict.remedy) if part)
