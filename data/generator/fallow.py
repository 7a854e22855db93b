"""Fallow land: the story's sites, then plots and groups of plots that nobody built on or that were cleared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import numpy as np
import shapely
from scipy.optimize import brentq
from shapely import LineString, Polygon, box

from data.generator.blueprint import AULNES, SAINT_FIACRE, VALMARTIN, Commune, Use
from data.generator.parcels import Lot, renoded
from data.generator.plane import GRID_M, Frame, cut, enter, leave, long_frame
from data.generator.streets import Block

GARDEN_M2 = (240.0, 270.0, 290.0)
"""The three touching plots of the story: together 800 m², the size of Clamart's garden. [m²]"""

LAWN_M2 = 1080.0
"""The open lawn of the social residence. [m²]"""

HOUSING = frozenset({Use.VILLAGE, Use.PAVILION, Use.SUBDIVISION, Use.VILLA})


@dataclass(frozen=True, slots=True)
class Fallow:
    """Lots, by their index, that lie fallow together; `story` tells what the site is in the story."""

    lots: tuple[int, ...]
    story: str = ""


def story_lots(lots: Sequence[Lot], blocks: Sequence[Block], busy: shapely.Geometry) -> tuple[list[Lot], list[Fallow]]:
    """
    Redraw the limits of the story's plots, away from the busy streets, and mark them fallow.

    Returns
    -------
    lots
        With three touching plots of 240, 270 and 290 m² beside a priority neighbourhood, and a lawn set apart.
    fallow
        The four sites: garden, residence, second commune, residential area.
    """
    redrawn = _redraw(list(lots), blocks, *_garden_run(lots, blocks, busy), GARDEN_M2)
    lawn = max(
        (i for i, lot in enumerate(redrawn) if _is_at(lot, blocks, VALMARTIN, Use.RESIDENCE)),
        key=lambda i: (redrawn[i].polygon.area, i),
    )
    redrawn = _redraw(redrawn, blocks, [lawn], _frame_of(redrawn[lawn]), (LAWN_M2,))
    garden = tuple(i for i, lot in enumerate(redrawn) if lot.vacant and lot.use in HOUSING)
    lawns = tuple(i for i, lot in enumerate(redrawn) if lot.vacant and lot.use is Use.RESIDENCE)
    taken = {redrawn[i].block for i in (*garden, *lawns)}
    second = _plot_near(redrawn, blocks, AULNES, taken)
    third = _plot_near(redrawn, blocks, SAINT_FIACRE, taken | {redrawn[second].block})
    redrawn = [replace(lot, vacant=True) if i in {second, third} else lot for i, lot in enumerate(redrawn)]
    return redrawn, [
        Fallow(garden, "garden"),
        Fallow(lawns, "lawn"),
        Fallow((second,), "second"),
        Fallow((third,), "third"),
    ]


def _is_at(lot: Lot, blocks: Sequence[Block], commune: Commune, use: Use) -> bool:
    return lot.use is use and blocks[lot.block].commune is commune


def estate(blocks: Sequence[Block], commune: Commune) -> Polygon:
    """Return the large estate of a commune, up to the axes of its streets."""
    return max((b.face for b in blocks if b.use is Use.ESTATE and b.commune is commune), key=lambda face: face.area)


def _garden_run(lots: Sequence[Lot], blocks: Sequence[Block], busy: shapely.Geometry) -> tuple[list[int], Frame]:
    """Return the run of neighbours, close to the estate and open to the south, that will be redrawn."""
    target = estate(blocks, VALMARTIN)
    found = []
    for run in _runs(lots):
        members = [lots[i] for i in run]
        area = sum(lot.polygon.area for lot in members)
        frame = _frame_of(members[0])
        depth = np.ptp(shapely.get_coordinates(enter(members[0].polygon, frame))[:, 1])
        if blocks[members[0].block].commune is not VALMARTIN or not 1040 < area < 1500 or not 23 < depth < 36:
            continue
        # The frame's y axis runs from the street to the garden: north when the street is on the south side.
        northward = np.cos(frame.angle)
        distance = max(lot.polygon.distance(target) for lot in members)
        if distance < 95 and members[0].polygon.distance(busy) > 55:
            found.append((distance - 60 * northward, run, frame))
    if not found:
        raise ValueError("this seed draws no run of lots for the story: choose another seed")
    _, run, frame = min(found, key=lambda choice: (choice[0], choice[1]))
    return list(run), frame


def _runs(lots: Sequence[Lot]) -> Iterator[tuple[int, ...]]:
    """Yield four or five neighbours of one strip, all with a front on the street."""
    for size in (4, 5):
        for start in range(len(lots) - size + 1):
            run = range(start, start + size)
            members = [lots[i] for i in run]
            same = all((a.block, a.strip) == (b.block, b.strip) and b.rank == a.rank + 1 for a, b in pairwise(members))
            if same and members[0].use is Use.PAVILION and all(lot.front is not None for lot in members):
                yield tuple(run)


