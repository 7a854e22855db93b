"""The first step of the recipe: territory → candidates → indicators. It depends on the files only."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.candidates import DEFAULT_RULES, CandidateRules, Candidates, find_candidates
from geo.messages import Message
from geo.models import Measures, Raster, Territory
from geo.study.measures import ground
from geo.study.measures.quality import joined, of_one_quality
from geo.study.readings import states
from geo.study.sun import survey_sun

THEMES: tuple[Callable[[Territory, gpd.GeoDataFrame], Measures], ...] = (ground.measure,)
"""What is measured of the sites, beside the sun: of one indicator told twice, the last theme's word counts."""


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
    quality
        Same shape: how far each value can be trusted; missing where the value is. [0–1]
    notes
        What must be said beside the figures.
    sun
        Hours of direct sun of all that was swept, where anything is known that throws a shadow. [h/day]
    sun_notes
        What must be said beside every figure of the sun.
    """

    territory: Territory
    candidates: Candidates
    indicators: pd.DataFrame
    states: pd.DataFrame
    quality: pd.DataFrame
    notes: tuple[Message, ...] = ()
    sun: Raster | None = None
    sun_notes: tuple[Message, ...] = ()

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
    themes = [measure(territory, candidates.sites) for measure in THEMES]
    measured = joined([*themes, of_one_quality(season.table, season.quality)])
    return Survey(
        territory,
        candidates,
        measured.values,
        states(measured.values, territory),
        measured.quality,
        measured.notes,
        season.view,
        season.notes,
    )
