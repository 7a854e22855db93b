"""Who is within a walk of a site: a list, and the same numbers on a map."""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from geo.indicators.partners import CHILDREN
from geo.kinds import PlaceKind
from geo.messages import N_, Message
from geo.present.costs import Table
from geo.present.labels import Translator
from geo.present.palette import LAYER_STYLES
from geo.present.situation import Spot

MOST_MARKED = 20
"""More discs hide the map."""

_MINUTE_M = 67.0
"""Walked in a minute, at 4 km/h (our assumption). [m]"""


def partners_table(partners: gpd.GeoDataFrame, translate: Translator) -> Table:
    """
    Return the partners of a site, the nearest first, with their numbers on the map.

    Parameters
    ----------
    partners
        As `geo.study.measures.social.partners` returns them. Names are texts of strangers.
    """
    heads = (N_("No."), N_("Name"), N_("What it is"), N_("On foot"), N_("How it was measured"))
    rows = tuple(_row(place, row, translate) for place, row in enumerate(_rows(partners), start=1))
    caption = translate(Message(N_("Partners within 800 m on foot")))
    return Table(caption, tuple(translate(Message(head)) for head in heads), rows)


def _rows(partners: gpd.GeoDataFrame) -> Sequence[dict[str, object]]:
    rows: list[dict[str, object]] = pd.DataFrame(partners.drop(columns="geometry")).to_dict("records")
    return rows


def _row(place: int, row: dict[str, object], translate: Translator) -> tuple[str, ...]:
    name = row["name"] if isinstance(row["name"], str) else translate(Message(N_("without a name")))
    address = f", {row['address']}" if isinstance(row["address"], str) else ""
    distance = float(str(row["distance_m"]))
    walk = Message(
        N_("{distance} m, {minutes} min"), {"distance": round(distance), "minutes": max(1, round(distance / _MINUTE_M))}
    )
    how = N_("along the streets") if row["along_streets"] else N_("straight line × 1.3")
    return (
        str(place) if place <= MOST_MARKED else "–",
        f"{name}{address}",
        translate(Message(str(row["kind"]))),
        translate(walk),
        translate(Message(how)),
    )


def partner_spots(partners: gpd.GeoDataFrame) -> list[Spot]:
    """
    Return the partners as marks of a map, in the order of the table; the nearest lie on top.

    Examples
    --------
    >>> from shapely import Point
    >>> places = gpd.GeoDataFrame({"kind": ["school", "ccas"]}, geometry=[Point(0, 0), Point(9, 0)], crs=2154)
    >>> [spot.mark for spot in partner_spots(places)]
    ['2', '1']
    """
    shown = partners.iloc[:MOST_MARKED]
    spots = [
        Spot(place, str(number), _colour(str(kind)))
        for number, (kind, place) in enumerate(zip(shown["kind"], shown.geometry, strict=True), start=1)
    ]
    return spots[::-1]


def _colour(kind: str) -> str:
    return LAYER_STYLES["children" if PlaceKind(kind) in CHILDREN else "partners"].stroke


def nearest_text(partners: gpd.GeoDataFrame, translate: Translator) -> tuple[str, str]:
    """Return the walk to the nearest partner and who that is; a dash where there is none."""
    if partners.empty:
        return "–", translate(Message(N_("no partner found within 800 m")))
    first = _rows(partners)[0]
    name = first["name"] if isinstance(first["name"], str) else translate(Message(str(first["kind"])))
    return f"{translate(round(float(str(first['distance_m']))))}\u00a0m", str(name)
