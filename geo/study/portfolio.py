"""From a judged survey to a choice of several gardens: what each site offers, and whom it would serve on foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.costs import Figures, Prices, builtin, parse
from geo.indicators import green, homes
from geo.indicators.partners import CHILDREN, CHILDREN_M, RELAYS, RELAYS_M
from geo.messages import N_, Message
from geo.models import Role, SiteKind, Territory, Verdict
from geo.portfolio import Goal, Offer
from geo.sources.settings import read_settings
from geo.study.judgement import Judgement
from geo.study.measures.on_foot import network_of
from geo.study.surveyed import Survey
from geo.walking import Network, one_place, within

PEOPLE_M = homes.REACH_M
"""Whoever lives so near on foot is served: five minutes. [m]"""

GREEN_DEFICIT_M2 = 10.0
"""Under so much public green for each inhabitant a place lacks it [1]_. [m²]

.. [1] environnement92.fr: less than 10 m² an inhabitant, in 22 of the 36 communes of the Hauts-de-Seine.
"""

_TEAM_M2 = 800.0
"""Usable land that one team of gardeners works, as in the garden of Clamart. [m²]"""

_PLACES = (*RELAYS, *CHILDREN)
_COVERAGE = ("site_id", "place")


@dataclass(frozen=True, eq=False, slots=True)
class Offered:
    """
    What a choice of several gardens takes.

    Attributes
    ----------
    notes
        What is left aside for lack of a file, and what is an estimate.
    """

    offer: Offer
    notes: tuple[Message, ...]


def offered(surveyed: Survey, judgement: Judgement) -> Offered:
    """
    Gather what is known of the sites that may become gardens, and of the people near them.

    Excluded sites are left out, conditional ones are in. Inhabitants are those of the cells of the population grid,
    spread evenly over each cell, within 300 m on foot; partners are social relays within 800 m and schools and leisure
    centres within 400 m. Only those who live in the communes of the parcels count: a national file changes nothing.
    """
    territory = surveyed.territory
    kept = judgement.results.index[judgement.results["verdict"] != Verdict.EXCLUDED]
    sites = surveyed.sites.loc[kept]
    network = network_of(territory)
    parts = [_people(territory, sites, network), _partners(territory, sites, network)]
    demand = pd.concat([places for places, _ in parts]).fillna(0.0)
    coverage = pd.concat([pairs for _, pairs in parts], ignore_index=True)
    known = [goal for goal in demand if demand[goal].sum() > 0]
    notes = tuple(_notes(territory, known, network))
    return Offered(Offer(_candidates(sites, judgement), demand[known], coverage), notes)


def _candidates(sites: gpd.GeoDataFrame, judgement: Judgement) -> pd.DataFrame:
    """
    Describe each site for the choice.

    A garden is taken to cost what a shared garden of its usable area usually does, and to need the posts of Clamart's
    team in proportion to its area.
    """
    results = judgement.results.loc[sites.index]
    prices = parse(Prices, read_settings(builtin.PRICES), where=builtin.PRICES.name)
    people = parse(Figures, read_settings(builtin.FIGURES), where=builtin.FIGURES.name).team
    gardeners = people.gardeners * people.hours.interval.high / people.full_time_hours
    usual, area, centre = prices.shared_garden.interval, sites["usable_area_m2"], sites.geometry.centroid
    return pd.DataFrame(
        {
            "score": results["score"].fillna(results["score_low"]),
            "commune": sites["commune"],
            "parcels": sites["parcels"],
            "residence": sites["kind"] == SiteKind.RESIDENCE,
            "cost_low": area * usual.low,
            "cost_high": area * usual.high,
            "staff": (gardeners + people.supervisors) * area / _TEAM_M2,
            "x": centre.x,
            "y": centre.y,
        },
        index=sites.index,
    )


_Part = tuple[pd.DataFrame, pd.DataFrame]
"""Demand and coverage of some places."""


def _people(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> _Part:
    """Spread the inhabitants of each cell over spots, and see which spots are in a neighbourhood or lack green."""
    cells = _frame(territory, Role.POPULATION)
    if cells is None:
        return _nobody()
    cells = _inside(cells[cells["people"] > 0], territory)
    spots = homes.spread(cells.assign(households_in_flats=cells["people"]))
    people = spots["households_in_flats"]
    lacking = homes.spread(cells.assign(households_in_flats=cells["people"].where(_lacks_green(territory, cells), 0.0)))
    demand = pd.DataFrame(
        {
            Goal.NEIGHBOURHOODS: people.where(_in_neighbourhood(territory, spots), 0.0),
            Goal.GREEN_DEFICIT: lacking["households_in_flats"],
        }
    )
    wanted = demand.index[demand.sum(axis=1) > 0]
    walks = within(network, sites, spots.loc[wanted], PEOPLE_M)
    return _named(demand.loc[wanted], walks, "people")


def _in_neighbourhood(territory: Territory, spots: gpd.GeoDataFrame) -> pd.Series:
    places = _frame(territory, Role.NEIGHBOURHOODS)
    tree = shapely.STRtree([] if places is None else np.asarray(places.geometry.array))
    inside, _ = tree.query(np.asarray(spots.geometry.array), predicate="intersects")
    return pd.Series(np.isin(np.arange(len(spots)), inside), index=spots.index)


def _lacks_green(territory: Territory, cells: gpd.GeoDataFrame) -> pd.Series:
    greens = _frame(territory, Role.GARDENS_AND_PARKS)
    if greens is None or cells.empty:
        return pd.Series(data=False, index=cells.index)
    each = green.green_per_inhabitant(cells, greens, homes.people_in_cells(cells, cells))
    return each < GREEN_DEFICIT_M2


def _partners(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> _Part:
    """Count each partner once, however many files name it."""
    places = _frame(territory, Role.PLACES)
    if places is None:
        return _nobody()
    places = _inside(places[places["kind"].isin(_PLACES)], territory)
    number = one_place(places)
    walks = within(network, sites, places, RELAYS_M)
    of_children = places["kind"].reindex(walks["place"]).isin(CHILDREN).to_numpy()
    walks = walks[~of_children | (walks["distance_m"] <= CHILDREN_M)]
    demand = pd.DataFrame({Goal.PARTNERS: 1.0}, index=pd.Index(np.unique(number)))
    pairs = walks.assign(place=number.reindex(walks["place"]).to_numpy()).drop_duplicates([*_COVERAGE])
    return _named(demand, pairs, "partner")


def _named(demand: pd.DataFrame, walks: pd.DataFrame, prefix: str) -> _Part:
    """Tell places of one kind from those of another."""
    names = [f"{prefix}-{place}" for place in demand.index]
    pairs = walks[[*_COVERAGE]].assign(place=[f"{prefix}-{place}" for place in walks["place"]])
    return demand.set_axis(pd.Index(names, dtype="str")), pairs.astype("str")


def _nobody() -> _Part:
    return pd.DataFrame(index=pd.Index([], dtype="str")), pd.DataFrame(columns=[*_COVERAGE], dtype="str")


def _inside(frame: gpd.GeoDataFrame, territory: Territory) -> gpd.GeoDataFrame:
    """Keep what lies in the communes of the parcels or, where their outlines are not known, near their parcels."""
    parcels = gpd.GeoDataFrame(territory.layers[Role.PARCELS].frame)
    codes, communes = {*parcels["commune"]}, _frame(territory, Role.COMMUNES)
    if communes is not None and codes <= {*communes["commune"]}:
        ground = np.asarray(communes.loc[communes["commune"].isin(codes)].geometry.array)
    else:
        corners = parcels.bounds.groupby(parcels["commune"])
        low, high = corners[["minx", "miny"]].min().to_numpy(), corners[["maxx", "maxy"]].max().to_numpy()
        ground = shapely.box(*(low - RELAYS_M).T, *(high + RELAYS_M).T)
    place, _ = shapely.STRtree(ground).query(shapely.centroid(frame.geometry.array), predicate="intersects")
    return frame.iloc[np.unique(place)]


def _frame(territory: Territory, role: Role) -> gpd.GeoDataFrame | None:
    return gpd.GeoDataFrame(territory.layers[role].frame) if role in territory.layers else None


def _notes(territory: Territory, known: Sequence[str], network: Network | None) -> Iterator[Message]:
    if Role.POPULATION not in territory.layers:
        yield Message(N_("Inhabitants are left aside: no population grid is in the folder."))
    elif known and {Goal.NEIGHBOURHOODS, Goal.GREEN_DEFICIT} & {*known}:
        yield Message(N_("Inhabitants are estimates: those of each cell of the grid are spread evenly over it."))
    if Role.NEIGHBOURHOODS not in territory.layers:
        yield Message(N_("Priority neighbourhoods are left aside: no file of them is in the folder."))
    if Role.GARDENS_AND_PARKS not in territory.layers:
        yield Message(N_("The lack of green is left aside: no file of parks and gardens is in the folder."))
    if Goal.PARTNERS not in known:
        yield Message(N_("Partners are left aside: no file of the folder names one in these communes."))
    if network is None:
        yield Message(N_("Walks are straight lines made 1.3 times longer: no street is known."))
    yield Message(N_("Costs are the usual cost of a shared garden by m², before any sketch."))
