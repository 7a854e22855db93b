"""Findings of many files made to agree: each feature once, one plane, nothing from elsewhere.

Each step takes findings and returns findings, so that what it does to a file is told in the row of that file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Bounds, Layer, RasterFile, Role
from geo.schemas import GEOMETRIES
from geo.sources import qpv
from geo.sources.inventory import Finding
from geo.sources.relief import overlap, same_plane
from geo.sources.soil_rasters import area_in
from geo.sources.source import Extract

Footprints: TypeAlias = "NDArray[np.object_]"

FAR_M = 5_000.0
"""A layer that is farther than this from the parcels is told. [m]"""
SHADOW_M = 500.0
"""A relief that is farther than this from the parcels throws no shadow on them. [m]"""
SAME_PLACE_M = 100.0
"""Two publishers who put a place of the same kind nearer than this mean the same one: our assumption. [m]"""
SAME_SHARE = 0.5
"""A building that others cover by more than this share is one of them. [0–1]"""
KEYS: Mapping[Role, str] = MappingProxyType(
    {
        Role.PARCELS: "parcel_id",
        Role.BUILDINGS: "building_id",
        Role.FALLOW: "fallow_id",
        Role.NEIGHBOURHOODS: "neighbourhood_id",
        Role.COMMUNES: "commune",
        Role.STREETS: "street_id",
        Role.PLACES: "place_id",
        Role.GARDENS_AND_PARKS: "green_id",
        Role.WATER: "water_id",
        Role.POPULATION: "cell_id",
        Role.HOUSING: "iris",
    }
)
"""Column that tells the features of a role apart, where it has one."""


def frames_of(findings: Sequence[Finding], role: Role) -> list[pd.DataFrame]:
    """Return the tables of a role, in the order of their files."""
    return [finding.layer.frame for finding in findings if finding.layer and finding.layer.role is role]


def each_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """
    Leave out the features that an earlier file already holds, and the neighbourhoods no longer in force.

    Parameters
    ----------
    findings
        The inventory of a folder.
    """
    neighbourhoods = frames_of(findings, Role.NEIGHBOURHOODS)
    codes = frozenset(code for frame in neighbourhoods for code in frame["neighbourhood_id"])
    seen: dict[Role, frozenset[str]] = {}
    kept = []
    for finding in findings:
        if finding.layer is None or finding.layer.role not in KEYS:
            kept.append(finding)
            continue
        role = finding.layer.role
        alone = _without_known(finding.layer.frame, KEYS[role], seen.get(role, frozenset()))
        current = qpv.in_force(alone.frame, codes) if role is Role.NEIGHBOURHOODS else Extract(alone.frame)
        seen[role] = seen.get(role, frozenset()) | frozenset(current.frame[KEYS[role]].dropna())
        kept.append(_holding(finding, current.frame, alone.notes + current.notes))
    return tuple(kept)


def in_one_plane(findings: Sequence[Finding], crs: str) -> tuple[Finding, ...]:
    """
    Move the layers to one CRS, refuse the reliefs of another, tell what is far from the parcels.

    A building that several publishers describe is kept once, from the file that knows its height; so is a place, from
    the file that knows its outline, else its name.

    Parameters
    ----------
    findings
        With at least one layer of parcels.
    crs
        A metric CRS, such as ``EPSG:2154``.
    """
    moved = [_moved(finding, crs) for finding in findings]
    extent = _extent(pd.concat(frames_of(moved, Role.PARCELS)))
    near = [_without_far_raster(_told_if_far(finding, extent), extent, crs) for finding in moved]
    return _places_once(_buildings_once(near))


def tiles(findings: Sequence[Finding]) -> dict[Role, tuple[RasterFile, ...]]:
    """
    Return the rasters of each role, the finest first, then by name.

    Parameters
    ----------
    findings
        In one plane.
    """
    rasters = sorted(
        (finding.raster for finding in findings if finding.raster), key=lambda raster: (raster.cell_m, raster.path.name)
    )
    return {role: tuple(raster for raster in rasters if raster.role is role) for role in {r.role for r in rasters}}


def joined(findings: Sequence[Finding]) -> dict[Role, Layer]:
    """
    Return one layer per role that has files.

    Parameters
    ----------
    findings
        In one plane, each feature once.
    """
    roles = dict.fromkeys(finding.layer.role for finding in findings if finding.layer)
    return {role: _layer(role, [finding for finding in findings if _is_of(role, finding)]) for role in roles}


def _is_of(role: Role, finding: Finding) -> bool:
    return finding.layer is not None and finding.layer.role is role


def _layer(role: Role, findings: Sequence[Finding]) -> Layer:
    layers = [finding.layer for finding in findings if finding.layer]
    # An empty table would cast the columns of the others to its own types.
    frames = [layer.frame for layer in layers if len(layer.frame)] or [layers[0].frame]
    frame = pd.concat(frames, ignore_index=True)
    return Layer(
        role=role,
        frame=frame if role in GEOMETRIES else frame.drop_duplicates(ignore_index=True),
        provenances=tuple(origin for layer in layers for origin in layer.provenances),
        notes=tuple(note for finding in findings for note in finding.repairs + finding.remarks),
    )


def _without_known(frame: pd.DataFrame, key: str, known: frozenset[str]) -> Extract:
    repeated = frame[key].isin(known)
    if not repeated.any():
        return Extract(frame)
    note = Message(
        N_("Features left out, since an earlier file already holds them: {count}."), {"count": int(repeated.sum())}
    )
    return Extract(frame[~repeated].reset_index(drop=True), (note,))


def _holding(finding: Finding, frame: pd.DataFrame, notes: tuple[Message, ...]) -> Finding:
    layer = replace(finding.layer, frame=frame) if finding.layer else None
    return replace(finding, layer=layer, repairs=finding.repairs + notes)


def _moved(finding: Finding, crs: str) -> Finding:
    if finding.raster:
        return _moved_raster(finding, finding.raster, crs)
    if finding.layer is None or finding.layer.role not in GEOMETRIES:
        return finding
    frame = cast(gpd.GeoDataFrame, finding.layer.frame)
    return finding if frame.crs == CRS(crs) else _holding(finding, frame.to_crs(crs), ())


def _moved_raster(finding: Finding, raster: RasterFile, crs: str) -> Finding:
    if raster.role is Role.SOIL:  # read where it lies, cell by cell
        return finding
    if same_plane(raster.crs, crs):
        return replace(finding, raster=replace(raster, crs=crs))
    values = {"theirs": raster.crs or "?", "ours": crs}
    refusal = SourceError(
        Message(N_("The raster is in {theirs}, the territory in {ours}."), values),
        where=finding.file,
        remedy=Message(N_("Reproject it to {ours}, for instance with QGIS, then put it back."), {"ours": crs}),
    )
    return replace(finding, raster=None, refusal=refusal)


def _extent(frame: pd.DataFrame) -> Bounds:
    west, south, east, north = (float(side) for side in cast(gpd.GeoDataFrame, frame).total_bounds)
    return Bounds(west, south, east, north)


def _told_if_far(finding: Finding, extent: Bounds) -> Finding:
    if finding.layer is None or finding.layer.role not in GEOMETRIES or finding.layer.frame.empty:
        return finding
    sides = cast(gpd.GeoDataFrame, finding.layer.frame).bounds
    near = (sides["minx"] <= extent.east + FAR_M) & (sides["maxx"] >= extent.west - FAR_M)
    near &= (sides["miny"] <= extent.north + FAR_M) & (sides["maxy"] >= extent.south - FAR_M)
    if near.any():
        return finding
    note = Message(N_("All of it is more than {far_km} km from the parcels."), {"far_km": int(FAR_M / 1000)})
    return replace(finding, remarks=(*finding.remarks, note))


def _without_far_raster(finding: Finding, extent: Bounds, crs: str) -> Finding:
    if finding.raster is None or overlap(area_in(finding.raster, crs), _widened(extent, SHADOW_M)):
        return finding
    text = N_("This {role} covers none of the parcels: it is left alone.")
    note = Message(text, {"role": Message(finding.raster.role.value)})
    return replace(finding, raster=None, remarks=(*finding.remarks, note))


def _widened(extent: Bounds, by_m: float) -> Bounds:
    return Bounds(extent.west - by_m, extent.south - by_m, extent.east + by_m, extent.north + by_m)


def _buildings_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    best_first = sorted(
        (place for place, finding in enumerate(findings) if _is_of(Role.BUILDINGS, finding)),
        key=lambda place: -_known_heights(findings[place]),
    )
    kept = list(findings)
    footprints: Footprints = np.array([], dtype=object)
    for place in best_first:
        kept[place] = _without_covered(findings[place], footprints)
        own = cast(gpd.GeoDataFrame, _frame(kept[place])).geometry.array
        footprints = np.concatenate([footprints, np.asarray(own, dtype=object)])
    return tuple(kept)


def _frame(finding: Finding) -> pd.DataFrame:
    return finding.layer.frame if finding.layer else pd.DataFrame()


def _known_heights(finding: Finding) -> float:
    heights = _frame(finding)["height_m"]
    return float(heights.notna().mean()) if len(heights) else 0.0


def _without_covered(finding: Finding, footprints: Footprints) -> Finding:
    frame = cast(gpd.GeoDataFrame, _frame(finding))
    own = np.asarray(frame.geometry.array, dtype=object)
    place, other = shapely.STRtree(footprints).query(own, predicate="intersects")
    covered = np.zeros(len(own))
    np.add.at(covered, place, shapely.area(shapely.intersection(own[place], footprints[other])))
    told_twice = covered > SAME_SHARE * shapely.area(own)
    if not told_twice.any():
        return finding
    note = Message(
        N_("Buildings left out, since a file with more heights holds them: {count}."), {"count": int(told_twice.sum())}
    )
    layer = replace(finding.layer, frame=frame[~told_twice].reset_index(drop=True)) if finding.layer else None
    return replace(finding, layer=layer, remarks=(*finding.remarks, note))


def _places_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    best_first = sorted(
        (place for place, finding in enumerate(findings) if _is_of(Role.PLACES, finding)),
        key=lambda place: _how_described(findings[place]),
        reverse=True,
    )
    kept = list(findings)
    told: list[Finding] = []
    for place in best_first:
        others = [other for other in told if _publisher(other) != _publisher(kept[place])]
        kept[place] = _without_neighbours(kept[place], others)
        told.append(kept[place])
    return tuple(kept)


def _how_described(finding: Finding) -> tuple[float, float]:
    frame = cast(gpd.GeoDataFrame, _frame(finding))
    if frame.empty:
        return 0.0, 0.0
    return float((frame.geom_type != "Point").mean()), float(frame["name"].notna().mean())


def _publisher(finding: Finding) -> str:
    return finding.layer.provenances[0].publisher if finding.layer else ""


def _without_neighbours(finding: Finding, others: Sequence[Finding]) -> Finding:
    frame = cast(gpd.GeoDataFrame, _frame(finding))
    if not others or frame.empty:
        return finding
    known = pd.concat([_frame(other) for other in others], ignore_index=True)
    tree = shapely.STRtree(np.asarray(known["geometry"].array, dtype=object))
    own, near = tree.query(np.asarray(frame.geometry.array, dtype=object), predicate="dwithin", distance=SAME_PLACE_M)
    same = own[frame["kind"].to_numpy()[own] == known["kind"].to_numpy()[near]]
    told_twice = np.isin(np.arange(len(frame)), same)
    if not told_twice.any():
        return finding
    note = Message(
        N_("Places left out, since another publisher's file holds them: {count}."), {"count": len(set(same))}
    )
    layer = replace(finding.layer, frame=frame[~told_twice].reset_index(drop=True)) if finding.layer else None
    return replace(finding, layer=layer, remarks=(*finding.remarks, note))
