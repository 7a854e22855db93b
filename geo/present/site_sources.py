"""Where the figures of a site come from: each with its source, and each source with its day and licence."""

import pandas as pd

from geo.messages import N_, Message
from geo.present.costs import Table
from geo.present.labels import COLUMNS, Translator
from geo.present.site_reasons import origin_text
from geo.present.values import day_text, state_text, value_text
from geo.scoring import Profile
from geo.study import Survey
from geo.study.readings import READINGS, origins

_IDENTITY = ("area_m2", "evidence")


def read_by(profile: Profile) -> tuple[str, ...]:
    """Return the indicators that a profile reads, criteria first, each once."""
    criteria = [name for criterion in profile.criteria for name in criterion.indicators]
    rules = [name for rule in profile.rules for name in rule.indicators]
    return tuple(dict.fromkeys([*_IDENTITY, *criteria, *rules]))


def figures_table(surveyed: Survey, profile: Profile, site: str, translate: Translator) -> Table:
    """Return every figure that a profile reads of a site, with its state, its quality and who published it."""
    values, states, quality = (table.loc[site] for table in (surveyed.indicators, surveyed.states, surveyed.quality))
    said = _said(surveyed, site, translate)
    heads = (N_("Figure"), N_("Value"), N_("What is known"), N_("Quality"), N_("Source"))
    rows = tuple(
        (
            translate(Message(COLUMNS[name][0])),
            value_text(name, values[name], translate),
            state_text(str(states[name]), translate),
            "–" if pd.isna(quality[name]) else translate(float(quality[name])),
            said.get(name) or _sources(surveyed, name, translate),
        )
        for name in read_by(profile)
        if name in values
    )
    note = translate(
        Message(
            N_("Quality: measured 1, open data 0.8, regional or estimated 0.5, told by somebody 0.4 (our assumption).")
        )
    )
    caption = translate(Message(N_("Every figure and its source")))
    return Table(caption, tuple(translate(Message(head)) for head in heads), rows, (note,))


def _said(surveyed: Survey, site: str, translate: Translator) -> dict[str, str]:
    """Return who said what on the ground, in place of the files."""
    if surveyed.proofs is None:
        return {}
    own = surveyed.proofs[surveyed.proofs["site_id"] == site]
    return {
        str(row["indicator"]): ", ".join(
            part for part in (str(row["author"]), day_text(str(row["day"]), translate)) if part
        )
        for row in own.to_dict("records")
    }


def _sources(surveyed: Survey, indicator: str, translate: Translator) -> str:
    if indicator not in READINGS:
        return "–"
    return " · ".join(origin_text(origin, translate) for origin in origins(surveyed.territory, indicator)) or "–"


def sources_table(surveyed: Survey, profile: Profile, translate: Translator) -> Table:
    """Return the files that a profile reads, with publisher, day and licence."""
    read = [name for name in read_by(profile) if name in READINGS]
    found = dict.fromkeys(origin for name in read for origin in origins(surveyed.territory, name))
    heads = (N_("Dataset"), N_("Publisher"), N_("Vintage"), N_("Licence"))
    rows = tuple(
        (
            origin.dataset or origin.file,
            origin.publisher or "–",
            day_text(origin.vintage, translate) or "–",
            origin.licence or "–",
        )
        for origin in found
    )
    return Table(translate(Message(N_("Sources"))), tuple(translate(Message(head)) for head in heads), rows)
