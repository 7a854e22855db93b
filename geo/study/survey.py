"""The first step of the recipe: territory → candidates → indicators. It depends on the files only."""

from collections.abc import Callable

import geopandas as gpd

from geo.candidates import DEFAULT_RULES, CandidateRules, find_candidates
from geo.models import Measures, Territory
from geo.study import field
from geo.study.measures import access, ground, health, land, law, social, soil, water
from geo.study.measures.quality import joined, of_one_quality
from geo.study.readings import states
from geo.study.sun import survey_sun
from geo.study.surveyed import Survey

__all__ = ["THEMES", "Survey", "survey"]

THEMES: tuple[Callable[[Territory, gpd.GeoDataFrame], Measures], ...] = (
    field.measure,
    ground.measure,
    land.measure,
    law.measure,
    health.measure,
    soil.measure,
    water.measure,
    access.measure,
    social.measure,
)
"""What is measured of the sites, beside the sun: of one indicator told twice, the last theme's word counts."""


def survey(
    territory: Territory, rules: CandidateRules = DEFAULT_RULES, *, given: gpd.GeoDataFrame | None = None
) -> Survey:
    """
    Find the sites of a territory, measure them, and put the field checks of its files over the measures.

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
    filed = Survey(
        territory,
        candidates,
        measured.values,
        states(measured.values, territory),
        measured.quality,
        measured.notes,
        season.view,
        season.notes,
    )
    return field.with_checks(filed)
