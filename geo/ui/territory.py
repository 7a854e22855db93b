"""Territory: which files, how sound, from whom."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.messages import N_
from geo.models import Health
from geo.present.screening import health_rows
from geo.ui import session

_MARKS: Mapping[str, str] = {
    Health.SOUND: "●",
    Health.REPAIRED: "◐",
    Health.REFUSED: "✕",
    Health.UNRECOGNISED: "○",
    Health.MISSING: "–",
}


def page() -> None:
    """Choose a folder, see what is in it, what is missing and what that costs."""
    say, translate = session.words(), session.translate()
    st.header(say(N_("What do we know of this territory?")))
    _choice()
    territory = session.current_territory()
    rows = health_rows(territory, translate)
    present = [row for row in rows if row["state"] != Health.MISSING]
    missing = [row for row in rows if row["state"] == Health.MISSING]
    if territory.fictional:
        st.info(say(N_("This territory is fictional. It is there to try the tool.")), icon=":material/info:")
    _key_figures(present, missing)
    st.subheader(say(N_("Layers")))
    st.dataframe(_layers(present), hide_index=True, width="stretch")
    if missing:
        st.subheader(say(N_("What is missing, and what it costs")))
        st.dataframe(_missing(missing), hide_index=True, width="stretch")
    st.subheader(say(N_("Sources")))
    st.dataframe(_sources(present), hide_index=True, width="stretch")


def _choice() -> None:
    say = session.words()
    if not session.may_choose_folder():
        return
    with st.form("folder", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        asked = st.text_input(
            say(N_("Folder of the territory")),
            value="" if session.chosen_folder() == session.DEMONSTRATION else str(session.chosen_folder()),
            placeholder=say(N_("Demonstration territory")),
            help=say(N_("It holds two folders, “parcels” and “layers”, with official files.")),
        )
        if st.form_submit_button(say(N_("Open")), type="primary"):
            session.choose_folder(Path(asked).expanduser() if asked.strip() else session.DEMONSTRATION)
            st.rerun()


def _key_figures(present: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, Any]]) -> None:
    say = session.words()
    refused = [row for row in present if row["state"] == Health.REFUSED]
    figures = {
        say(N_("Layers read")): sum(row["role"] is not None for row in present),
        say(N_("Files refused")): len(refused),
        say(N_("Layers missing")): len(missing),
    }
    for column, (label, value) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(label, value, border=True)
    for row in refused:
        st.error(f"{row['file']} : {' '.join(row['notes'])}", icon=":material/error:")


def _layers(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    say, translate = session.words(), session.translate()
    return pd.DataFrame(
        {
            say(N_("State")): [f"{_MARKS[row['state']]} {row['state_text']}" for row in rows],
            say(N_("Layer")): [_title(row["role_text"]) for row in rows],
            say(N_("File")): [row["file"] for row in rows],
            say(N_("Features")): ["" if row["features"] is None else translate(row["features"]) for row in rows],
            say(N_("CRS")): [row["crs"] for row in rows],
            say(N_("Vintage")): [row["vintage"] for row in rows],
            say(N_("Notes")): [" ".join(row["notes"]) for row in rows],
        }
    )


def _missing(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    say = session.words()
    return pd.DataFrame(
        {
            say(N_("Layer")): [_title(row["role_text"]) for row in rows],
            say(N_("What it costs")): [row["notes"][0] if row["notes"] else "" for row in rows],
            say(N_("Where to get it")): [" ".join(row["notes"][1:]) for row in rows],
        }
    )


def _sources(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    say = session.words()
    named = [row for row in rows if row["publisher"] or row["licence"]]
    table = pd.DataFrame(
        {
            say(N_("Publisher")): [row["publisher"] for row in named],
            say(N_("Dataset")): [row["dataset"] for row in named],
            say(N_("Vintage")): [row["vintage"] for row in named],
            say(N_("Licence")): [row["licence"] for row in named],
        }
    )
    return table.drop_duplicates()


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
