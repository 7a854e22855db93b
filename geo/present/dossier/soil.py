"""The soil: what is known of it, and what must be checked before anything is grown to be eaten."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from geo.messages import N_
from geo.models import Role
from geo.present.document import Block, Bullets, Heading, Notice, Pairs, Paragraph, Table
from geo.present.dossier import telling
from geo.present.plan_words import Words
from geo.schemas import METALS
from geo.study.dossier import Case

FARMED_MG_KG: Mapping[str, float] = MappingProxyType(
    {"lead": 32.6, "cadmium": 0.41, "copper": 21.0, "zinc": 70.0, "nickel": 32.0, "chromium": 62.0}
)
"""Nine farmed soils out of ten of Île-de-France hold less, after aqua regia [1]_. [mg/kg]

.. [1] denis-baize.fr
"""

_KNOWN = (
    *("pollution_distance_m", "pollution_register", "busy_road_distance_m", "road_barrier"),
    *("slope_percent", "soil_depth_cm", "soil_texture", "soil_ph"),
)
_STEPS = (
    N_("Ask the town and the oldest neighbours what the land was used for: workshop, garage, backfill, market garden."),
    N_("Dig a hole at several places: depth, stones, rubble, smell, colour."),
    N_(
        "Have a laboratory analyse samples of the top 30 cm at several places: pH, texture, lead, cadmium, copper, "
        "zinc, nickel, chromium, and hydrocarbons where the history asks for it."
    ),
    N_("Show the results to the regional health agency: no regulation sets thresholds for gardens."),
    N_("Until then: no food in the ground; flowers, and vegetables in raised beds of brought soil over a sheet."),
    N_("Once it grows: wash vegetables and hands, keep the soil covered, and have it analysed again after works."),
)


def soil(case: Case, words: Words) -> tuple[Block, ...]:
    """Return what is known of the soil and what must be checked."""
    return (
        Heading(words.say(N_("Soil, and what must be checked before growing food"))),
        _verdict(case, words),
        Heading(words.say(N_("What is known")), 2),
        Pairs(tuple((telling.label(name, words), telling.indicator(case, name, words)) for name in _KNOWN)),
        *_analyses(case, words),
        Heading(words.say(N_("What must be checked")), 2),
        Bullets(tuple(words.say(step) for step in _STEPS)),
        Paragraph(words.say(_THRESHOLDS), "note"),
        Paragraph(telling.sources(case.territory, (Role.POLLUTION, Role.SOIL, Role.LAB_SAMPLES), words), "note"),
    )


_THRESHOLDS = N_(
    "Lead: vigilance from 100 mg/kg (general knowledge); screening of children from 300 mg/kg where 30 % of it is "
    "bioaccessible, 90 mg/kg where all of it is (HCSP, 2014). Nothing found in an inventory never means that the soil "
    "is clean."
)


def _verdict(case: Case, words: Words) -> Notice:
    """Say what may be grown, from the strongest reason of caution to the weakest."""
    lead, away = case.number("lead_mg_kg"), case.number("pollution_distance_m")
    if lead > 300 or case.number("lead_bioaccessible_mg_kg") > 90:
        text, tone = N_("Flowers and off-ground beds only, no corner for children: much lead was measured."), "excluded"
    elif lead >= 100:
        text, tone = N_("Cover the soil and grow food in raised beds: lead was measured."), "conditional"
    elif away <= 50:
        text, tone = (
            N_("No food in the ground before a study: polluted or possibly polluted land is near."),
            "conditional",
        )
    elif np.isnan(lead):
        text, tone = N_("Not analysed: no food in the ground before it is."), "conditional"
    else:
        text, tone = (
            N_("Analysed: lead is under the level of vigilance. Complete the analysis before growing food."),
            "plain",
        )
    return Notice(words.say(N_("Growing food here")), words.say(text), tone)  # type: ignore[arg-type]


def _analyses(case: Case, words: Words) -> Iterator[Block]:
    rows = [_metal(case, metal, words) for metal in METALS if not np.isnan(case.number(f"{metal}_mg_kg"))]
    if not rows:
        yield Paragraph(words.say(N_("No analysis of the soil of this site was supplied.")))
        return
    header = (N_("Metal"), N_("Highest measure (mg/kg)"), N_("Usual in farmed soils of Île-de-France, at most (mg/kg)"))
    caption = words.say(N_("Analyses of the soil"))
    yield Table(tuple(words.say(name) for name in header), tuple(rows), caption, (1, 2), widths=(2, 2, 3))
    yield Paragraph(
        words.say(N_("Usual: nine farmed soils out of ten hold less, after aqua regia (denis-baize.fr).")), "note"
    )


def _metal(case: Case, metal: str, words: Words) -> tuple[str, str, str]:
    name = f"{metal}_mg_kg"
    return telling.label(name, words), words.translate(case.number(name)), words.translate(FARMED_MG_KG[metal])
