"""Territory: which files, how sound, from whom; what is missing; the way to another one."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from geo.messages import N_, Message
from geo.models import Health, Role, Territory
from geo.present import health
from geo.present.screening import health_rows
from geo.study.gaps import usefulness
from geo.ui import session, uploads

_FIRST_MISSING = 3
Row = Mapping[str, Any]


def page() -> None:
    """Choose a territory, see what is in it, what is missing and what that costs."""
    say, translate = session.words(), session.translate()
    with st.container(horizontal=True, vertical_alignment="center", key="question"):
        st.header(say(N_("What do we have?")), width="content")
        st.space("stretch")
        uploads.doors()
    territory = session.current_territory()
    rows = health_rows(territory, translate)
    present = [row for row in rows if row["state"] != Health.MISSING]
    missing = _most_useful_first([row for row in rows if row["state"] == Health.MISSING], territory)
    if territory.fictional:
        st.caption(say(N_("This territory is fictional. It is there to try the tool.")))
    _key_figures(territory, present, missing)
    st.html(health.roles_grid(rows, translate))
    left, right = st.columns([2, 1], gap="medium")
    with left:
        st.subheader(say(N_("Files")))
        st.html(health.layers_table(present, translate))
    with right:
        _missing(missing)
    st.subheader(say(N_("Sources and licences")))
    st.html(health.sources_table(present, translate))


def _most_useful_first(missing: Sequence[Row], territory: Territory) -> list[Row]:
    """Put files that a manifest promises first, then the roles by what they would tell."""
    order = list(usefulness(territory, session.usual_profile()))
    places = {role.value: place for place, role in enumerate(order, start=1)}
    return sorted(missing, key=lambda row: 0 if row["file"] else places.get(row["role"], len(order)))


def _key_figures(territory: Territory, present: Sequence[Row], missing: Sequence[Row]) -> None:
    say, translate = session.words(), session.translate()
    parcels = territory.layers[Role.PARCELS].frame
    figures = {
        say(N_("Communes")): parcels["commune"].nunique(),
        say(N_("Parcels")): len(parcels),
        say(N_("Layers read")): sum(row["role"] is not None for row in present),
        say(N_("Files refused")): sum(row["state"] == Health.REFUSED for row in present),
        say(N_("Layers missing")): len(missing),
    }
    with st.container(horizontal=True, key="figures"):
        for label, value in figures.items():
            st.metric(label, translate(value))


def _missing(rows: Sequence[Row]) -> None:
    say, translate = session.words(), session.translate()
    st.subheader(say(N_("What is missing, and what it costs")))
    if not rows:
        st.caption(say(N_("Nothing: every layer that the tool can read is there.")))
        return
    st.html(health.missing_list(rows[:_FIRST_MISSING], translate))
    rest = rows[_FIRST_MISSING:]
    if rest:
        with st.expander(translate(Message(N_("Less useful: {count}"), {"count": len(rest)}))):
            st.html(health.missing_list(rest, translate))