def _frame_of(lot: Lot) -> Frame:
    if lot.front is None:
        return long_frame(lot.polygon)[0]
    start, end = shapely.get_coordinates(lot.front)
    angle = float(np.arctan2(*(end - start)[::-1]))
    inside = enter(lot.polygon, Frame(start[0], start[1], angle)).centroid.y > 0
    return Frame(start[0], start[1], angle if inside else angle + np.pi)


def _redraw(
    lots: list[Lot], blocks: Sequence[Block], run: Sequence[int], frame: Frame, areas: Sequence[float]
) -> list[Lot]:
    """Replace a run of lots by fallow ones of the given areas and a last one with what is left."""
    model = lots[run[0]]
    rest = cast(Polygon, shapely.union_all([lots[i].polygon for i in run], grid_size=GRID_M))
    pieces = []
    for area in areas:
        piece, rest = _slide(rest, frame, area)
        pieces.append(piece)
    new = [replace(model, polygon=piece, rank=model.rank + k, vacant=True) for k, piece in enumerate(pieces)]
    new.append(replace(model, polygon=rest, rank=model.rank + len(pieces)))
    kept = [*lots[: run[0]], *new, *lots[run[-1] + 1 :]]
    return renoded(kept, model.block, blocks[model.block].land)


def _slide(polygon: Polygon, frame: Frame, area: float) -> tuple[Polygon, Polygon]:
    """Cut off the given area with a line square to the street."""
    flat = enter(polygon, frame)
    west, south, east, north = flat.bounds

    def excess(x: float) -> float:
        return float(shapely.intersection(flat, box(west, south, x, north)).area) - area

    x = brentq(excess, west, east, xtol=1e-6)
    line = LineString([(x, south - 5), (x, north + 5)])
    first, last = sorted(cut(flat, line), key=lambda piece: piece.centroid.x)
    return leave(first, frame), leave(last, frame)


def _plot_near(lots: Sequence[Lot], blocks: Sequence[Block], commune: Commune, taken: set[int]) -> int:
    """Return the housing lot of 680 to 1 100 m² nearest to the commune's estate, or to its middle."""
    faces = [b.face for b in blocks if b.commune is commune]
    estates = [b.face for b in blocks if b.commune is commune and b.use is Use.ESTATE]
    target = shapely.union_all(estates) if estates else shapely.union_all(faces).centroid
    fitting = [
        i
        for i, lot in enumerate(lots)
        if lot.use in HOUSING
        and blocks[lot.block].commune is commune
        and lot.front is not None
        and 680 < lot.polygon.area < 1100
        and lot.block not in taken
        and _is_stout(lot.polygon)
    ]
    return min(fitting, key=lambda i: (lots[i].polygon.distance(target), i))


def _is_stout(polygon: Polygon) -> bool:
    return not polygon.buffer(-7).is_empty


def scattered(
    lots: Sequence[Lot], singles: int, groups: int, rng: np.random.Generator, *, away_from: frozenset[int] = frozenset()
) -> tuple[list[Lot], list[Fallow]]:
    """Leave fallow single plots, and groups of touching plots that are worth assembling, away from some blocks."""
    chosen: dict[int, Fallow] = {}
    starts = rng.permutation(len(lots))
    for start in starts:
        if len({id(site) for site in chosen.values()}) >= groups:
            break
        run = range(start, min(start + int(rng.choice([2, 3, 3, 4])), len(lots)))
        if _is_assembly(lots, run) and lots[start].block not in away_from and not _is_near(run, chosen):
            site = Fallow(tuple(run))
            chosen |= dict.fromkeys(run, site)
    for start in starts[::-1][: 12 * singles]:
        lot = lots[start]
        fits = lot.use in HOUSING and lot.front is not None and lot.block not in away_from
        if fits and lot.polygon.area > 150 and not _is_near([start], chosen) and singles > 0:
            chosen[int(start)] = Fallow((int(start),))
            singles -= 1
    marked = [replace(lot, vacant=True) if i in chosen else lot for i, lot in enumerate(lots)]
    return marked, _distinct(chosen)


def _is_assembly(lots: Sequence[Lot], run: Sequence[int]) -> bool:
    members = [lots[i] for i in run]
    same = all((a.block, a.strip) == (b.block, b.strip) for a, b in pairwise(members))
    area = sum(lot.polygon.area for lot in members)
    touching = all(a.polygon.touches(b.polygon) for a, b in pairwise(members))
    small = all(lot.use in HOUSING and lot.front is not None and lot.polygon.area < 520 for lot in members)
    return same and small and len(members) > 1 and touching and 620 < area < 1400


def _is_near(run: Sequence[int], chosen: Mapping[int, Fallow]) -> bool:
    return any(i in chosen for i in range(run[0] - 3, run[-1] + 4))


def _distinct(chosen: Mapping[int, Fallow]) -> list[Fallow]:
    sites = {site.lots: site for site in chosen.values()}
    return [sites[key] for key in sorted(sites)]
