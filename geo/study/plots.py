"""Plots that a person gives: named by their cadastral references, or as polygons; kept as texts with the choices.

::

    “AH 126, AH 127” of a commune ──┐
    polygons of a file, or drawn ───┴──▶ Plot (a text, in the choices) ──▶ a site of kind “given”
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pydantic import BaseModel, ConfigDict, Field, model_validator
from shapely.geometry.base import BaseGeometry

from geo import geometry
from geo.candidates import DEFAULT_RULES
from geo.errors import GeoError, LayerError
from geo.messages import N_, Message
from geo.models import Role, Territory

MOST_PLOTS = 12
"""Plots of one person."""
MOST_PARCELS = 12
"""Parcels in one plot."""
LEAST_M2, MOST_M2 = 20.0, 50_000.0
"""A plot that is smaller is no garden even in pots, one that is larger is a farm (our assumption). [m²]"""
MOST_LETTERS = 20_000
"""Of the outline of a plot, written down: some seven hundred corners."""

_WKT = r"^POLYGON \(\([-0-9., ()]+\)\)$"
_DECIMALS = 3
_TRIANGLE = 3
_REFERENCE = re.compile(
    r"(?P<whole>\d[\dAB]\d{3}\d{3}[0-9A-Z]{2}\d{4})"
    r"|(?:(?P<prefix>\d{3})\s+)?(?:(?P<section>[A-Za-z]{1,2})\s*|(?P<numbered>\d{1,2})/)(?P<number>\d{1,4})(?!\d)"
    r"|(?P<next>\d{1,4})(?!\d)"
)
_BETWEEN = re.compile(r"[\s,;+&]+|et\b|\bsections?\b|\bparcelles?\b|\bparcels?\b|\band\b")
_REMEDY = Message(N_("Write sections and numbers as on the cadastral plan, such as: AH 126, AH 127."))


class Plot(BaseModel):
    """
    The outline of a plot in a metric CRS, as a text that brings back the same coordinates.

    Attributes
    ----------
    epsg
        Of the CRS.
    wkt
        One polygon, valid, its coordinates rounded to the millimetre. [m]

    Examples
    --------
    >>> plot_of(shapely.box(0, 0, 20, 10), "EPSG:2154").wkt
    'POLYGON ((0 0, 0 10, 20 10, 20 0, 0 0))'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    epsg: Annotated[int, Field(ge=1024, le=32_767)]
    wkt: Annotated[str, Field(max_length=MOST_LETTERS, pattern=_WKT)]

    @model_validator(mode="after")
    def _is_a_polygon(self) -> Self:
        outline = shapely.from_wkt(self.wkt, on_invalid="ignore")
        if outline is None or not outline.is_valid or not LEAST_M2 <= outline.area <= MOST_M2:
            raise ValueError("this is not the outline of a plot")
        return self

    @property
    def outline(self) -> BaseGeometry:
        """The polygon, in its CRS."""
        return shapely.from_wkt(self.wkt)


@dataclass(frozen=True, slots=True)
class Found:
    """
    The plots of a file.

    Attributes
    ----------
    left_out
        Why the others are not taken.
    """

    plots: tuple[Plot, ...]
    left_out: tuple[Message, ...] = ()


def plot_of(outline: BaseGeometry, crs: str) -> Plot:
    """
    Write down a plot.

    Parameters
    ----------
    outline
        One polygon; heights are left aside.
    crs
        Metric, with its EPSG code.

    Raises
    ------
    LayerError
        It is no polygon, crosses itself, has too many corners, or is too small or too large for a garden.
    """
    if not outline.is_valid:
        raise LayerError(Message(N_("This outline crosses itself.")), remedy=_ONE_PIECE)
    plain = shapely.normalize(shapely.set_precision(shapely.force_2d(outline), geometry.GRID_M))
    if shapely.get_type_id(plain) != shapely.GeometryType.POLYGON or plain.is_empty:
        raise LayerError(Message(N_("This outline is not one piece of land.")), remedy=_ONE_PIECE)
    if not LEAST_M2 <= plain.area <= MOST_M2:
        values = {"area": plain.area, "least": LEAST_M2, "most": MOST_M2}
        reason = N_("A plot of {area} m² cannot be a garden here: from {least} to {most} m².")
        raise LayerError(Message(reason, values), remedy=_ONE_PIECE)
    text = shapely.to_wkt(plain, rounding_precision=_DECIMALS, trim=True)
    if len(text) > MOST_LETTERS:
        reason = N_("This outline has too many corners: {count}.")
        raise LayerError(Message(reason, {"count": int(shapely.get_num_coordinates(plain))}), remedy=_ONE_PIECE)
    return Plot(epsg=int(crs.rpartition(":")[2]), wkt=text)


