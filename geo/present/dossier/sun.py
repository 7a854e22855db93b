"""The sun of the site: map, months, and what each zone of the sketch gets against what it needs."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from geo.messages import N_
from geo.models import Role
from geo.plans import Zone
from geo.present.charts import month_chart
from geo.present.document import Block, Heading, KeyFigures, Paragraph, Picture, Table
from geo.present.dossier import telling
from geo.present.dossier.sun_map import sun_map_svg
from geo.present.plan_words import ZONE_NAMES, Words
from geo.study.dossier import Case, zone_hours

NEEDS: Mapping[Zone, float] = MappingProxyType(
    {Zone.POTAGER: 6.0, Zone.VERGER: 5.0, Zone.AROMATIQUES: 5.0, Zone.FLEURS: 3.0}
)
"""Hours of direct sun a day that each zone needs (our assumption)."""

_SOURCES = (Role.SURFACE, Role.BUILDINGS, Role.TERRAIN, Role.TREES)


def sun(case: Case, words: Words) -> tuple[Block, ...]:
    """Return what is known of the sun."""
    title = Heading(words.say(N_("Sun")))
    months = {month: case.number(f"sun_hours_{month:02d}") for month in range(1, 13)}
    known = {month: hours for month, hours in months.items() if not np.isnan(hours)}
    if not known:
        text = N_("The sun is not known here: a surface model (MNS), or the heights of the buildings, is missing.")
        return (title, Paragraph(words.say(text)))
    needs = [(words.translate(ZONE_NAMES[zone]), hours) for zone, hours in NEEDS.items()]
    chart = month_chart(known, needs, words.translate, language=words.language)
    picture = Picture(
        chart.encode(),
        "svg",
        words.say(N_("Hours of direct sun by month, against what vegetables, fruit trees, herbs and flowers need.")),
        words.say(
            N_("Hours of direct sun a day, by month; dashes: what each part of a garden needs (our assumption).")
        ),
        width=0.72,
    )
    return (
        title,
        KeyFigures(tuple(_figures(case, words))),
        *_mapped(case, words),
        picture,
        *_zones(case, words),
        Paragraph(_told(case, words), "note"),
    )


def _figures(case: Case, words: Words) -> Iterator[tuple[str, str, str]]:
    season = words.say(N_("a day, April to September"))
    yield words.say(N_("Direct sun")), words.figure(round(case.number("sun_hours"), 1), "h"), season
    for name, text in (
        ("sun_over_6h_share", N_("of the site has 6 h or more")),
        ("sun_under_3h_share", N_("of the site has less than 3 h")),
    ):
        yield telling.label(name, words), telling.indicator(case, name, words), words.say(text)


def _mapped(case: Case, words: Words) -> Iterator[Block]:
    prepared = case.drawn.prepared
    if prepared is None or prepared.ground.sun is None:
        return
    svg = sun_map_svg(prepared.ground, words)
    told = words.say(N_("Map of the hours of direct sun on the site, north up."))
    caption = words.say(N_("Mean hours of direct sun a day from April to September, on cells of half a metre."))
    yield Picture(svg.encode(), "svg", told, caption, width=0.72)


def _zones(case: Case, words: Words) -> Iterator[Block]:
    """Return what each zone of the sketch gets against what it needs."""
    hours = {} if case.sketch is None else zone_hours(case.sketch)
    rows = [_zone(zone, hours[zone], need, words) for zone, need in NEEDS.items() if zone in hours]
    if rows:
        header = tuple(words.say(name) for name in (N_("Zone of the sketch"), N_("Needs"), N_("Gets"), N_("Verdict")))
        yield Table(header, tuple(rows), words.say(N_("Sun of the zones of the sketch")), (1, 2), widths=(3, 1, 1, 2))


def _zone(zone: Zone, hours: float, need: float, words: Words) -> tuple[str, ...]:
    name, needs = words.translate(ZONE_NAMES[zone]), words.figure(need, "h")
    if np.isnan(hours):
        return name, needs, "–", words.say(N_("not known"))
    verdict = N_("enough sun") if hours >= need else N_("not enough sun")
    return name, needs, words.figure(round(hours, 1), "h"), words.say(verdict)


def _told(case: Case, words: Words) -> str:
    notes = [words.translate(note) for note in case.surveyed.sun_notes]
    return " ".join([*notes, telling.sources(case.territory, _SOURCES, words)])
