"""Crowns let some sun through: almost none in leaf, about half of it when bare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from geo.errors import SunlightError
from geo.messages import N_, Message
from geo.models import Bounds

_IN_LEAF = 0.03
_BARE = 0.45

DECIDUOUS: Mapping[int, float] = MappingProxyType(
    dict.fromkeys((1, 2, 3, 11, 12), _BARE) | {4: 0.11, 10: 0.09} | dict.fromkeys(range(5, 10), _IN_LEAF)
)
"""
Share of the direct sun that a deciduous crown lets through, by month.

In leaf 1.3–5.3 %, bare 40.2–51.9 % [1]_; leaves from 7 April to 27 October, as UMEP assumes [2]_, so that April has six
bare days and October four.

.. [1] Konarska, J. et al. (2014), Transmissivity of solar radiation through crowns of single urban trees. Theoretical
   and Applied Climatology 117, 363–376.
.. [2] Lindberg, F. et al. (2018), Urban Multi-scale Environmental Predictor. Environmental Modelling & Software 99.
"""

EVERGREEN: Mapping[int, float] = MappingProxyType(dict.fromkeys(range(1, 13), _IN_LEAF))
"""Share of the direct sun that an evergreen crown lets through, by month: as in leaf, all year (our assumption)."""

_MONTHS = MappingProxyType({f"{month:02d}": month for month in range(1, 13)})

LEAST_CROWN_M = 1.0
"""Lower greenery is ground: grass, hedges' feet, noise of the survey (our assumption). [m]"""

HIGHEST_CROWN_M = 70.0
"""No tree of France is higher: what is has been measured from the sea. [m]"""

_SAME_CROWN_M = 1.5
"""A surface that stands this close to the canopy's height above the terrain shows the crown itself (our assumption)."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree as a point. [m]"""

    x: float
    y: float
    crown_radius_m: float
    height_m: float


def transmissivity_of(settings: Mapping[str, object], *, where: str) -> Mapping[int, float]:
    """
    Read shares of the sun that crowns let through from the settings of a user; the other months stay deciduous.

    Parameters
    ----------
    settings
        A table `transmissivity`: month written as two figures → share. [0–1]
    where
        Name of the file, for the errors.

    Raises
    ------
    SunlightError
        There is no such table, or it holds something else.

    Examples
    --------
    >>> transmissivity_of({"transmissivity": {"06": 0.2}}, where="crowns.toml")[6]
    0.2
    """
    table = settings.get("transmissivity")
    if not isinstance(table, Mapping) or not table or set(settings) != {"transmissivity"}:
        raise _no_shares(where, "transmissivity")
    for month, share in table.items():
        if month not in _MONTHS or isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise _no_shares(where, str(month))
    return dict(DECIDUOUS) | {_MONTHS[month]: float(share) for month, share in table.items()}


def _no_shares(where: str, key: str) -> SunlightError:
    return SunlightError(
        Message(N_("“{key}” is no share of the sun by month."), {"key": key}),
        where=where,
        remedy=Message(N_("Write a table [transmissivity] with lines such as 06 = 0.03, from 0 to 1.")),
    )


def crown_tops(opaque: NDArray[np.float32], canopy: NDArray[np.float32]) -> NDArray[np.float32]:
    """
    Put crowns on a surface; from the ground to its top, a crown is one body.

    Parameters
    ----------
    opaque
        Ground and buildings. [m]
    canopy
        Height of the crowns above them; missing where there is none. [m]

    Examples
    --------
    >>> crown_tops(np.array([[10, 10]], np.float32), np.array([[6, np.nan]], np.float32)).tolist()
    [[16.0, 10.0]]
    """
    crown = np.where(np.nan_to_num(canopy, nan=0.0) >= LEAST_CROWN_M, canopy, np.float32(0))
    return np.asarray(opaque + crown, dtype=np.float32)


def without_crowns(
    surface: NDArray[np.float32], canopy: NDArray[np.float32], terrain: NDArray[np.float32]
) -> NDArray[np.float32]:
    """
    Take away the crowns that a surface shows, down to the bare ground.

    Some surfaces hold their trees (MNS of LiDAR HD), others do not (UMEP). A cell is a crown's when the canopy is there
    and the surface stands as high above the terrain as the canopy does, within 1.5 m; a roof under a crown stays.

    Parameters
    ----------
    surface, terrain
        Absolute heights. [m]
    canopy
        Above the ground. [m]

    Examples
    --------
    >>> cells = [np.array([row], np.float32) for row in ([18, 25, 10], [8, 8, 8], [10, 10, 10])]
    >>> without_crowns(*cells).tolist()
    [[10.0, 25.0, 10.0]]
    """
    crown = np.nan_to_num(canopy, nan=0.0)
    shown = (crown >= LEAST_CROWN_M) & (np.abs(surface - terrain - crown) <= _SAME_CROWN_M)
    return np.where(shown, terrain, surface)


def canopy_of(trees: Sequence[Tree], bounds: Bounds, *, cell_m: float) -> NDArray[np.float32]:
    """
    Draw trees as canopy heights: half ellipsoids as wide as the crown and as high as the tree.

    Parameters
    ----------
    trees
        In the CRS of the rectangle.
    bounds
        The rectangle, whole cells from its north-western corner. [m]
    cell_m
        Side of a cell. [m]

    Returns
    -------
    canopy
        Above the ground, 0 where there is none. [m]

    Examples
    --------
    >>> canopy_of([Tree(1.5, 1.5, 1.2, 5.0)], Bounds(0, 0, 3, 3), cell_m=1.0).astype(int).tolist()
    [[0, 2, 0], [2, 5, 2], [0, 2, 0]]
    """
    rows, columns = round((bounds.north - bounds.south) / cell_m), round((bounds.east - bounds.west) / cell_m)
    canopy = np.zeros((rows, columns), np.float32)
    east = bounds.west + (np.arange(columns) + 0.5) * cell_m
    south = bounds.north - (np.arange(rows) + 0.5) * cell_m
    for tree in trees:
        across = np.flatnonzero(np.abs(east - tree.x) <= tree.crown_radius_m)
        down = np.flatnonzero(np.abs(south - tree.y) <= tree.crown_radius_m)
        cells = np.ix_(down, across)
        aside = np.hypot(east[across] - tree.x, (south[down] - tree.y)[:, np.newaxis]) / tree.crown_radius_m
        dome = tree.height_m * np.sqrt(np.clip(1 - aside**2, 0, None))
        canopy[cells] = np.maximum(canopy[cells], dome)
    return canopy
