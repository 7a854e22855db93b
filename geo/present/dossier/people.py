"""Who lives around, who could come, send people or children, and how far they walk."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.kinds import PlaceKind
from geo.messages import N_
from geo.models import Role
from geo.present.document import Block, Heading, Pairs, Paragraph, Picture, Table
from geo.present.dossier import telling
from geo.present.plan_words import Words
from geo.present.situation import Spot, situation_svg
from geo.study.dossier import Case

BRINGS: Mapping[str, str] = MappingProxyType(
    {
        PlaceKind.CCAS: N_("sends people whom it helps"),
        PlaceKind.SOCIAL_SERVICES: N_("send people whom they help"),
        PlaceKind.SOCIAL_CENTRE: N_("makes the garden known, comes with groups of residents"),
        PlaceKind.SHELTER: N_("sends people whom it houses"),
        PlaceKind.SOCIAL_RESIDENCE: N_("its residents can garden and meet the neighbours"),
        PlaceKind.SCHOOL: N_("comes with its pupils"),
        PlaceKind.LEISURE_CENTRE: N_("comes with groups of children"),
    }
)
"""What each kind of partner brings: after the story of Clamart; of social centres and residences, our assumption."""

PACE_M_MIN = 80.0
"""Of somebody who walks without hurry (our assumption: 800 m in ten minutes). [m/min]"""

_AROUND = ("flats_nearby", "green_m2_per_inhabitant", "gardens_nearby", "stop_distance_m")
_MAP_M, _MOST, _FEW = 1700.0, 14, 5
_COLOUR = "#5B3FA0"


def people(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the people and the partners around the site."""
    shown = case.partners.head(_MOST)
    roles = (Role.PLACES, Role.STREETS, Role.NEIGHBOURHOODS, Role.BUILDINGS, Role.POPULATION)
    return (
        Heading(words.say(N_("People and partners"))),
        Pairs(tuple(_around(case, words))),
        Heading(words.say(N_("Partners within 800 m on foot")), 2),
        *_partners(case, shown, words),
        Paragraph(telling.sources(case.territory, roles, words), "note"),
    )


def _around(case: Case, words: Words) -> Iterator[tuple[str, str]]:
    yield words.say(N_("Priority neighbourhood")), _neighbourhood(case, words)
    for name in _AROUND:
        yield telling.label(name, words), telling.indicator(case, name, words)


def _neighbourhood(case: Case, words: Words) -> str:
    """Name the nearest priority neighbourhood and tell how far it is."""
    away, layer = case.number("neighbourhood_distance_m"), case.frame(Role.NEIGHBOURHOODS)
    if layer is None or not np.isfinite(away):
        return telling.indicator(case, "neighbourhood_distance_m", words)
    places = gpd.GeoDataFrame(layer)
    nearest = places.iloc[int(np.argmin(places.distance(case.surveyed.sites.geometry[case.site])))]
    name = str(nearest["name"]) if pd.notna(nearest["name"]) else str(nearest["neighbourhood_id"])
    if away == 0:
        return words.say(N_("{name}: the site is in it"), name=name)
    return words.say(N_("{name}, at {distance} in a straight line"), name=name, distance=words.figure(round(away), "m"))


def _partners(case: Case, shown: pd.DataFrame, words: Words) -> Iterator[Block]:
    if Role.PLACES not in case.territory.layers:
        yield Paragraph(words.say(N_("Not known: no file of the folder lists partners.")))
        return
    if shown.empty:
        yield Paragraph(words.say(N_("None found within 800 m on foot in the files of the folder.")))
        return
    yield _map(case, shown, words)
    header = ("", N_("Place"), N_("What it is"), N_("On foot"), N_("What it can bring"))
    rows = tuple(_row(mark, row, words) for mark, row in enumerate(shown.to_dict("records"), start=1))
    yield Table(tuple(words.say(name) if name else "" for name in header), rows, widths=(0.5, 4.1, 2.6, 1.9, 4.3))
    if len(case.partners) > len(shown):
        more = len(case.partners) - len(shown)
        yield Paragraph(words.say(N_("And {count} more, farther."), count=more), "note")
    yield Paragraph(words.say(_CLAMART), "note")


_CLAMART = N_(
    "What each can bring: after the solidarity garden of Clamart, proposed in 2004; for social centres and residences, "
    "our assumption. Nobody was asked yet: the partners are to be met. Distances are walked along the streets; with *, "
    "a straight line made 1.3 times longer."
)


def _map(case: Case, shown: pd.DataFrame, words: Words) -> Picture:
    spots = [Spot(place, str(mark), _COLOUR) for mark, place in enumerate(shown["geometry"], start=1)]
    shape = case.surveyed.sites.geometry[case.site]
    ratio = 0.56 if len(shown) <= _FEW else 0.44  # lower above a long table, so that both stand on one page
    svg = situation_svg(case.territory, shape, words.translate, width_m=_MAP_M, ratio=ratio, spots=spots)
    told = words.say(N_("Map of the partners around the site, numbered as in the table."))
    caption = words.say(N_("The partners, numbered as in the table."))
    return Picture(svg.encode(), "svg", told, caption)


def _row(mark: int, row: Mapping[Any, Any], words: Words) -> tuple[str, ...]:
    kind = str(row["kind"])
    name = str(row["name"]) if pd.notna(row["name"]) else words.say(N_("name not known"))
    where = f", {row['address']}" if pd.notna(row["address"]) else ""
    return str(mark), f"{name}{where}", words.say(kind), walk(row, words), words.say(BRINGS[kind])


def walk(row: Mapping[Any, Any], words: Words) -> str:
    """Return how far a partner is on foot, in metres and minutes."""
    away = 10 * round(float(row["distance_m"]) / 10)
    minutes = max(1, round(away / PACE_M_MIN))
    told = words.say(N_("{away} m, {minutes} min"), away=away, minutes=minutes)
    return told if row["along_streets"] else f"{told} *"
