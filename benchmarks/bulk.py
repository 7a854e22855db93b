"""Large generated communes in the official formats, for measuring: districts of the demonstration town, tiled."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from shapely import Geometry, box

from data.generator.blueprint import Commune
from data.generator.buildings import Building
from data.generator.parcels import Lot
from data.generator.people import Listing, Owner
from data.generator.streets import Block, Street
from data.generator.town import Neighbourhood, Town, parcel_ids, town
from data.generator.writing import write_territory

COMMUNE = Commune("92990", "Grande-Commune-fictive", 42_000, "219299900", (1000, 1300))

_DISTRICT = box(570, 990, 1690, 1750)
_STREET_M = 14.0

G = TypeVar("G", bound=Geometry)


def write_commune(
    folder: Path,
    *,
    parcels: int = 10_000,
    buildings: int = 8_000,
    fallow_share: float = 0.1,
    seed: int = 0,
    relief: bool = False,
) -> Path:
    """
    Write one commune of the given size as a territory folder.

    The number of candidates follows from `fallow_share` (1 makes every parcel unbuilt) and from `buildings`, since
    at most one parcel a building is built: sheds are left out first, then houses.

    Parameters
    ----------
    folder
        Made where it is missing.
    parcels, buildings
        Exact number of parcels, largest number of buildings.
    fallow_share
        Share of the parcels that lie unbuilt. [0–1]
    relief
        Whether terrain and surface models are written too, which takes most of the time.

    Returns
    -------
    folder
        The same, to be opened as a territory.
    """
    rng = np.random.default_rng([seed, parcels])
    whole = tiled(town(seed, singles=0, groups=0, extent=_DISTRICT), parcels)
    fallow = rng.random(parcels) < fallow_share
    kept = _kept(whole.built, fallow, buildings, rng)
    listed = tuple(_listing(int(lot)) for lot in np.flatnonzero(fallow)[::12])
    write_territory(replace(whole, built=kept, listings=listed), folder, seed=seed, relief=relief)
    return folder


def tiled(district: Town, parcels: int) -> Town:
    """Return a town of exactly so many parcels: copies of a district side by side, in one commune."""
    west, south, east, north = shapely.total_bounds([block.face for block in district.blocks])
    tiles = -(-parcels // len(district.lots))
    columns = int(np.ceil(np.sqrt(tiles)))
    places = [divmod(tile, columns) for tile in range(tiles)]
    moves = [(column * (east - west + _STREET_M), row * (north - south + _STREET_M)) for row, column in places]
    ground = list(chain.from_iterable(_blocks(district, move) for move in moves))
    lots = list(chain.from_iterable(_lots(district, move, tile) for tile, move in enumerate(moves)))[:parcels]
    built = chain.from_iterable(_built(district, move) for move in moves)
    owners: Sequence[Owner | None] = (district.owners * tiles)[:parcels]
    return replace(
        district,
        streets=tuple(chain.from_iterable(_streets(district, move) for move in moves)),
        blocks=tuple(ground),
        lots=tuple(lots),
        built=tuple(built)[:parcels],
        owners=tuple(owners),
        fallow=(),
        listings=(),
        numbers=tuple(parcel_ids(lots, ground)),
        neighbourhoods=(Neighbourhood("QN09299I", "Quartier fictif", COMMUNE, ground[0].face),),
    )


def _listing(lot: int) -> Listing:
    return Listing(
        (lot,), "Terrain en friche", "inconnu", "friche potentielle", "{P5a}", "{COMMUNE}", "personne morale"
    )


def _moved(shapes: Sequence[G], move: tuple[float, float]) -> list[G]:
    return list(shapely.transform(list(shapes), lambda points: (points + move).round(3)))


def _streets(district: Town, move: tuple[float, float]) -> list[Street]:
    axes = _moved([street.axis for street in district.streets], move)
    return [replace(street, axis=axis) for street, axis in zip(district.streets, axes, strict=True)]


def _blocks(district: Town, move: tuple[float, float]) -> list[Block]:
    faces = _moved([block.face for block in district.blocks], move)
    lands = _moved([block.land for block in district.blocks], move)
    return [
        replace(block, face=face, land=land, commune=COMMUNE)
        for block, face, land in zip(district.blocks, faces, lands, strict=True)
    ]


def _lots(district: Town, move: tuple[float, float], tile: int) -> list[Lot]:
    shapes = _moved([lot.polygon for lot in district.lots], move)
    first = tile * len(district.blocks)
    return [
        replace(lot, polygon=shape, block=first + lot.block) for lot, shape in zip(district.lots, shapes, strict=True)
    ]


def _built(district: Town, move: tuple[float, float]) -> list[tuple[Building, ...]]:
    shapes = iter(_moved([building.footprint for row in district.built for building in row], move))
    return [tuple(replace(building, footprint=next(shapes)) for building in row) for row in district.built]


def _kept(
    built: Sequence[tuple[Building, ...]], fallow: np.ndarray, most: int, rng: np.random.Generator
) -> tuple[tuple[Building, ...], ...]:
    """Return the buildings outside fallow lots, at most so many, sheds left out before houses."""
    ranks = [
        (building.light, rank, lot, place)
        for lot, row in enumerate(built)
        if not fallow[lot]
        for place, (building, rank) in enumerate(zip(row, rng.random(len(row)), strict=True))
    ]
    stay = {(lot, place) for _, _, lot, place in sorted(ranks)[:most]}
    return tuple(
        tuple(building for place, building in enumerate(row) if (lot, place) in stay) for lot, row in enumerate(built)
    )
