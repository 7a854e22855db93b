"""OpenStreetMap: streets, places, green spaces, water, stops and buildings of one table.

Three kinds of table hold them, and each serves every role::

    .osm, or layers made of it by ogr2ogr      osm_id, osm_way_id, other_tags: "amenity"=>"school","name"=>"…"
    GeoJSON of Overpass Turbo (osmtogeojson)   id way/123, one column per tag
    layers of QuickOSM                         full_id w123, one column per tag

Tags and their use in France: wiki.openstreetmap.org (Key:highway, Key:amenity, FR:Tag:amenity=school, Key:leisure,
Tag:landuse=allotments, Tag:emergency=fire_hydrant). Importance of streets as in BD TOPO, from "1" to "6".

An extract with streets and with buildings that are nothing but buildings was made of everything, so that what it lacks
is not there: none found. The answer to a query (schools alone, streets alone) has no say on the rest, which stays
unknown; nor are buildings taken from it, since the parcels between its few schools would all look free.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.kinds import WaterKind
from geo.models import Role
from geo.schemas import GEOMETRIES
from geo.sources import _osm_kinds as kinds
from geo.sources._files import Table
from geo.sources._osm_tags import NO, Tags, identifiers, measure
from geo.sources.source import Dataset, Extract, Source, texts, without_repeats

OPENSTREETMAP = Dataset(
    publisher="OpenStreetMap",
    name="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© les contributeurs d’OpenStreetMap",
    url="https://www.openstreetmap.org/copyright",
)
IMPORTANCE = MappingProxyType(
    {
        **dict.fromkeys(("motorway", "motorway_link", "trunk", "trunk_link"), "1"),
        **dict.fromkeys(("primary", "primary_link"), "2"),
        **dict.fromkeys(("secondary", "secondary_link"), "3"),
        **dict.fromkeys(("tertiary", "tertiary_link"), "4"),
        **dict.fromkeys(("residential", "unclassified", "living_street", "service", "road"), "5"),
        **dict.fromkeys(("pedestrian", "footway", "path", "track", "steps", "cycleway", "bridleway"), "6"),
    }
)
"""Ways that exist: those planned or being built have other values."""

NOT_PUBLIC = frozenset({"driveway", "parking_aisle", "drive-through", "emergency_access"})
"""Values of `service` that are part of a plot, not a public way."""

_FAST = frozenset({"motorway", "motorway_link", "trunk", "trunk_link"})
_OPEN_TO_WALKERS = frozenset({"yes", "designated", "permissive"})
_LIGHT = frozenset({"shed", "carport", "roof", "greenhouse", "hut", "tent", "container", "kiosk", "pergola"})
_STOPS = frozenset({"platform", "station"})
_RAIL_STOPS = frozenset({"tram_stop", "station", "halt"})
_HYDRANTS_WITHOUT_MAINS = frozenset({"pond", "suction_point", "tank"})


def read_streets(table: Table) -> Extract:
    """
    Return the streets and paths, those in private plots left out.

    Parameters
    ----------
    table
        Ways with folded names, as columns or in `other_tags`.
    """
    tags = Tags(_of(table, Role.STREETS))
    highway, service, foot = tags["highway"], tags["service"], tags["foot"]
    allowed = foot.isin(_OPEN_TO_WALKERS)
    closed = tags["access"].isin(NO) | highway.isin(_FAST)
    described = tags.frame.assign(
        street_id=identifiers(tags.frame),
        name=tags["name"].where(tags["name"].notna(), tags["ref"]),
        importance=highway.map(IMPORTANCE),
        width_m=measure(tags["width"]),
        walkable=(allowed | ~closed) & ~foot.isin(NO),
    )
    return _once(described, described["importance"].notna() & ~service.isin(NOT_PUBLIC), "street_id")


def read_places(table: Table) -> Extract:
    """
    Return the social partners, schools and leisure centres.

    Parameters
    ----------
    table
        Features with folded names, as columns or in `other_tags`.
    """
    tags = Tags(_of(table, Role.PLACES))
    kind = kinds.place_kinds(tags)
    street = tags["addr:housenumber"].fillna("").str.cat(tags["addr:street"].fillna(""), sep=" ")
    described = tags.frame.assign(place_id=identifiers(tags.frame), name=tags["name"], kind=kind, address=texts(street))
    return _once(described, kind.notna(), "place_id")


def read_greens(table: Table) -> Extract:
    """
    Return the parks, gardens, playgrounds and woods that people may enter, and every shared garden.

    Parameters
    ----------
    table
        Features with folded names, as columns or in `other_tags`.
    """
    tags = Tags(_of(table, Role.GARDENS_AND_PARKS))
    kind = kinds.green_kinds(tags)
    described = tags.frame.assign(green_id=identifiers(tags.frame), name=tags["name"], kind=kind)
    return _once(described, kind.notna(), "green_id")


def read_water(table: Table) -> Extract:
    """
    Return hydrants on the mains, drinking fountains and taps; a hydrant tells where a main is, not a right to use it.

    Parameters
    ----------
    table
        Features with folded names, as columns or in `other_tags`.
    """
    tags = Tags(_of(table, Role.WATER))
    hydrant = (tags["emergency"] == "fire_hydrant") & ~tags["fire_hydrant:type"].isin(_HYDRANTS_WITHOUT_MAINS)
    kind = pd.Series(np.nan, index=tags.frame.index, dtype="str")
    kind = kind.mask((tags["man_made"] == "water_tap") & ~tags["drinking_water"].isin(NO), WaterKind.TAP.value)
    kind = kind.mask(tags["amenity"] == "drinking_water", WaterKind.FOUNTAIN.value)
    kind = kind.mask(hydrant, WaterKind.HYDRANT.value)
    described = tags.frame.assign(water_id=identifiers(tags.frame), kind=kind)
    return _once(described, kind.notna(), "water_id")


def read_stops(table: Table) -> Extract:
    """
    Return the stops and stations of public transport.

    Parameters
    ----------
    table
        Features with folded names, as columns or in `other_tags`.
    """
    tags = Tags(_of(table, Role.STOPS))
    wanted = (tags["highway"] == "bus_stop") | tags["public_transport"].isin(_STOPS)
    wanted |= tags["railway"].isin(_RAIL_STOPS) | (tags["amenity"] == "bus_station")
    described = tags.frame.assign(stop_id=identifiers(tags.frame), name=tags["name"], mode=kinds.modes(tags))
    return _once(described, wanted & described["stop_id"].notna(), "stop_id")


def read_buildings(table: Table) -> Extract:
    """
    Return the buildings of an extract of everything; none of the answer to a query.

    Parameters
    ----------
    table
        Features with folded names, as columns or in `other_tags`. `height` in metres.
    """
    tags = Tags(_of(table, Role.BUILDINGS))
    use = tags["building"]
    described = tags.frame.assign(
        building_id=identifiers(tags.frame),
        height_m=measure(tags["height"]),
        storeys=measure(tags["building:levels"]),
        dwellings=measure(tags["building:flats"]),
        use=use.mask(use == "yes", tags["amenity"]),
        light=use.isin(_LIGHT),
    )
    return _once(described, use.notna() & ~use.isin(NO) & is_everything(table.frame), "building_id")


def is_everything(frame: pd.DataFrame) -> bool:
    """
    Tell whether a table was made of everything there is, and not by a query for some of it.

    Parameters
    ----------
    frame
        With folded names.
    """
    tags = Tags(frame)
    purposes = (tags[name].notna() for name in ("amenity", "leisure", "office", "shop", "social_facility"))
    plain = tags["building"].notna() & ~np.logical_or.reduce([*purposes])
    return bool(tags["highway"].isin(set(IMPORTANCE)).any() and plain.any())


def _of(table: Table, role: Role) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(table.frame)
    return frame[frame.geom_type.isin(GEOMETRIES[role])].reset_index(drop=True)


def _once(described: pd.DataFrame, wanted: pd.Series, key: str) -> Extract:
    return without_repeats(described[wanted].reset_index(drop=True), key)


_READERS: tuple[tuple[Role, Callable[[Table], Extract]], ...] = (
    (Role.STREETS, read_streets),
    (Role.PLACES, read_places),
    (Role.GARDENS_AND_PARKS, read_greens),
    (Role.WATER, read_water),
    (Role.STOPS, read_stops),
    (Role.BUILDINGS, read_buildings),
)
_KINDS: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (frozenset({"osm_id", "other_tags"}), MappingProxyType({})),
    (frozenset({"id"}), MappingProxyType({"id": r"(node|way|relation)/-?[0-9]+"})),
    (frozenset({"full_id", "osm_id", "osm_type"}), MappingProxyType({"full_id": r"[nwr]-?[0-9]+"})),
)
SOURCES = tuple(
    Source(
        role=role,
        dataset=OPENSTREETMAP,
        signature=signature,
        values=values,
        read=read,
        searched=is_everything,
    )
    for signature, values in _KINDS
    for role, read in _READERS
)
