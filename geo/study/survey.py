"""The first step of the recipe: territory → candidates → indicators. It depends on the files only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.candidates import DEFAULT_RULES, CandidateRules, Candidates, find_candidates
from geo.geometry import by_square
from geo.indicators import access, neighbourhoods, relief, shape
from geo.messages import Message
from geo.models import Bounds, Health, Raster, Role, State, Territory
from geo.sources.relief import relief_window
from geo.study.sun import survey_sun

_SLOPE_CELL_M = 2.0
"""Coarser than kerbs and molehills, finer than a garden. [m]"""

_TILE_M = 1000.0
"""Sites are measured tile by tile, so that memory does not grow with the territory. [m]"""

_NEEDS: Mapping[str, Role] = {
    "slope_percent": Role.TERRAIN,
    "neighbourhood_distance_m": Role.NEIGHBOURHOODS,
    "owner_group": Role.OWNERS,
    "sun_hours": Role.SURFACE,
}


@dataclass(frozen=True, eq=False, slots=True)
class Survey:
    """
    What the files tell of the sites.

    Attributes
    ----------
    indicators
        Sites × indicators, in the order of the sites; missing where unknown, infinite where nothing was found.
    states
        Same shape: a `State` for each value.
    sun
        Hours of direct sun of all that was swept, where anything is known that throws a shadow. [h/day]
    sun_notes
        What must be said beside every figure of the sun.
    qualities
        Of the indicators whose source is not as good as open data usually is, for the reliability. [0–1]
    """

    territory: Territory
    candidates: Candidates
    indicators: pd.DataFrame
    states: pd.DataFrame
    sun: Raster | None = None
    sun_notes: tuple[Message, ...] = ()
    qualities: Mapping[str, float] = field(default_factory=dict)

    @property
    def sites(self) -> gpd.GeoDataFrame:
        """The candidate sites, indexed by `site_id`."""
        return self.candidates.sites


def survey(
    territory: Territory, rules: CandidateRules = DEFAULT_RULES, *, given: gpd.GeoDataFrame | None = None
) -> Survey:
    """
    Find the sites of a territory and measure them.

    Parameters
    ----------
    territory
        With a layer of parcels at least.
    rules
        What makes a candidate.
    given
        Plots of the user.
    """
    candidates = find_candidates(territory.layers, rules, given=given)
    season = survey_sun(territory, candidates.sites)
    measured = pd.concat([_measure(territory, candidates.sites), season.table], axis=1)
    qualities = dict.fromkeys(season.table, season.quality)
    return Survey(territory, candidates, measured, _states(measured, territory), season.view, season.notes, qualities)


def _measure(territory: Territory, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    surveyed = ["area_m2", "usable_area_m2", "built_share", "evidence", "owner_group", "fallow_status"]
    measured = [
        pd.DataFrame(sites)[surveyed],
        shape.clear_width(sites),
        shape.mean_width(sites),
        shape.compactness(sites),
    ]
    measured.append(_distance_to_neighbourhood(territory, sites))
    measured.append(_slope(territory, sites))
    measured.append(_street(territory, sites))
    return pd.concat(measured, axis=1)


def _distance_to_neighbourhood(territory: Territory, sites: gpd.GeoDataFrame) -> pd.Series:
    if Role.NEIGHBOURHOODS not in territory.layers:
        return pd.Series(np.nan, index=sites.index, name="neighbourhood_distance_m")
    places = gpd.GeoDataFrame(territory.layers[Role.NEIGHBOURHOODS].frame)
    return neighbourhoods.distance_to_neighbourhood(sites, places)


def _street(territory: Territory, sites: gpd.GeoDataFrame) -> pd.Series:
    if Role.STREETS not in territory.layers:
        return pd.Series(np.nan, index=sites.index, name="street", dtype="str")
    return access.street_name(sites, gpd.GeoDataFrame(territory.layers[Role.STREETS].frame))


def _slope(territory: Territory, sites: gpd.GeoDataFrame) -> pd.Series:
    if Role.TERRAIN not in territory.rasters:
        return pd.Series(np.nan, index=sites.index, name="slope_percent")
    parts = [relief.slope(sites.loc[index], terrain) for index, terrain in _terrain_tiles(territory, sites)]
    known = pd.concat(parts) if parts else pd.Series(dtype="float64")
    return known.reindex(sites.index).rename("slope_percent")


def _terrain_tiles(territory: Territory, sites: gpd.GeoDataFrame) -> Iterator[tuple[pd.Index, Raster]]:
    files = territory.rasters[Role.TERRAIN]
    cell_m = max(_SLOPE_CELL_M, files[0].cell_m)
    for index in by_square(sites, _TILE_M):
        west, south, east, north = sites.loc[index].total_bounds
        margin = 2 * _SLOPE_CELL_M
        yield index, relief_window(files, Bounds(west - margin, south - margin, east + margin, north + margin), cell_m)


def _states(measured: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Say of each value whether it was measured, searched in vain, lost with its file, or never known."""
    states = measured.isna().replace({True: State.UNKNOWN.value, False: State.MEASURED.value})
    for name in measured.select_dtypes("number"):
        states.loc[np.isinf(measured[name]), name] = State.NONE_FOUND.value
    # A refused file has no role: every missing role may have been in it.
    if any(row.state is Health.REFUSED for row in territory.health):
        for name, role in _NEEDS.items():
            if role not in territory.layers and role not in territory.rasters:
                states[name] = states[name].replace(State.UNKNOWN.value, State.SOURCE_FAILED.value)
    return states
