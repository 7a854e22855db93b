"""What is known of every parcel before judging it: its buildings, what is left of it, its owner, its listing."""

from collections.abc import Collection, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import geometry
from geo.candidates.rules import CandidateRules, Rejection
from geo.geometry import Geometries
from geo.kinds import GreenKind, PlaceKind, Prescription
from geo.models import FallowStatus, Layer, OwnerGroup, Role
from geo.overlaps import covered_m2

_LISTING = ["fallow_status", "fallow_name", "listed_owner_group"]
_IN_USE = (GreenKind.PARK, GreenKind.SHARED_GARDEN, GreenKind.PLAYGROUND)
_NONE = np.array([], dtype=object)


def survey(layers: Mapping[Role, Layer], rules: CandidateRules) -> gpd.GeoDataFrame:
    """
    Describe every parcel.

    Parameters
    ----------
    layers
        In one metric CRS. Parcels are needed; buildings, fallow sites, owners, protected woodland, green spaces and
        places are used when there.
    rules
        Thresholds. The usable area and the width are left at 0 for parcels that are plainly built.

    Returns
    -------
    parcels
        Indexed and sorted by `parcel_id`: commune, area_m2, built_area_m2, built_share [0–1],
        largest_building_m2, fallow_status, fallow_name, owner, owner_group (both missing where unknown),
        usable_area_m2, wooded_m2 (what protected woodland takes of it), occupied_share [0–1], width_m, geometry.
    """
    parcels = layers[Role.PARCELS].frame.set_index("parcel_id").sort_index()
    plots, buildings = np.asarray(parcels.geometry.array), footprints(layers)
    total, largest = geometry.overlap_m2(plots, buildings)
    area = shapely.area(plots)
    share = np.divide(total, area, out=np.zeros_like(area), where=area > 0)
    facts = parcels[["commune", "geometry"]].assign(
        area_m2=area, built_area_m2=total, built_share=share, largest_building_m2=largest
    )
    facts = facts.join(_listing(layers, facts))
    facts = facts.join(_owners(layers, facts))
    return _with_usable_area(facts, layers, rules).assign(occupied_share=_occupied_share(layers, plots))


def footprints(layers: Mapping[Role, Layer]) -> Geometries:
    """Return the polygons of the buildings, none when the layer is missing."""
    return _shapes(layers, Role.BUILDINGS)


def protected_woodland(layers: Mapping[Role, Layer]) -> Geometries:
    """
    Return the polygons of woodland that the local plan protects: nothing may be cleared there.

    References
    ----------
    .. [1] Code de l'urbanisme, articles L113-1 and L113-2 (espaces boisés classés).
    """
    woods = _shapes(layers, Role.PRESCRIPTIONS, "prescription", (Prescription.WOODLAND,))
    return np.asarray(shapely.get_parts(woods), dtype=object)


def obstacles(layers: Mapping[Role, Layer]) -> Geometries:
    """Return what no garden can be laid out on: buildings and protected woodland."""
    return np.concatenate([footprints(layers), protected_woodland(layers)])


def usable(plots: Geometries, taken: Geometries, inset_m: float) -> Geometries:
    """
    Return what a garden can use of each plot: without what is taken, without the strip along every edge.

    Parameters
    ----------
    plots, taken
        Polygons in a metric CRS.
    inset_m
        Width of the strip. [m]

    Examples
    --------
    >>> usable(np.array([shapely.box(0, 0, 21, 11)]), np.array([], dtype=object), 0.5)[0].area
    200.0
    """
    return np.asarray(shapely.buffer(geometry.subtract(plots, taken), -inset_m, join_style="mitre"))


def rejections(parcels: pd.DataFrame, rules: CandidateRules) -> pd.Series:
    """
    Tell why each parcel is no site by itself.

    Returns
    -------
    reasons
        A `Rejection` by parcel, missing where the parcel is a site. The strongest reason where there are several.
    """
    reasons = pd.Series(pd.NA, index=parcels.index, dtype="str", name="rejection")
    # From the weakest to the strongest, since the last one written stays.
    reasons[parcels["usable_area_m2"] < rules.min_usable_m2] = Rejection.TOO_SMALL
    wooded = (parcels["wooded_m2"] > 0) & (parcels["usable_area_m2"] + parcels["wooded_m2"] >= rules.min_usable_m2)
    reasons[(parcels["usable_area_m2"] < rules.min_usable_m2) & wooded] = Rejection.WOODED
    reasons[parcels["width_m"] < rules.min_width_m] = Rejection.TOO_NARROW
    reasons[~_may_be_open(parcels, rules)] = Rejection.BUILT
    reasons[parcels["fallow_status"] == FallowStatus.CONVERTED] = Rejection.CONVERTED
    return reasons


