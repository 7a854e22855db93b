"""What the sites have around them: homes without a garden, partners, children, green, priority neighbourhoods."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.indicators import green, homes, neighbourhoods
from geo.indicators import partners as people
from geo.messages import N_, Message, Value
from geo.models import Measures, Role, Territory
from geo.study.measures.on_foot import network_of, walked_quality
from geo.study.measures.quality import OPEN_DATA, REGIONAL
from geo.walking import Network, within

_Column = tuple[pd.Series, pd.Series]
"""Values and their quality."""


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Measure what lives around the sites.

    Parameters
    ----------
    territory
        With priority neighbourhoods, buildings, population, homes, communes, places, green spaces and streets, or
        without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `neighbourhood_distance_m`, `flats_nearby`, `social_relays`, `children_places`, `green_m2_per_inhabitant`,
        `gardens_nearby`.
    """
    network = network_of(territory)
    columns = [
        _neighbourhood(territory, sites),
        _flats(territory, sites, network),
        *_places(territory, sites, network),
        *_greens(territory, sites, network),
    ]
    values = pd.concat([value for value, _ in columns], axis=1)
    quality = pd.concat([trust.rename(value.name) for value, trust in columns], axis=1).where(values.notna())
    return Measures(values, quality, _notes(quality))


def partners(territory: Territory, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Return the places within 800 m on foot of each site, for the map and the sheet.

    Parameters
    ----------
    territory
        With places and streets, or without.
    sites
        In the CRS of the territory.

    Returns
    -------
    partners
        As `geo.indicators.partners.partners` returns them, with the `geometry` of each place; no row where no place is
        known.
    """
    places = _frame(territory, Role.PLACES)
    if places is None:
        return gpd.GeoDataFrame(columns=[*people.COLUMNS, "geometry"], geometry="geometry", crs=sites.crs)
    found = people.partners(places, within(network_of(territory), sites, places, people.RELAYS_M))
    return gpd.GeoDataFrame(found, geometry=places.geometry.reindex(found["place"]).to_numpy(), crs=places.crs)


def _neighbourhood(territory: Territory, sites: gpd.GeoDataFrame) -> _Column:
    places = _frame(territory, Role.NEIGHBOURHOODS)
    if places is None:
        return _unknown(sites, "neighbourhood_distance_m")
    return neighbourhoods.distance_to_neighbourhood(sites, places), pd.Series(OPEN_DATA, index=sites.index)


def _flats(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> _Column:
    """Take for each site the finest source that knows it."""
    value, quality = _unknown(sites, "flats_nearby")
    for count in (_flats_in_buildings, _flats_in_cells, _flats_in_communes):
        left = sites[value.isna()]
        if len(left):
            found, trust = count(territory, left, network)
            value, quality = value.fillna(found), quality.fillna(trust.where(found.notna()))
    return value, quality


def _flats_in_buildings(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> _Column:
    buildings = _frame(territory, Role.BUILDINGS)
    if buildings is None or not buildings["dwellings"].notna().any():
        return _unknown(sites, "flats_nearby")
    blocks = buildings[buildings["dwellings"] >= homes.FLATS_FROM]
    doors = blocks.set_geometry(blocks.geometry.centroid)
    walks = within(network, sites, doors, homes.REACH_M)
    trust = walked_quality(sites, network, walks, blocks["dwellings"])
    return homes.flats_in_buildings(sites, buildings, walks), trust


def _flats_in_cells(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> _Column:
    cells = _frame(territory, Role.POPULATION)
    if cells is None:
        return _unknown(sites, "flats_nearby")
    spots = homes.spread(cells[cells["households_in_flats"].notna()])
    walks = within(network, sites, spots, homes.REACH_M)
    trust = walked_quality(sites, network, walks, spots["households_in_flats"])
    return homes.flats_in_cells(sites, spots, walks), trust


def _flats_in_communes(territory: Territory, sites: gpd.GeoDataFrame, _: Network | None) -> _Column:
    communes = _frame(territory, Role.COMMUNES)
    if communes is None or Role.HOUSING not in territory.layers:
        return _unknown(sites, "flats_nearby")
    housing = territory.layers[Role.HOUSING].frame
    return homes.flats_in_communes(sites, communes, housing), pd.Series(REGIONAL, index=sites.index)


def _places(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> list[_Column]:
    places = _frame(territory, Role.PLACES)
    if places is None:
        return [_unknown(sites, "social_relays"), _unknown(sites, "children_places")]
    walks = within(network, sites, places, people.RELAYS_M)
    kinds = places["kind"].reindex(walks["place"]).to_numpy()
    relays = walks[np.isin(kinds, people.RELAYS)]
    children = walks[np.isin(kinds, people.CHILDREN) & (walks["distance_m"] <= people.CHILDREN_M)]
    return [
        (people.social_relays(sites, places, relays), walked_quality(sites, network, relays)),
        (people.children_places(sites, places, children), walked_quality(sites, network, children)),
    ]


def _greens(territory: Territory, sites: gpd.GeoDataFrame, network: Network | None) -> list[_Column]:
    greens = _frame(territory, Role.GARDENS_AND_PARKS)
    if greens is None:
        return [_unknown(sites, "green_m2_per_inhabitant"), _unknown(sites, "gardens_nearby")]
    inhabitants, trust = _people(territory, sites)
    walks = within(network, sites, greens[greens["kind"] == green.GARDEN], green.REACH_M)
    return [
        (green.green_per_inhabitant(sites, greens, inhabitants), trust),
        (green.gardens_nearby(sites, greens, walks), walked_quality(sites, network, walks)),
    ]


def _people(territory: Territory, sites: gpd.GeoDataFrame) -> _Column:
    cells, communes = _frame(territory, Role.POPULATION), _frame(territory, Role.COMMUNES)
    fine = coarse = _unknown(sites, "people_nearby")[0]
    if cells is not None:
        fine = homes.people_in_cells(sites, cells)
    if communes is not None:
        housing = territory.layers[Role.HOUSING].frame if Role.HOUSING in territory.layers else None
        coarse = homes.people_in_communes(sites, communes, housing)
    return fine.fillna(coarse), fine.notna().replace({True: OPEN_DATA, False: REGIONAL}).astype("float64")


def _frame(territory: Territory, role: Role) -> gpd.GeoDataFrame | None:
    return gpd.GeoDataFrame(territory.layers[role].frame) if role in territory.layers else None


def _unknown(sites: gpd.GeoDataFrame, name: str) -> _Column:
    nothing = pd.Series(np.nan, index=sites.index, name=name)
    return nothing, nothing


def _notes(quality: pd.DataFrame) -> tuple[Message, ...]:
    """Say how many sites have figures along straight lines or from averages."""
    rough = int((quality == REGIONAL).any(axis=1).sum())
    values: dict[str, Value] = {"count": rough, "total": len(quality)}
    text = N_(
        "Some figures on people are estimates for {count} of the {total} sites: straight lines made 1.3 times longer "
        "where no street is known, averages of a commune where nothing finer is."
    )
    return (Message(text, values),) if rough else ()
