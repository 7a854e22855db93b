"""The soil of a site in words: what inventories name, what a laboratory measured, what to do."""

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from geo.messages import N_, Message
from geo.models import Verdict
from geo.present import palette
from geo.present.costs import Table
from geo.present.labels import COLUMNS, Translator
from geo.present.values import day_text, value_text
from geo.study import Survey
from geo.study.measures.quality import REGIONAL
from geo.study.soil_advice import VIGILANCE_MG_KG, Advice, Flag, Level, Metal, Soil

GROUND = ("soil_texture", "soil_ph", "soil_depth_cm")
"""What the ground itself is like, in the order of the page."""

_LEVELS: Mapping[Level, tuple[str, str]] = {
    Level.USUAL: ("●", N_("usual")),
    Level.UNUSUAL: ("▲", N_("more than usual")),
    Level.VIGILANCE: ("◆", N_("vigilance")),
    Level.TOO_MUCH: ("✕", N_("over the screening value")),
}
_NO_THRESHOLD = N_(
    "In France no threshold binds the soil of a garden (ARS Île-de-France). Compared with: nine farmed soils of "
    "Île-de-France in ten (aqua regia; denis-baize.fr); for lead, vigilance from {vigilance} mg/kg (to be checked with "
    "the health agency) and screening at 300 mg/kg, or 90 mg/kg of bioaccessible lead (HCSP, 2014)."
)


def advice_html(advice: Sequence[Advice], translate: Translator) -> str:
    """
    Return what to do, what comes before any food first.

    Examples
    --------
    >>> "HCSP" in advice_html([Advice(Message("Cover it."), grave=True, source="HCSP, 2014")], str)
    True
    """
    return f'<ul class="jc-advice">{"".join(_advice(one, translate) for one in advice)}</ul>' if advice else ""


def _advice(one: Advice, translate: Translator) -> str:
    mark = palette.VERDICT_MARKS[Verdict.CONDITIONAL] if one.grave else "–"
    source = f' <span class="jc-doubt">({escape(one.source)})</span>' if one.source else ""
    text = escape(translate(one.text))
    told = f"<strong>{text}</strong>" if one.grave else text
    return f'<li><span aria-hidden="true">{mark}</span> <span>{told}{source}</span></li>'


def history_text(soil: Soil, translate: Translator) -> str:
    """Return in one sentence what the inventories of polluted land say, which is never that the soil is clean."""
    if soil.flags:
        one, many = N_("{count} place is named within 100 m."), N_("{count} places are named within 100 m.")
        return translate(Message(one if len(soil.flags) == 1 else many, {"count": len(soil.flags)}))
    if soil.searched:
        return translate(Message(N_("Nothing found within 100 m: that does not mean that the soil is clean.")))
    return translate(Message(N_("No inventory of polluted land was read for this place.")))


def flags_table(flags: Sequence[Flag], translate: Translator) -> Table:
    """Return the places that inventories name near a site, the nearest first."""
    heads = (N_("Place"), N_("Inventory"), N_("State"), N_("Distance"))
    rows = tuple(
        (
            flag.name or "–",
            translate(Message(flag.register)),
            flag.state or "–",
            translate(Message(N_("on the site")))
            if flag.distance_m <= 0
            else f"{translate(round(flag.distance_m))}\u00a0m",
        )
        for flag in flags
    )
    caption = translate(Message(N_("Polluted or possibly polluted land within 100 m")))
    return Table(caption, tuple(translate(Message(head)) for head in heads), rows)


def metals_table(metals: Sequence[Metal], translate: Translator) -> Table:
    """Return what a laboratory measured, against what is usual and what is too much."""
    heads = (N_("Metal"), N_("Measured"), N_("Reading"), N_("Nine soils in ten"), N_("Not to pass"))
    rows = tuple(
        (
            translate(Message(COLUMNS[metal.column][0])),
            value_text(metal.column, metal.value, translate),
            f"{_LEVELS[metal.level][0]} {translate(Message(_LEVELS[metal.level][1]))}",
            "–" if metal.usual is None else value_text(metal.column, metal.usual, translate),
            "–" if metal.limit is None else value_text(metal.column, metal.limit, translate),
        )
        for metal in metals
    )
    note = translate(Message(_NO_THRESHOLD, {"vigilance": VIGILANCE_MG_KG}))
    caption = translate(Message(N_("Analyses of the soil")))
    return Table(caption, tuple(translate(Message(head)) for head in heads), rows, (note,))


def ground_pairs(surveyed: Survey, site: str, translate: Translator) -> list[tuple[str, str]]:
    """Return texture, acidity and depth, each with how it is known."""
    values, quality = surveyed.indicators.loc[site], surveyed.quality.loc[site]
    return [
        (
            translate(Message(COLUMNS[name][0])),
            " ".join(
                part
                for part in (value_text(name, values.get(name), translate), _trust(quality.get(name), translate))
                if part
            ),
        )
        for name in GROUND
    ]


def _trust(quality: object, translate: Translator) -> str:
    if pd.isna(quality):
        return ""
    if float(str(quality)) <= REGIONAL:
        return translate(Message(N_("(regional source: dig a hole)")))
    return translate(Message(N_("(measured or seen here)")))


def sampled_text(surveyed: Survey, site: str, translate: Translator) -> str:
    """Return who analysed the soil and when; empty where nobody did."""
    if surveyed.proofs is None:
        return ""
    found = surveyed.proofs[(surveyed.proofs["site_id"] == site) & surveyed.proofs["indicator"].str.endswith("_mg_kg")]
    told = dict.fromkeys(zip(found["author"], found["day"], strict=True))
    names = " · ".join(", ".join(filter(None, (author, day_text(day, translate)))) or "–" for author, day in told)
    return translate(Message(N_("Analysed by: {names}"), {"names": names})) if names else ""