_ONE_PIECE = Message(N_("Give the outline of one piece of land, as simple as on a cadastral plan."))


def frame_of(plots: Sequence[Plot], crs: str) -> gpd.GeoDataFrame:
    """
    Return plots as the table that candidates are made from.

    Parameters
    ----------
    crs
        In which they are wanted.
    """
    parts = [gpd.GeoSeries([plot.outline], crs=plot.epsg).to_crs(crs) for plot in plots]
    outlines = pd.concat(parts, ignore_index=True) if parts else gpd.GeoSeries(crs=crs)
    return gpd.GeoDataFrame(geometry=outlines)


def on_parcels(plots: gpd.GeoDataFrame, territory: Territory) -> gpd.GeoDataFrame:
    """
    Return the plots that meet a parcel of a territory.

    Parameters
    ----------
    plots
        In the CRS of the territory.
    """
    met = _parcels(territory).sindex.query(plots.geometry, predicate="intersects")[0]
    return plots.iloc[np.unique(met)]


def plots_among(outlines: gpd.GeoDataFrame, territory: Territory) -> Found:
    """
    Take the plots of a file that lie in a territory.

    Parameters
    ----------
    outlines
        Polygons in any CRS; each part of one that has several is a plot.

    Examples
    --------
    >>> from geo.models import Layer
    >>> ground = gpd.GeoDataFrame({"commune": ["92023"]}, geometry=[shapely.box(0, 0, 50, 50)], crs=2154)
    >>> here = Territory("", None, "EPSG:2154", False, {Role.PARCELS: Layer(Role.PARCELS, ground, ())}, {}, (), "")
    >>> mine = gpd.GeoDataFrame(geometry=shapely.box([0, 900], 0, [20, 920], 10), crs=2154)
    >>> found = plots_among(mine, here)
    >>> len(found.plots), [str(why) for why in found.left_out]
    (1, ['outline 2: it lies outside of this territory'])
    """
    parts = gpd.GeoDataFrame(geometry=outlines.geometry.to_crs(territory.crs).explode(ignore_index=True))
    inside = parts.index.isin(on_parcels(parts, territory).index)
    plots: list[Plot] = []
    left_out = []
    for number, (outline, here) in enumerate(zip(parts.geometry, inside, strict=True), start=1):
        reason = Message(N_("it lies outside of this territory"))
        if here and len(plots) == MOST_PLOTS:
            reason = Message(N_("at most {count} plots are taken"), {"count": MOST_PLOTS})
        elif here:
            try:
                plots.append(plot_of(outline, territory.crs))
                continue
            except GeoError as error:
                reason = error.reason
        left_out.append(Message(N_("outline {number}: {reason}"), {"number": number, "reason": reason}))
    return Found(tuple(dict.fromkeys(plots)), tuple(left_out))


def plot_of_corners(corners: Sequence[tuple[float, float]], territory: Territory) -> Plot:
    """
    Make a plot of its corners.

    Parameters
    ----------
    corners
        Latitude and longitude, one after another around the plot. [degrees]

    Raises
    ------
    LayerError
        There are fewer than three, the outline makes no plot, or it lies outside of the territory.
    """
    if len(corners) < _TRIANGLE:
        raise LayerError(Message(N_("A plot has three corners at least.")), remedy=_ONE_PIECE)
    ring = [(lon, lat) for lat, lon in corners]
    outline = gpd.GeoDataFrame(geometry=[shapely.Polygon(ring)], crs=4326).to_crs(territory.crs)
    plot = plot_of(outline.geometry.iloc[0], territory.crs)
    if on_parcels(outline, territory).empty:
        raise LayerError(Message(N_("This outline lies outside of this territory.")), remedy=_ONE_PIECE)
    return plot