def _with_usable_area(
    parcels: gpd.GeoDataFrame, layers: Mapping[Role, Layer], rules: CandidateRules
) -> gpd.GeoDataFrame:
    # Most parcels carry a house and no listing: the costly part is spared for them.
    open_ = _may_be_open(parcels, rules)
    plots = np.asarray(parcels.geometry.array)[open_]
    area, wooded, width = np.zeros(len(parcels)), np.zeros(len(parcels)), np.zeros(len(parcels))
    area[open_], wooded[open_] = _usable_m2(plots, layers, rules.inset_m)
    width[open_] = geometry.clear_width_m(plots)
    return parcels.assign(usable_area_m2=area, wooded_m2=wooded, width_m=width)


def _usable_m2(
    plots: Geometries, layers: Mapping[Role, Layer], inset_m: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what is usable of each plot, and what protected woodland takes of it."""
    free = shapely.area(usable(plots, footprints(layers), inset_m))
    left, woods = free.copy(), protected_woodland(layers)
    met = np.unique(shapely.STRtree(woods).query(plots, predicate="intersects")[0])
    left[met] = shapely.area(usable(plots[met], obstacles(layers), inset_m))
    return left, free - left


def _may_be_open(parcels: pd.DataFrame, rules: CandidateRules) -> NDArray[np.bool_]:
    few = parcels["built_share"] <= rules.max_built_share
    small = parcels["largest_building_m2"] <= rules.max_building_m2
    return np.asarray((few & small) | parcels["fallow_status"].notna(), dtype=bool)


def _occupied_share(layers: Mapping[Role, Layer], plots: Geometries) -> NDArray[np.float64]:
    """Return how much of each plot a park, a shared garden, a playground or a school covers."""
    greens = _shapes(layers, Role.GARDENS_AND_PARKS, "kind", _IN_USE)
    used = np.concatenate([greens, _shapes(layers, Role.PLACES, "kind", (PlaceKind.SCHOOL,))])
    area = shapely.area(plots)
    return np.divide(covered_m2(plots, used), area, out=np.zeros_like(area), where=area > 0)


def _shapes(layers: Mapping[Role, Layer], role: Role, column: str = "", among: Collection[str] = ()) -> Geometries:
    """Return the geometries of a layer, all of them or those of some kinds; none when it is missing."""
    if role not in layers:
        return _NONE
    frame = layers[role].frame
    kept = frame[frame[column].isin(among)] if column else frame
    return np.asarray(kept.geometry.array, dtype=object)


def _listing(layers: Mapping[Role, Layer], parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Tell which parcels the inventory names: by reference where it gives some that exist here, else by place."""
    if Role.FALLOW not in layers:
        return pd.DataFrame(pd.NA, index=parcels.index, columns=_LISTING, dtype="str")
    fallow = layers[Role.FALLOW].frame.reset_index(drop=True)
    fallow = fallow.rename(
        columns={"status": "fallow_status", "name": "fallow_name", "owner_group": "listed_owner_group"}
    )
    named = fallow.assign(parcel_id=fallow["parcel_ids"].str.split("|")).explode("parcel_id")
    named = named[named["parcel_id"].isin(parcels.index)]
    placed = _by_place(fallow[~fallow.index.isin(named.index)], parcels)
    listed = pd.concat([named, placed]).sort_values(["parcel_id", "fallow_id"]).drop_duplicates("parcel_id")
    return listed.set_index("parcel_id")[_LISTING].reindex(parcels.index)


def _by_place(fallow: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Find the parcel around each point, and the parcels that lie for the most part inside each polygon."""
    places, plots = np.asarray(fallow.geometry.array), np.asarray(parcels.geometry.array)
    place, plot = shapely.STRtree(plots).query(places, predicate="intersects")
    shared = shapely.area(shapely.intersection(places[place], plots[plot]))
    kept = (shapely.get_dimensions(places[place]) == 0) | (shared > 0.5 * shapely.area(plots[plot]))
    return fallow.iloc[place[kept]].assign(parcel_id=parcels.index[plot[kept]])


def _owners(layers: Mapping[Role, Layer], parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Name the owner of each parcel.

    The official file lists the legal entities only: in a commune that it covers, a parcel that it leaves out
    belongs to private persons, another one each time. Several owners of one parcel are as hard as a condominium.
    """
    listed = pd.DataFrame(
        {"owner": pd.NA, "owner_group": parcels["listed_owner_group"]}, index=parcels.index, dtype="str"
    )
    if Role.OWNERS not in layers:
        return listed
    rows = layers[Role.OWNERS].frame.drop_duplicates()
    rows = rows.assign(owner=rows["owner_group"] + " " + rows["owner_name"].fillna(""))
    by_parcel = rows.groupby("parcel_id")
    known = by_parcel[["owner", "owner_group"]].first()
    known.loc[by_parcel["owner"].nunique() > 1, "owner_group"] = OwnerGroup.CONDOMINIUM
    covered = parcels["commune"].isin(rows["parcel_id"].str[:5].unique())
    private = pd.DataFrame({"owner": parcels.index, "owner_group": OwnerGroup.INDIVIDUAL.value}, index=parcels.index)
    return known.reindex(parcels.index).combine_first(private[covered]).combine_first(listed)
