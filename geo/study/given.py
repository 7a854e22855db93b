"""The plots that a person gives, put beside the sites of a survey without surveying those again."""

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.candidates import DEFAULT_RULES, CandidateRules, Candidates, given_sites
from geo.models import Measures
from geo.study.field import with_checks
from geo.study.measures.quality import joined, of_one_quality
from geo.study.plots import Plot, frame_of, on_parcels
from geo.study.readings import states
from geo.study.sun import sun_of_plots
from geo.study.survey import THEMES
from geo.study.surveyed import Survey


def with_given(surveyed: Survey, plots: Sequence[Plot], rules: CandidateRules = DEFAULT_RULES) -> Survey:
    """
    Put plots of a person beside the sites of a survey.

    Parameters
    ----------
    surveyed
        Its sites keep their figures. Field checks of its files are put over the new ones as well; those of the app
        are to be given again.
    plots
        One that is there already changes nothing, nor does one on no parcel of this territory.
    rules
        What is usable of a plot.

    Returns
    -------
    surveyed
        The sun of a plot is computed around it alone: over the season, within a hundredth of an hour of what the
        whole territory would give.
    """
    filed, territory = surveyed.filed or surveyed, surveyed.territory
    here = on_parcels(frame_of(plots, territory.crs), territory)
    if here.empty:
        return surveyed
    sites = given_sites(territory.layers, here, rules)
    sites = sites[~sites.index.isin(filed.sites.index)]
    if sites.empty:
        return surveyed
    return with_checks(_joined(filed, sites, _measured(filed, sites)))


def _measured(filed: Survey, sites: gpd.GeoDataFrame) -> Measures:
    season = sun_of_plots(filed.territory, sites)
    themes = [measure(filed.territory, sites) for measure in THEMES]
    return joined([*themes, of_one_quality(season.table, season.quality)])


def _joined(filed: Survey, sites: gpd.GeoDataFrame, measured: Measures) -> Survey:
    told = {
        "indicators": measured.values,
        "states": states(measured.values, filed.territory),
        "quality": measured.quality,
    }
    tables = {name: _below(getattr(filed, name), table) for name, table in told.items()}
    together = gpd.GeoDataFrame(_below(filed.sites, sites), geometry="geometry", crs=filed.sites.crs)
    notes = tuple(note for note in measured.notes if note not in filed.notes)
    return replace(
        filed, candidates=Candidates(together, filed.candidates.rejections), notes=filed.notes + notes, **tables
    )


def _below(table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Return both tables in the order of the sites, with the columns of the first."""
    types = {name: kind for name, kind in table.dtypes.items() if name in more and name != "geometry"}
    if table.empty:
        return more.reindex(columns=table.columns.union(more.columns, sort=False)).sort_index()
    return pd.concat([table, more.reindex(columns=table.columns).astype(types)]).sort_index()
