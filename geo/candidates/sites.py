"""The table of candidate sites."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import geometry
from geo.candidates.assemblies import Members, assemble
from geo.candidates.residences import OpenSpaces, open_spaces
from geo.candidates.rules import DEFAULT_RULES, CandidateRules, Rejection
from geo.candidates.survey import footprints, obstacles, rejections, survey, usable
from geo.geometry import Geometries
from geo.models import Evidence, FallowStatus, Layer, OwnerGroup, Role, SiteKind

SITE_COLUMNS = (
    "kind",
    "evidence",
    "parcels",
    "commune",
    "area_m2",
    "usable_area_m2",
    "built_share",
    "gain_m2",
    "owners",
    "owner_group",
    "fallow_status",
    "fallow_name",
    "geometry",
)

_EASIEST_OWNER_FIRST = (
    OwnerGroup.COMMUNE,
    OwnerGroup.INTERCOMMUNAL,
    OwnerGroup.SOCIAL_LANDLORD,
    OwnerGroup.DEPARTMENT,
    OwnerGroup.REGION,
    OwnerGroup.STATE,
    OwnerGroup.OTHER_PUBLIC,
    OwnerGroup.COMPANY,
    OwnerGroup.INDIVIDUAL,
    OwnerGroup.CONDOMINIUM,
)
_MOST_ADVANCED_FIRST = (
    FallowStatus.WITH_PROJECT,
    FallowStatus.NO_PROJECT,
    FallowStatus.POTENTIAL,
    FallowStatus.UNKNOWN,
)


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """
    The sites, and what became of the parcels that are no site.

    Attributes
    ----------
    sites
        Indexed by `site_id`, in its order, with the columns `SITE_COLUMNS`: `parcels` is a tuple of ids, `gain_m2`
        what an assembly adds to its best parcel, `owners` how many to convince, `owner_group` the least easy of
        them, `fallow_status` the most advanced. What is unknown is missing.
    rejections
        One `Rejection` per parcel that is no site by itself, indexed by `parcel_id`. A parcel that is too small
        alone may still be part of an assembly, and a built parcel of a residence may hold an open space.
    """

    sites: gpd.GeoDataFrame
    rejections: pd.Series


def find_candidates(
    layers: Mapping[Role, Layer], rules: CandidateRules = DEFAULT_RULES, *, given: gpd.GeoDataFrame | None = None
) -> Candidates:
    """
    Find every site that could become a garden.

    Parameters
    ----------
    layers
        In one metric CRS. Parcels are needed; buildings, fallow sites, owners, protected woodland, green spaces,
        places and streets are used when there.
    rules
        Thresholds.
    given
        Plots that the user draws or uploads, in any CRS.

    Returns
    -------
    candidates
        The same whatever the order of the parcels.

    Notes
    -----
    Two plots given twice, or a parcel given and found, keep one line: ids name the ground, not the way to it.
    """
    parcels = survey(layers, rules)
    reasons = rejections(parcels, rules)
    joinable = parcels[reasons.isna() | reasons.isin([Rejection.TOO_SMALL, Rejection.WOODED])]
    joinable = joinable[joinable["occupied_share"] <= rules.max_occupied_share]
    taken = obstacles(layers)
    parts = [_single_sites(parcels[reasons.isna()]), _assembly_sites(joinable, taken, rules)]
    parts.append(_residence_sites(parcels, open_spaces(layers, parcels, reasons, rules)))
    if given is not None:
        parts.append(_given_sites(given.to_crs(parcels.crs), parcels, layers, rules))
    sites = pd.concat([part for part in parts if len(part)] or parts[:1]).sort_index()
    sites = gpd.GeoDataFrame(sites[~sites.index.duplicated()], geometry="geometry", crs=parcels.crs)
    return Candidates(sites, reasons.dropna())


def site_id(commune: str, kind: SiteKind, parts: Sequence[str]) -> str:
    """
    Make the name of a site from its parcels: the same parcels give the same name for ever.

    Parameters
    ----------
    commune
        INSEE code, five characters.
    kind
        What the site is made of.
    parts
        Parcel ids in any order, or the geometry of a drawn plot as hexadecimal text.

    Examples
    --------
    >>> site_id("92023", SiteKind.ASSEMBLY, ["920230000A0002", "920230000A0001"])
    '92023abb515e5be'
    """
    digest = hashlib.sha256("|".join([kind, *sorted(parts)]).encode()).hexdigest()
    return commune + digest[:10]


def _single_sites(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    ids = [site_id(commune, SiteKind.PARCEL, [parcel]) for parcel, commune in parcels["commune"].items()]
    return _as_sites(
        parcels.assign(
            kind=SiteKind.PARCEL.value,
            evidence=np.where(parcels["fallow_status"].notna(), Evidence.LISTED.value, Evidence.UNBUILT.value),
            parcels=[(parcel,) for parcel in parcels.index],
            gain_m2=np.nan,
            owners=np.where(parcels["owner_group"].notna(), 1.0, np.nan),
        ),
        ids,
    )


def _as_sites(frame: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    sites = pd.DataFrame(frame[list(SITE_COLUMNS)]).reset_index(drop=True)
    sites.index = pd.Index(ids, name="site_id", dtype="str")
    return sites


def _residence_sites(parcels: gpd.GeoDataFrame, spaces: OpenSpaces) -> pd.DataFrame:
    """Make sites of the open spaces; a parcel with several gives each a number, the largest first."""
    homes = parcels.iloc[spaces.parcel]
    sites = homes.assign(
        kind=SiteKind.RESIDENCE.value,
        evidence=Evidence.RESIDENCE.value,
        parcels=[(parcel,) for parcel in homes.index],
        area_m2=shapely.area(spaces.outline),
        usable_area_m2=spaces.usable_m2,
        built_share=0.0,
        gain_m2=np.nan,
        owners=np.where(homes["owner_group"].notna(), 1.0, np.nan),
        geometry=spaces.outline,
    )
    parts = [
        [parcel] if alone else [parcel, str(number)]
        for parcel, number, alone in zip(homes.index, spaces.number, spaces.alone, strict=True)
    ]
    names = zip(homes["commune"], parts, strict=True)
    return _as_sites(sites, [site_id(commune, SiteKind.RESIDENCE, own) for commune, own in names])


def _assembly_sites(parcels: gpd.GeoDataFrame, taken: Geometries, rules: CandidateRules) -> pd.DataFrame:
    sets = assemble(_members(parcels), rules.assembly, inset_m=rules.inset_m)
    number, column = np.nonzero(sets >= 0)
    members = parcels.iloc[sets[number, column]].reset_index().assign(assembly=number)
    groups = members.groupby("assembly")
    # The padding of a set is −1: it points at the None that ends the list.
    plots = np.array([*parcels.geometry.array, None], dtype=object)[sets]
    outlines = geometry.unite(plots, gap_m=rules.assembly.gap_m)
    area = shapely.area(usable(outlines, taken, rules.inset_m))
    sites = pd.DataFrame(
        {
            "kind": SiteKind.ASSEMBLY.value,
            "evidence": np.where(groups["fallow_status"].count() == groups.size(), Evidence.LISTED, Evidence.UNBUILT),
            "parcels": groups["parcel_id"].agg(tuple),
            "commune": groups["commune"].first(),
            "area_m2": shapely.area(outlines),
            "usable_area_m2": area,
            "built_share": groups["built_area_m2"].sum() / groups["area_m2"].sum(),
            "gain_m2": area - groups["usable_area_m2"].max(),
            "owners": groups["owner"].nunique().where(groups["owner"].count() == groups.size()),
            "owner_group": _extreme(members, "owner_group", _EASIEST_OWNER_FIRST[::-1], complete=True),
            "fallow_status": _extreme(members, "fallow_status", _MOST_ADVANCED_FIRST, complete=False),
            "fallow_name": groups["fallow_name"].first(),
            "geometry": outlines,
        },
    )
    reached = sites[area >= rules.assembly.target_m2]
    ids = [site_id(site.commune, SiteKind.ASSEMBLY, site.parcels) for site in reached.itertuples()]
    return _as_sites(reached, ids)


def _members(parcels: gpd.GeoDataFrame) -> Members:
    owner, _ = pd.factorize(parcels["owner"])
    return Members(
        plots=np.asarray(parcels.geometry.array),
        usable_m2=parcels["usable_area_m2"].to_numpy(),
        listed=parcels["fallow_status"].notna().to_numpy(),
        owner=owner.astype(np.int64),
        alone=(parcels["owner_group"] == OwnerGroup.CONDOMINIUM).to_numpy(dtype=bool),
    )


def _extreme(members: pd.DataFrame, column: str, order: Sequence[str], *, complete: bool) -> pd.Series:
    """Return the value of each assembly that comes first in an order; with `complete`, only when all are known."""
    place = members[column].map({value: rank for rank, value in enumerate(order)})
    groups = place.groupby(members["assembly"])
    first = groups.min().where((groups.count() == groups.size()) | (not complete))
    return first.map(dict(enumerate(order)))


def given_sites(
    layers: Mapping[Role, Layer], given: gpd.GeoDataFrame, rules: CandidateRules = DEFAULT_RULES
) -> gpd.GeoDataFrame:
    """
    Make sites of the plots of a user alone, as `find_candidates` makes them among the others.

    Parameters
    ----------
    layers
        As of `find_candidates`.
    given
        Plots that the user draws or uploads, in any CRS; two that are the same keep one line.
    rules
        Thresholds.
    """
    layer = layers[Role.PARCELS]
    known = gpd.GeoDataFrame(layer.frame)
    plots = given.to_crs(known.crs)
    near = np.union1d(
        known.sindex.query(plots.geometry, predicate="intersects")[1], known.sindex.nearest(plots.geometry)[1]
    )
    parcels = survey({**layers, Role.PARCELS: replace(layer, frame=known.iloc[near])}, rules)
    sites = _given_sites(plots, parcels, layers, rules).sort_index()
    return gpd.GeoDataFrame(sites[~sites.index.duplicated()], geometry="geometry", crs=known.crs)


def _given_sites(
    given: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, layers: Mapping[Role, Layer], rules: CandidateRules
) -> pd.DataFrame:
    plots = np.asarray(shapely.set_precision(given.geometry.array, geometry.GRID_M))
    built, _ = geometry.overlap_m2(plots, footprints(layers))
    area = shapely.area(plots)
    under = [_parcels_under(plot, parcels) for plot in plots]
    communes = [_commune_of(plot, found, parcels) for plot, found in zip(plots, under, strict=True)]
    order = [(number, parcel) for number, found in enumerate(under) for parcel in found]
    members = parcels.loc[[parcel for _, parcel in order]].assign(assembly=[number for number, _ in order])
    groups = members.groupby("assembly")
    sites = pd.DataFrame(
        {
            "kind": SiteKind.GIVEN.value,
            "evidence": Evidence.GIVEN.value,
            "parcels": under,
            "commune": communes,
            "area_m2": area,
            "usable_area_m2": shapely.area(usable(plots, obstacles(layers), rules.inset_m)),
            "built_share": built / area,
            "gain_m2": np.nan,
            "owners": groups["owner"].nunique().where(groups["owner"].count() == groups.size()),
            "owner_group": _extreme(members, "owner_group", _EASIEST_OWNER_FIRST[::-1], complete=True),
            "fallow_status": _extreme(members, "fallow_status", _MOST_ADVANCED_FIRST, complete=False),
            "fallow_name": groups["fallow_name"].first(),
            "geometry": plots,
        },
        index=range(len(plots)),
    )
    outlines = shapely.to_wkb(shapely.normalize(plots), hex=True)
    return _as_sites(sites, [site_id(*named) for named in _names(communes, outlines)])


def _names(communes: Sequence[str], outlines: NDArray[np.str_]) -> list[tuple[str, SiteKind, list[str]]]:
    return [(commune, SiteKind.GIVEN, [str(wkb)]) for commune, wkb in zip(communes, outlines, strict=True)]


def _parcels_under(plot: BaseGeometry, parcels: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Name the parcels that a drawn plot covers by more than a hundredth of itself."""
    near = parcels.iloc[np.sort(parcels.sindex.query(plot, predicate="intersects"))]
    shared = near.geometry.intersection(plot).area
    return tuple(near.index[shared > 0.01 * plot.area])


def _commune_of(plot: BaseGeometry, under: Sequence[str], parcels: gpd.GeoDataFrame) -> str:
    nearest = under[0] if under else parcels.index[parcels.sindex.nearest(plot, return_all=False)[1][0]]
    return str(parcels.at[nearest, "commune"])
