"""Weights that come from a file and go into one: a spreadsheet, a profile of the person's own."""

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.typing import UploadedFile

from geo.errors import GeoError
from geo.messages import N_, Message
from geo.present.labels import error_text
from geo.scoring import Profile
from geo.scoring.imported import ImportedWeights, imported_weights
from geo.sources.spreadsheets import read_cells
from geo.sources.uploads import apart
from geo.study.choices import OWN
from geo.study.profiles import read_own_profile
from geo.ui import choosing, session
from geo.ui.texts import plain
from geo.ui.uploads import as_sent

_FOUND = "imported-weights"
_MOST_MB = 1
_SHOWN = 12
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def section(profile: Profile) -> None:
    """
    Let the person take weights from a file, keep the present ones, or bring a profile.

    Parameters
    ----------
    profile
        As it counts now.
    """
    _table()
    _own()
    say = session.words()
    st.download_button(
        say(N_("Download these weights")),
        weights_csv(profile, {c.id: say(c.label) for c in profile.criteria}, session.language()),
        file_name=say(N_("weights.csv")),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="weights-csv",
    )


def weights_csv(profile: Profile, labels: Mapping[str, str], language: str) -> bytes:
    """
    Return the weights as a table that a spreadsheet opens, and that can be sent back.

    Parameters
    ----------
    labels
        Of the criteria, in the language of the page.
    language
        That of the decimal mark.

    Examples
    --------
    >>> from geo.study.profiles import profile_named
    >>> table = weights_csv(profile_named("elu"), {}, "fr").decode("utf-8-sig").splitlines()
    >>> table[0], table[1].split(";")[0] == profile_named("elu").criteria[0].id
    ('id;criterion;weight', True)
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(["id", "criterion", "weight"])
    for criterion in profile.criteria:
        weight = f"{criterion.weight:g}".replace(".", "," if language == "fr" else ".")
        writer.writerow([criterion.id, _no_formula(labels.get(criterion.id, criterion.label)), weight])
    return file.getvalue().encode("utf-8-sig")


def shared(found: Mapping[str, float], current: Mapping[str, float]) -> dict[str, float]:
    """
    Return weights of a table as points of a profile: shares among themselves as in the table, the same sum as before.

    Parameters
    ----------
    found
        By criterion, in whatever unit.
    current
        Those of the profile, which the criteria that the table leaves out keep. [points]

    Examples
    --------
    >>> shared({"A": 0.3, "B": 0.1}, {"A": 10, "B": 30, "C": 60})
    {'A': 30.0, 'B': 10.0}
    """
    whole, before = sum(found.values()), sum(current[name] for name in found)
    factor = before / whole if whole and before else 1.0
    return {name: round(weight * factor, 3) for name, weight in found.items()}


def _no_formula(text: str) -> str:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table() -> None:
    say = session.words()
    with st.form("weights-table", border=False, clear_on_submit=True):
        st.caption(say(N_("A table with one criterion a row, its id or its name, and its weight beside it.")))
        file = st.file_uploader(say(N_("Table of weights (CSV or XLSX)")), max_upload_size=_MOST_MB, key="weights-file")
        asked = st.form_submit_button(say(N_("Read this table")))
    if asked and file is not None:
        _read(file)
    found: ImportedWeights | None = st.session_state.get(_FOUND)
    if found is not None:
        _offer(found)


def _read(file: UploadedFile) -> None:
    profile = session.profile(choosing.choices())
    names = {session.words()(criterion.label): criterion.id for criterion in profile.criteria}
    st.session_state.pop(_FOUND, None)
    try:
        with apart(as_sent(file)) as path:
            found = imported_weights(read_cells(path), profile, names=names, where=path.name)
    except GeoError as error:
        st.error(plain(error_text(error, session.translate())))
        return
    st.session_state[_FOUND] = found


def _offer(found: ImportedWeights) -> None:
    """Show what was read and what was not, then let the person take it."""
    say, translate = session.words(), session.translate()
    columns = list(found.columns)
    column = columns[0]
    if len(columns) > 1:
        column = st.selectbox(say(N_("Whose weights")), columns, key="weights-column")
    count = Message(N_("{count} weights were read."), {"count": len(found.columns[column])})
    st.caption(translate(count))
    _left_out([translate(message) for message in found.left_out])
    st.button(
        say(N_("Take these weights")), type="primary", on_click=_take, args=[found.columns[column]], key="weights-take"
    )


def _left_out(told: Sequence[str]) -> None:
    if told:
        title, rest = session.words()(N_("Not used:")), len(told) - _SHOWN
        lines = [f"- {plain(line)}" for line in told[:_SHOWN]] + ([f"- … (+ {rest})"] if rest > 0 else [])
        st.warning("\n".join([title, "", *lines]))


def _take(found: Mapping[str, float]) -> None:
    chosen = choosing.choices()
    profile, usual = session.profile(chosen), session.profile_named(chosen.profile).weights
    taken = {name: weight for name, weight in found.items() if name in usual}
    weights = {**profile.weights, **shared(taken, profile.weights)}
    st.session_state.pop(_FOUND, None)
    if any(weights.values()):
        choosing.weigh(weights={name: weight for name, weight in weights.items() if weight != usual[name]})


def _own() -> None:
    say = session.words()
    with st.form("own-profile", border=False, clear_on_submit=True):
        file = st.file_uploader(
            say(N_("A profile of your own (TOML)")),
            type=["toml"],
            max_upload_size=_MOST_MB,
            help=say(N_("Criteria, value functions and rules, as in the profiles that come with the tool.")),
            key="profile-file",
        )
        asked = st.form_submit_button(say(N_("Take this profile")))
    if not asked or file is None:
        return
    try:
        with apart(as_sent(file)) as path:
            own = read_own_profile(path)
    except GeoError as error:
        st.error(plain(error_text(error, session.translate())))
        return
    choosing.weigh(profile=OWN, own=own, weights={})
    st.rerun()
