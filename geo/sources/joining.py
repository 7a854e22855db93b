"""Findings of many files made to agree: each feature once, one plane, one raster per role, nothing from elsewhere.

Each step takes findings and returns findings, so that what it does to a file is told in the row of that file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import cast

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Bounds, Layer, RasterFile, Role
from geo.schemas import GEOMETRIES
from geo.sources import qpv
from geo.sources.inventory import Finding
from geo.sources.relief import RELIEF_ROLES, overlap, same_plane
from geo.sources.source import Extract

FAR_M = 5_000.0
KEYS: Mapping[Role, str] = MappingProxyType(
    {
        Role.PARCELS: "parcel_id",
        Role.BUILDINGS: "building_id",
        Role.FALLOW: "fallow_id",
        Role.NEIGHBOURHOODS: "neighbourhood_id",
        Role.COMMUNES: "commune",
        Role.STREETS: "street_id",
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
    Move the layers to one CRS, refuse the rasters of another, and tell which layers are far from the parcels.

    Parameters
    ----------
    findings
        With at least one layer of parcels.
    crs
        A metric CRS, such as ``EPSG:2154``.
    """
    moved = [_moved(finding, crs) for finding in findings]
    extent = _extent(pd.concat(frames_of(moved, Role.PARCELS)))
    return _one_raster_per_role([_told_if_far(finding, extent) for finding in moved], extent)


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


def _one_raster_per_role(findings: Sequence[Finding], extent: Bounds) -> tuple[Finding, ...]:
    rasters = [finding.raster for finding in findings if finding.raster]
    covering = [raster for raster in rasters if _shared_m2(raster, extent) > 0]
    best = {
        role: max((raster for raster in covering if raster.role is role), key=lambda raster: _shared_m2(raster, extent))
        for role in RELIEF_ROLES & {raster.role for raster in covering}
    }
    return tuple(_without_useless_raster(finding, best, extent) for finding in findings)


def _without_useless_raster(finding: Finding, best: Mapping[Role, RasterFile], extent: Bounds) -> Finding:
    if finding.raster is None or finding.raster == best.get(finding.raster.role):
        return finding
    if _shared_m2(finding.raster, extent):
        text = N_("Another {role} covers more of the parcels: this one is left alone. Merge them into one file.")
    else:
        text = N_("This {role} covers none of the parcels: it is left alone.")
    note = Message(text, {"role": Message(finding.raster.role.value)})
    return replace(finding, raster=None, remarks=(*finding.remarks, note))


def _shared_m2(raster: RasterFile, extent: Bounds) -> float:
    shared = overlap(raster.bounds, extent)
    return (shared.east - shared.west) * (shared.north - shared.south) if shared else 0.0
