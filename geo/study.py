"""The one recipe: territory → candidates → indicators → verdicts, scores and reasons.

Two steps, since they change at a different pace: the survey depends on the files and takes seconds; the judgement
depends on the profile and follows a slider.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import scoring
from geo.candidates import DEFAULT_RULES, CandidateRules, Candidates, find_candidates
from geo.indicators import access, neighbourhoods, relief, shape
from geo.messages import Message
from geo.models import Bounds, Health, Raster, Role, State, Territory
from geo.scoring import Profile
from geo.sources.relief import relief_window

OPEN_DATA = 0.8
"""Quality of a value taken from open data, for the reliability (our assumption)."""

_SLOPE_CELL_M = 2.0
"""Coarser than kerbs and molehills, finer than a garden. [m]"""

_TILE_M = 1000.0
"""Sites are measured tile by tile, so that memory does not grow with the territory. [m]"""

_NEEDS: Mapping[str, Role] = {
    "slope_percent": Role.TERRAIN,
    "neighbourhood_distance_m": Role.NEIGHBOURHOODS,
    "owner_group": Role.OWNERS,
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
    """

    territory: Territory
    candidates: Candidates
    indicators: pd.DataFrame
    states: pd.DataFrame

    @property
    def sites(self) -> gpd.GeoDataFrame:
        """The candidate sites, indexed by `site_id`."""
        return self.candidates.sites


@dataclass(frozen=True, eq=False, slots=True)
class Judgement:
    """
    What a profile makes of a survey. Every table has the sites' index.

    Attributes
    ----------
    results
        rank, verdict, score, score_low, score_high [0–100], reliability [0–1].
    utilities
        Sites × criteria. [0–100]
    findings
        Sites × rules: which rules each site trips.
    """

    profile: Profile
    results: pd.DataFrame
    utilities: pd.DataFrame
    findings: pd.DataFrame


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
    measured = _measure(territory, candidates.sites)
    return Survey(territory, candidates, measured, _states(measured, territory))


def judge(surveyed: Survey, profile: Profile) -> Judgement:
    """Hold the sites against a profile: verdicts, scores, ranks."""
    utilities = scoring.utilities(surveyed.indicators, profile)
    weights = pd.Series({criterion.id: criterion.weight for criterion in profile.criteria}, dtype="float64")
    found = scoring.findings(surveyed.indicators, profile.rules)
    verdicts = scoring.verdicts(found, profile.rules)
    quality = pd.DataFrame(OPEN_DATA, index=utilities.index, columns=utilities.columns)
    results = scoring.scores(utilities, weights, quality)
    results.insert(0, "verdict", verdicts)
    results.insert(0, "rank", scoring.ranks(utilities, weights, verdicts))
    return Judgement(profile, results, utilities, found)


def reasons(surveyed: Survey, judgement: Judgement, sites: Sequence[str]) -> Mapping[str, tuple[Message, ...]]:
    """
    Tell what decides some sites: the rules that each trips, then what moves its score most.

    Only those asked for are explained, since a page shows some dozens of thousands.

    Parameters
    ----------
    sites
        Their ids.
    """
    asked = list(sites)
    return scoring.reasons(
        surveyed.indicators.loc[asked], judgement.utilities.loc[asked], judgement.findings.loc[asked], judgement.profile
    )


def ranking(surveyed: Survey, judgement: Judgement) -> pd.DataFrame:
    """
    Join what identifies each site and what is thought of it, the best first.

    Returns
    -------
    ranking
        Indexed by `site_id`: rank, parcels, commune, area_m2, evidence, verdict, score, score_low, score_high,
        reliability. Equals stand in the order of their scores, then of their ids.
    """
    identity = surveyed.sites[["parcels", "commune", "area_m2", "evidence"]]
    table = pd.DataFrame(identity).join(judgement.results)
    table = table.rename_axis("site_id").reset_index()
    table = table.sort_values(["rank", "score", "site_id"], ascending=[True, False, True]).set_index("site_id")
    first = ["rank", "parcels", "commune", "area_m2", "evidence", "verdict"]
    return table[[*first, "score", "score_low", "score_high", "reliability"]]


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
    cell_m, centre = max(_SLOPE_CELL_M, files[0].cell_m), sites.geometry.centroid
    tile = pd.DataFrame({"column": centre.x // _TILE_M, "row": centre.y // _TILE_M})
    for index in tile.groupby(["column", "row"]).groups.values():
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
