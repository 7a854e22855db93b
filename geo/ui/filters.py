"""Which sites are shown: by verdict, by evidence, by commune, by area. They are kept with the other choices."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from geo.messages import N_, Message
from geo.models import Evidence, Verdict
from geo.present import palette
from geo.present.portfolio import commune_names
from geo.study import Survey
from geo.study.choices import Filters
from geo.ui import choosing, session


def kept(table: pd.DataFrame, asked: Filters) -> pd.DataFrame:
    """
    Return the sites of a ranking that pass, in its order.

    Parameters
    ----------
    table
        As of `geo.study.ranking`.
    """
    most = float("inf") if asked.most_m2 is None else asked.most_m2
    passed = table["verdict"].isin(asked.verdicts) & table["evidence"].isin(asked.evidence)
    passed &= table["area_m2"].between(asked.least_m2, most)
    # a link or a study may name communes that are not here: it then shows all of them
    communes = {*asked.communes} & {*table["commune"]}
    return table[passed & table["commune"].isin(communes)] if communes else table[passed]


def panel(surveyed: Survey) -> None:
    """Let the person choose which sites are shown."""
    say, translate, asked = session.words(), session.translate(), choosing.choices().filters
    labels = {verdict.value: translate(palette.VERDICT_LABELS[verdict]) for verdict in Verdict}
    _pills(say(N_("Verdict")), "verdicts", labels, asked.verdicts)
    evidence = {kind.value: translate(Message(kind)) for kind in Evidence}
    _pills(say(N_("Evidence")), "evidence", evidence, asked.evidence)
    names = commune_names(surveyed)
    if len(names) > 1:
        here = {commune: names[commune] for commune in sorted({*surveyed.sites["commune"]})}
        st.session_state["communes"] = [commune for commune in asked.communes if commune in here]
        st.multiselect(
            say(N_("Communes")),
            list(here),
            format_func=here.__getitem__,
            placeholder=say(N_("All of them")),
            key="communes",
            on_change=_take,
            args=["communes"],
        )
    _area(surveyed, asked)


def _pills(label: str, part: str, options: Mapping[str, str], asked: tuple[str, ...]) -> None:
    st.session_state[part] = [str(one) for one in asked]
    st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=options.__getitem__,
        key=part,
        on_change=_take,
        args=[part],
    )


def _area(surveyed: Survey, asked: Filters) -> None:
    largest = max(200, int(surveyed.sites["area_m2"].max()) + 1)
    top = largest if asked.most_m2 is None else min(largest, int(asked.most_m2))
    st.session_state["area"] = (min(top, int(asked.least_m2)), top)
    area = session.words()(N_("Area"))
    st.slider(f"{area} (m²)", 0, largest, step=50, format="localized", key="area", on_change=_take_area, args=[largest])


def _take(part: str) -> None:
    _change({part: tuple(st.session_state[part])})


def _take_area(largest: int) -> None:
    least, most = st.session_state["area"]
    _change({"least_m2": float(least), "most_m2": None if most >= largest - 50 else float(most)})


def _change(parts: Mapping[str, object]) -> None:
    asked = choosing.choices().filters
    choosing.change(filters=Filters.model_validate({**dict(asked), **parts}))
