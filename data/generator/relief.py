"""The lie of the land: a valley to the south, a hillside, a plateau to the north.

The town is drawn on a flat blueprint whose x runs along the hillside and whose y climbs it. `bend` then folds
the blueprint like the contour lines, so that streets drawn along x follow the relief.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

ORIGIN = (640_200.0, 6_851_300.0)
"""Lambert-93 place of the blueprint's south-west corner, in the wooded south of Hauts-de-Seine. [m]"""

_TERRACES = (
    (0.0, 58.0),
    (330.0, 64.0),
    (620.0, 76.0),
    (1000.0, 104.0),
    (1340.0, 139.0),
    (1600.0, 153.0),
    (2000.0, 158.0),
)
"""Ground level against the blueprint's y. [m, m above sea level]"""


@dataclass(frozen=True, slots=True)
class Fold:
    """One wave of the bending: its length, direction, phase and height."""

    length_m: float
    azimuth: float
    phase: float
    height_m: float


@dataclass(frozen=True, slots=True)
class Relief:
    """Waves that bend the blueprint across (`x`) and along (`y`) the slope."""

    x: tuple[Fold, ...]
    y: tuple[Fold, ...]


def relief(rng: np.random.Generator) -> Relief:
    """Return the waves of one town: long ones follow the hill, short ones are the hand of the surveyors."""
    return Relief(x=_folds(rng, (1500, 18), (800, 12), (330, 5)), y=_folds(rng, (1700, 62), (900, 34), (420, 8)))


def _folds(rng: np.random.Generator, *sizes: tuple[float, float]) -> tuple[Fold, ...]:
    phases = rng.uniform(0, 2 * math.pi, len(sizes))
    azimuths = rng.uniform(-0.7, 0.7, len(sizes))
    return tuple(
        Fold(size[0], azimuth, phase, size[1]) for size, azimuth, phase in zip(sizes, azimuths, phases, strict=True)
    )


def bend(geometry: BaseGeometry, shape: Relief) -> BaseGeometry:
    """Return a blueprint geometry where it lies on the ground. [m, EPSG:2154]"""
    return shapely.transform(geometry, lambda points: bend_points(points, shape))


def bend_points(points: Floats, shape: Relief) -> Floats:
    """
    Move blueprint points to the ground.

    Examples
    --------
    >>> flat = Relief(x=(), y=())
    >>> bend_points(np.array([[10.0, 20.0]]), flat).tolist()
    [[640210.0, 6851320.0]]
    """
    moves = np.column_stack([_wave(points, shape.x), _wave(points, shape.y)])
    ground: Floats = points + moves + np.array(ORIGIN)
    return ground


def flatten_points(points: Floats, shape: Relief, rounds: int = 7) -> Floats:
    """Return the blueprint points of ground points: the inverse of `bend_points`, by fixed-point iteration."""
    flat: Floats = points - np.array(ORIGIN)
    for _ in range(rounds):
        flat = flat - (bend_points(flat, shape) - points)
    return flat


def elevation(points: Floats, shape: Relief) -> Floats:
    """Return the level of the ground at ground points. [m above sea level]"""
    flat = flatten_points(points, shape)
    along, up = np.array(_TERRACES).T
    smooth = np.mean([np.interp(flat[:, 1] + shift, along, up) for shift in np.linspace(-150, 150, 25)], axis=0)
    ravine = 9 * np.exp(-(((flat[:, 0] - 1430) / 120) ** 2)) * np.clip(flat[:, 1] / 900, 0, 1)
    knolls = 1.6 * np.sin(flat[:, 0] / 170) * np.cos(flat[:, 1] / 210)
    level: Floats = smooth - ravine + knolls
    return level


def _wave(points: Floats, folds: tuple[Fold, ...]) -> Floats:
    total: Floats = np.zeros(len(points))
    for fold in folds:
        along = points[:, 0] * math.cos(fold.azimuth) + points[:, 1] * math.sin(fold.azimuth)
        total = total + fold.height_m * np.sin(2 * math.pi * along / fold.length_m + fold.phase)
    return total
