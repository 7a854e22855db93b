"""The whole town from one seed."""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from data.generator.blueprint import AULNES, PLACES, SHOPPING, STROKES, VALMARTIN, Commune, Use, Way
from data.generator.buildings import Building, buildings
from data.generator.fallow import HOUSING, Fallow, estate, scattered, story_lots
from data.generator.parcels import Lot, lots
from data.generator.people import Listing, Owner, listings, named, owners, with_story
from data.generator.plane import GRID_M, polygons
from data.generator.relief import Relief, bend, relief
from data.generator.streets import Block, Places, Street, blocks, main_streets, railway_land

SEED = 3

EVERYWHERE = box(-1e6, -1e6, 1e6, 1e6)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A priority neighbourhood (QPV)."""

    code: str
    name: str
    commune: Commune
    outline: Polygon


@dataclass(frozen=True, eq=False, slots=True)
class Town:
    """Everything that the official files tell of a town, and what only the drawing knows."""

    relief: Relief
    streets: tuple[Street, ...]
    blocks: tuple[Block, ...]
    lots: tuple[Lot, ...]
    built: tuple[tuple[Building, ...], ...]
    owners: tuple[Owner | None, ...]
    fallow: tuple[Fallow, ...]
    listings: tuple[Listing, ...]
    numbers: tuple[str, ...]
    neighbourhoods: tuple[Neighbourhood, ...]

    @property
    def garden(self) -> tuple[int, ...]:
        """The story's three lots; none in a part of the town that does not hold them."""
        return next((site.lots for site in self.fallow if site.story == "garden"), ())

    def commune_of(self, lot: int) -> Commune:
        """Return the commune of a lot."""
        return self.blocks[self.lots[lot].block].commune


def town(seed: int = SEED, *, singles: int = 46, groups: int = 14, extent: Polygon = EVERYWHERE) -> Town:
    """
    Return the agglomeration that grows from a seed.

    Parameters
    ----------
    seed
        Of every random draw.
    singles, groups
        Number of single fallow plots, and of groups of touching ones, beside the story's sites.
    extent
        Part of the blueprint to grow. The story needs the whole. [m]
    """
    land, street, plot, house, people = (np.random.default_rng([seed, stage]) for stage in range(5))
    shape = relief(land)
    ways, ground = _ground(shape, street, extent)
    parcels = _with_shops(lots(ground, plot), ways, shape)
    story: list[Fallow] = []
    if extent is EVERYWHERE:
        busy = shapely.union_all([way.axis for way in ways if way.way is Way.MAIN])
        parcels, story = story_lots(parcels, ground, busy)
    away = _around([parcels[i].polygon for site in story for i in site.lots], ground)
    parcels, others = scattered(parcels, singles, groups, plot, away_from=away)
    built = buildings(parcels, house)
    sites = [*story, *others]
    holders = with_story(owners(parcels, built, ground, people), sites, parcels, ground)
    return Town(
        relief=shape,
        streets=tuple(named(ways, people)),
        blocks=tuple(ground),
        lots=tuple(parcels),
        built=tuple(map(tuple, built)),
        owners=tuple(holders),
        fallow=tuple(sites),
        listings=tuple(listings(sites, parcels, holders, people)),
        numbers=tuple(parcel_ids(parcels, ground)),
        neighbourhoods=tuple(priority_neighbourhoods(ground)),
    )


def _with_shops(parcels: list[Lot], ways: list[Street], shape: Relief) -> list[Lot]:
    """Turn into shops the houses that face the shopping streets."""
    shops = shapely.union_all(
        [
            shapely.intersection(way.axis, bend(Point(middle), shape).buffer(reach))
            for name, middle, reach in SHOPPING
            for way in ways
            if way.name == name
        ]
    ).buffer(11)
    return [
        replace(lot, use=Use.COMMERCE)
        if lot.use in HOUSING and lot.front is not None and shops.covers(lot.front)
        else lot
        for lot in parcels
    ]


def _around(sites: list[Polygon], ground: list[Block]) -> frozenset[int]:
    """Return the blocks near the story's sites, which stay without other fallow land."""
    return frozenset(i for i, block in enumerate(ground) if any(block.land.dwithin(site, 45) for site in sites))


def _ground(shape: Relief, rng: np.random.Generator, extent: Polygon) -> tuple[list[Street], list[Block]]:
    points = tuple(bend(Point(x, y), shape).centroid for _, x, y in PLACES)
    places = Places(tuple(use for use, _, _ in PLACES), points)
    ways, ground = blocks(main_streets(STROKES, shape), places, shape, rng, extent)
    grown = shapely.union_all([block.face for block in ground])
    near = [way for way in ways if way.axis.dwithin(grown, 25)]
    return near, ground + railway_land(near, ground)


def parcel_ids(parcels: list[Lot], ground: list[Block]) -> list[str]:
    """Return the 14-character cadastral identifiers: commune, prefix 000, section of about 200 parcels, number."""
    counts: defaultdict[str, int] = defaultdict(int)
    ids = []
    for lot in parcels:
        code = ground[lot.block].commune.code
        section, number = divmod(counts[code], 210)
        counts[code] += 1
        ids.append(f"{code}000{_section(section)}{number + 1:04d}")
    return ids


def _section(rank: int) -> str:
    """
    Return the letters of a cadastral section.

    Examples
    --------
    >>> [_section(rank) for rank in (0, 24, 25)]
    ['AB', 'AZ', 'BA']
    """
    first, second = divmod(rank + 1, 26)
    return chr(ord("A") + first) + chr(ord("A") + second)


def priority_neighbourhoods(ground: list[Block]) -> list[Neighbourhood]:
    """Return the two QPV: the estates, up to the axes of their streets."""
    names = (("QN09290I", "Les Tilleuls", VALMARTIN), ("QN09291I", "La Plaine des Aulnes", AULNES))
    built = {block.commune for block in ground if block.use is Use.ESTATE}
    return [Neighbourhood(code, name, at, estate(ground, at)) for code, name, at in names if at in built]


def commune_outlines(place: Town) -> list[tuple[Commune, MultiPolygon]]:
    """Return the communes' outlines, which share the axes of their border streets."""
    return [(commune, _outline(place, commune)) for commune in communes(place)]


def communes(place: Town) -> list[Commune]:
    """Return the communes that the town lies in, by code."""
    return sorted({block.commune for block in place.blocks}, key=lambda commune: commune.code)


def _outline(place: Town, commune: Commune) -> MultiPolygon:
    faces = [block.face for block in place.blocks if block.commune is commune and block.use is not Use.RAILWAY]
    union = shapely.union_all(faces, grid_size=GRID_M)
    return MultiPolygon([Polygon(part.exterior) for part in polygons(union, 3000)])