def plot_of_parcels(text: str, commune: str, territory: Territory) -> tuple[Plot, tuple[str, ...]]:
    """
    Join the parcels that a person names.

    Parameters
    ----------
    text
        Cadastral references, such as “AH 126, AH 127” or “AH 126 et 127”.
    commune
        INSEE code of the commune they are in.

    Returns
    -------
    plot, parcels
        The outline, and the ids of the parcels.

    Raises
    ------
    LayerError
        A reference is not understood or not found here, or the parcels do not touch.
    """
    ids = parcels_named(text, commune, _parcels(territory)["parcel_id"])
    frame = _parcels(territory).set_index("parcel_id").loc[list(ids)]
    group = np.asarray(shapely.force_2d(frame.geometry.array), dtype=object)[np.newaxis, :]
    [outline] = geometry.unite(group, gap_m=DEFAULT_RULES.assembly.gap_m)
    if shapely.get_type_id(outline) != shapely.GeometryType.POLYGON:
        reason = Message(N_("These parcels do not touch: one garden needs one piece of land."))
        raise LayerError(reason, where=text.strip(), remedy=Message(N_("Give each piece of land by itself.")))
    return plot_of(outline, territory.crs), ids


def parcels_named(text: str, commune: str, known: Iterable[str]) -> tuple[str, ...]:
    """
    Return the ids of parcels from their references.

    Parameters
    ----------
    text
        Sections and numbers. A number alone is in the section before it; a section that is a number, as in Alsace and
        Moselle, is written “12/45”; three digits before a section are those of a commune that was merged.
    commune
        INSEE code.
    known
        Ids of the parcels of the territory.

    Raises
    ------
    LayerError
        A reference is not understood, not found, or is that of several parcels.

    Examples
    --------
    >>> known = ["92023000AH0126", "92023000AH0127", "920230000B0004"]
    >>> parcels_named("AH 126 et 127 + b4", "92023", known)
    ('92023000AH0126', '92023000AH0127', '920230000B0004')
    """
    here = [parcel for parcel in known if parcel.startswith(commune)]
    found: dict[str, None] = {}
    section = ""
    for written, asked in _references(text.replace("n°", " ")):
        section = asked.get("section") or asked.get("numbered") or section
        found[_one(written, asked, section, here)] = None
    if not found or len(found) > MOST_PARCELS:
        reason = Message(N_("Name from one to {count} parcels."), {"count": MOST_PARCELS})
        raise LayerError(reason, where=text.strip()[:80], remedy=_REMEDY)
    return tuple(found)


def _references(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the references of a text, each as it is written, with its parts."""
    found = []
    place = 0
    while place < len(text):
        reference = _REFERENCE.match(text, place)
        between = _BETWEEN.match(text, place)
        if between:
            place = between.end()
        elif reference:
            found.append((reference[0], {name: part for name, part in reference.groupdict().items() if part}))
            place = reference.end()
        else:
            reason = Message(N_("“{text}” is not a cadastral reference."), {"text": text[place : place + 20].strip()})
            raise LayerError(reason, remedy=_REMEDY)
    return found


def _one(written: str, asked: dict[str, str], section: str, here: Sequence[str]) -> str:
    number = asked.get("number") or asked.get("next", "")
    tail = f"{section.upper():0>2}{number:0>4}"
    if "whole" in asked:
        found = [parcel for parcel in here if parcel == asked["whole"]]
    else:
        found = [parcel for parcel in here if parcel[8:] == tail and asked.get("prefix", parcel[5:8]) == parcel[5:8]]
    if len(found) == 1:
        return found[0]
    if found:
        reason = Message(N_("Several parcels of this commune are called “{text}”."), {"text": written.strip()})
        prefixes = tuple(parcel[5:8] for parcel in found)
        remedy = Message(N_("Write one of these numbers before the section: {prefixes}."), {"prefixes": prefixes})
        raise LayerError(reason, remedy=remedy)
    raise LayerError(
        Message(N_("No parcel of this commune is called “{text}”."), {"text": written.strip()}), remedy=_REMEDY
    )


def _parcels(territory: Territory) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(territory.layers[Role.PARCELS].frame)
