"""All that the browser needs to draw a territory, as one document: shapes, texts, styles.

Every text in it is plain: the page writes it as text, never as markup.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import shapely
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.models import Provenance
from geo.present import palette
from geo.present.shapes import MAP_CRS, UNITS_PER_METRE, Origin, bounds_of, encode, on_map

Translate = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class MapTexts:
    """The words of the map itself, in the language of the page."""

    map: str
    legend: str
    layers: str
    score: str
    closer: str
    zoom_in: str
    zoom_out: str
    whole: str
    sources: str
    base: str
    no_base: str
    online: str
    more: str


TEXTS: Mapping[str, Message] = MappingProxyType(
    {
        "map": Message(N_("Map of the sites")),
        "legend": Message(N_("Legend")),
        "layers": Message(N_("Layers")),
        "score": Message(N_("Score")),
        "closer": Message(N_("zoom in to see it")),
        "zoom_in": Message(N_("Zoom in")),
        "zoom_out": Message(N_("Zoom out")),
        "whole": Message(N_("Show all the sites")),
        "sources": Message(N_("Sources")),
        "base": Message(N_("Background")),
        "no_base": Message(N_("None")),
        "online": Message(N_("asks the network of the IGN")),
        "more": Message(N_("Show more sites")),
    }
)


def map_texts(translate: Translate) -> MapTexts:
    """
    Return the words of the map in the language of `translate`.

    Examples
    --------
    >>> map_texts(str).zoom_in
    'Zoom in'
    """
    return MapTexts(**{field.name: translate(TEXTS[field.name]) for field in fields(MapTexts)})


@dataclass(frozen=True, eq=False, slots=True)
class MapLayer:
    """
    One layer of context.

    Attributes
    ----------
    key, label
        Its name in the page and for the reader (already translated).
    frame
        Any CRS.
    style
        A name of `palette.LAYER_STYLES`.
    tooltips
        One plain text per row, lines separated by a line feed; none to stay mute.
    shown
        Drawn at first.
    group
        Folded away under this name in the panel (already translated); empty for the usual layers.
    """

    key: str
    label: str
    frame: gpd.GeoDataFrame
    style: str
    tooltips: Sequence[str] | None = None
    shown: bool = True
    group: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class MapSites:
    """
    The sites, which stand out from the context.

    Attributes
    ----------
    label
        Their title in the legend (already translated).
    frame
        Best first: the first of two that overlap is drawn over the other. Any CRS.
    tooltips
        One plain text per site.
    """

    label: str
    frame: gpd.GeoDataFrame
    tooltips: Sequence[str]


@dataclass(frozen=True, slots=True)
class MapBase:
    """A background of tiles that the reader may ask for. It needs the network."""

    key: str
    label: str
    url: str
    attribution: str
    min_zoom: int
    max_zoom: int


@dataclass(frozen=True, slots=True)
class MapPicture:
    """
    A picture between the context and the sites, which the reader may switch on; every text is already translated.

    Attributes
    ----------
    key, label
        Its name in the page and for the reader.
    legend, unit
        What its colours tell, and in which unit.
    address
        Where the page finds it: near its own address, or a data URI.
    bounds
        South, west, north, east. [degrees]
    ramp, breaks
        Its colours, and the limits of their classes. [unit]
    """

    key: str
    label: str
    legend: str
    unit: str
    address: str
    bounds: tuple[float, float, float, float]
    ramp: Sequence[str]
    breaks: Sequence[float]


def map_document(
    layers: Sequence[MapLayer],
    sites: MapSites,
    *,
    translate: Translate,
    provenances: Sequence[Provenance] = (),
    notice: str = "",
    bases: Sequence[MapBase] = (),
    pictures: Sequence[MapPicture] = (),
) -> dict[str, Any]:
    """
    Return all that the browser needs to draw a territory, as JSON types.

    Parameters
    ----------
    layers
        From the lowest to the highest.
    translate
        Puts the words of the map itself into the language of the page.
    provenances
        Quoted in the corner of the map.
    notice
        A sentence that must not be missed, such as that the territory is fictional.
    bases
        Backgrounds on offer; none is fetched before it is chosen.
    pictures
        From the lowest to the highest; none is fetched before it is switched on.

    Raises
    ------
    LayerError
        A frame does not tell its CRS.
    """
    planes = [on_map(layer.frame, where=layer.label) for layer in layers]
    places = on_map(sites.frame, where=sites.label)
    west, south, east, north = bounds_of([places] if len(places) else planes)
    origin = Origin(round(west * UNITS_PER_METRE), round(south * UNITS_PER_METRE))
    drawn = [_layer(layer, plane, origin) for layer, plane in zip(layers, planes, strict=True)]
    return {
        "origin": [origin.x, origin.y],
        "bounds": _degrees(west, south, east, north),
        "layers": drawn,
        "sites": _sites(sites, places, origin),
        "attribution": attribution(provenances),
        "notice": notice,
        "bases": [asdict(base) for base in bases],
        "pictures": [asdict(picture) for picture in pictures],
        **_looks(translate),
    }


def _layer(layer: MapLayer, plane: NDArray[Any], origin: Origin) -> dict[str, Any]:
    return {
        "key": layer.key,
        "label": layer.label,
        "style": asdict(palette.LAYER_STYLES[layer.style]),
        "shown": layer.shown,
        "group": layer.group,
        "tooltips": None if layer.tooltips is None else list(layer.tooltips),
        **encode(plane, origin),
    }


def _sites(sites: MapSites, places: NDArray[Any], origin: Origin) -> dict[str, Any]:
    anchors = encode(shapely.point_on_surface(places), origin)["rings"]
    return {
        "label": sites.label,
        "tooltips": list(sites.tooltips),
        "rings": encode(places, origin)["rings"],
        "anchors": [anchor[0] if anchor else None for anchor in anchors],
    }


def _degrees(west: float, south: float, east: float, north: float) -> list[float]:
    corners = gpd.GeoSeries(shapely.points([west, east], [south, north]), crs=MAP_CRS).to_crs("EPSG:4326")
    return [round(float(side), 7) for side in (*corners[0].coords[0], *corners[1].coords[0])]


def _looks(translate: Translate) -> dict[str, Any]:
    return {
        "texts": asdict(map_texts(translate)),
        "styles": [asdict(style) for style in palette.SITE_STYLES],
        "marks": {"hovered": asdict(palette.HOVERED_STYLE), "selected": asdict(palette.SELECTED_STYLE)},
        "ramp": list(palette.SCORE_RAMP),
        "breaks": list(palette.SCORE_BREAKS),
        "legend": [
            {"style": style, "label": translate(palette.VERDICT_LABELS[verdict])}
            for style, verdict in palette.SITE_LEGEND
        ],
    }


def attribution(provenances: Sequence[Provenance]) -> str:
    """
    Return one line that quotes the sources, those of one publisher together, each once.

    Examples
    --------
    >>> cadastre = Provenance("a.json", "DGFiP", "Cadastre", "2026-07", "Licence Ouverte 2.0")
    >>> attribution([cadastre, Provenance("mine.gpkg"), cadastre])
    'DGFiP, Cadastre 2026-07 (Licence Ouverte 2.0) · mine.gpkg'
    """
    quotes: dict[tuple[str, str], list[str]] = {}
    for provenance in provenances:
        names = quotes.setdefault((provenance.publisher, provenance.licence), [])
        name = f"{provenance.dataset} {provenance.vintage}".strip() or provenance.file
        if name not in names:
            names.append(name)
    return " · ".join(_quote(*source, names) for source, names in quotes.items())


def _quote(publisher: str, licence: str, names: Sequence[str]) -> str:
    quote = ", ".join(filter(None, [publisher, *names]))
    return f"{quote} ({licence})" if licence else quote


def ign_bases(translate: Translate) -> tuple[MapBase, ...]:
    """Return the map and the aerial photographs of the IGN, which need no key but a network."""
    from xyzservices import providers

    tiles = providers.GeoportailFrance
    return (
        _base("plan", translate(Message(N_("IGN map"))), tiles.plan),
        _base("orthos", translate(Message(N_("IGN aerial photographs"))), tiles.orthos),
    )


def _base(key: str, label: str, tiles: Any) -> MapBase:
    return MapBase(key, label, tiles.build_url(), "IGN-F/Géoportail", int(tiles.min_zoom), int(tiles.max_zoom))
