"""The inner loops, compiled: how high the shadow stands on each line, and who stands above it.

A sweep walks away from the sun, row by row. One or two families of parallel lines cross the cells, the lines of a
family one cell apart; each line carries the height of the shadow over it::

    sun  ╲ ╲ ╲ ╲      shadow ← max(shadow − drop, surface on the line)          far: the nearest line
          ╲ ╲ ╲ ╲
           ╲ · ╲ ╲    half a row before a cell, its own ray is looked at,       near: the cell's own ray
            ╲ ╲ ╲ ╲   since there a line aside would meet another wall

Heights are whole steps of the raster's `Ruler` in 16 bits, sixteen to a machine vector: sums are exact, so that strips
and threads cannot change a bit. Lines are placed, and drops rounded, by the numbers of rows and columns in the whole
raster, so that a strip computes what the whole would have.
"""

import math
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.numpy_support import carray
from numpy.typing import NDArray

from geo.compiled import compiled

Steps = NDArray[np.int16]
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Reals = NDArray[np.float32]
Counts = NDArray[np.uint16]
Mask = NDArray[np.bool_]

MARGIN = 1
"""Rows and columns that a strip needs around itself."""

_SHARES = 32_768
"""Shares of a cell are counted so that the product with a doubled difference is its high half-word."""


@compiled
def _share_of(rise: np.int16, share: np.int16) -> np.int16:
    """Return a share of a rise: the high half-word of a product, one instruction of the machine."""
    return np.int16(np.int32(np.int32(np.int16(2 * rise)) * np.int32(share)) >> 16)


@compiled
def _carry(shadow: Steps, surface: Steps, share: np.int16, drop: np.int16) -> None:
    """Take a row of lines one row further: the shadow sinks, the surface between two cells may stand above it."""
    for i in range(shadow.size):
        height = np.int16(surface[i] + _share_of(np.int16(surface[i + 1] - surface[i]), share))
        sunk = np.int16(shadow[i] - drop)
        shadow[i] = sunk if sunk > height else height


@compiled
def _judge(lit: Steps, ground: Steps, horizon: Steps, shadow: Steps, drop: np.int16, below: np.int16) -> None:
    """Count the sun where an eye stands above the shadow of what is far and the horizon of what is near."""
    for i in range(lit.size):
        seen = (np.int16(shadow[i] - below) <= ground[i]) & (horizon[i] <= drop)
        lit[i] = np.int16(lit[i] + np.int16(seen))


@compiled
def _look_near(horizon: Steps, ground: Steps, here: Steps, there: Steps, slope: float, observer: np.int16) -> None:
    """Set the horizon to how steep the surface rises half a row away on the cell's own ray, in steps a row."""
    column = math.floor(slope / 2)
    share, start = np.int16((slope / 2 - column) * _SHARES), MARGIN + column
    near, far = here[start : start + horizon.size + 1], there[start : start + horizon.size + 1]
    for i in range(horizon.size):
        one = np.int16(near[i] + _share_of(np.int16(near[i + 1] - near[i]), share))
        other = np.int16(far[i] + _share_of(np.int16(far[i + 1] - far[i]), share))
        height = np.int16(np.int16(one + other) >> 1)
        horizon[i] = np.int16(2 * np.int16(np.int16(height - ground[i]) - observer))


@compiled
def _carry_families(
    shadow: Steps, surface: Steps, row: int, slope: float, phase: float, origin: int, drop: float
) -> None:
    """Take every line of a sun over one row of the raster."""
    sinking = np.int16(math.floor(drop * (row + 1)) - math.floor(drop * row))
    lines = surface.size - 2 * MARGIN - 1
    inside = surface[MARGIN : MARGIN + lines + 1]
    for family in range(shadow.shape[0]):
        place = slope * row + phase + family / shadow.shape[0]
        column = math.floor(place)
        start = origin - column
        _carry(shadow[family, start : start + lines], inside, np.int16((place - column) * _SHARES), sinking)
        for outside in (start - 1, start + lines):  # over the edge there is no surface, yet cells may be nearest to it
            shadow[family, outside] = max(shadow[family, outside] - sinking, 0)


@compiled
def _nearest_lines(shadow: Steps, width: int, place: float, origin: int) -> Steps:
    """Return the shadow on the line that passes nearest to each cell's centre."""
    best, shift, least = 0, 0, 2.0
    for family in range(shadow.shape[0]):
        position = place + family / shadow.shape[0]
        nearest = math.floor(position + 0.5)
        if abs(position - nearest) < least:
            best, shift, least = family, nearest, abs(position - nearest)
    return shadow[best, origin - shift : origin - shift + width]


def _pointer_typed(_: Any, address: Any) -> tuple[Any, Callable[..., Any]]:
    return types.voidptr(address), lambda _, builder, __, values: builder.inttoptr(values[0], cgutils.voidptr_t)


_seen_through = cast(Callable[..., Steps], carray)
_pointer = cast(Callable[[int], Any], intrinsic(_pointer_typed))  # makes a pointer of an address


@compiled
def _uncounted(array: Steps) -> Steps:
    """
    Return the same cells, without the counting of references that Numba does each time that a row is cut out.

    It took a fifth of the time of a sweep. The array must live as long as what is returned.
    """
    return _seen_through(_pointer(array.ctypes.data), array.shape, np.int16)


@compiled
def sweep(  # noqa: PLR0913, PLR0917 — one array a name: a structure would keep the compiler from using vectors
    lit: Steps,
    shadows: Steps,
    casting: Steps,
    ground: Steps,
    observer: int,
    first: int,
    last: int,
    towards: int,
    months: Indices,
    bearings: Numbers,
    slopes: Numbers,
    phases: Numbers,
    drops: Numbers,
    origins: Indices,
) -> None:
    """
    Count the suns that each cell of a strip sees.

    Parameters
    ----------
    lit
        Shape (months, rows, columns); the suns seen are added to it. Like the next three, its cells lie in C order.
    shadows
        Shape (suns, families, lines): heights as the strip before left them; as this one leaves them after. [steps]
    casting, ground
        What casts shadows and what is looked at: the strip with `MARGIN` rows and columns more around; 0 where nothing
        is. [steps]
    observer
        Height of the eye above the ground. [steps]
    first, last
        Number of the strip's first row and of the last row in the whole raster.
    towards
        +1 where the sun is at the higher rows, −1 else.
    months
        One a sun: where in `lit` it is counted.
    bearings
        One a sun: columns a row of the ray looked at near a cell; neighbours with the same one share the look.
    slopes, phases, drops, origins
        One a sun: columns a row of its lines; where they start [columns]; how much a shadow sinks a row [steps]; place
        in `shadows` of the line of column 0 at row 0.
    """
    counts, heights, surface, floors = _uncounted(lit), _uncounted(shadows), _uncounted(casting), _uncounted(ground)
    _, rows, width = lit.shape
    eye, horizon = np.int16(observer), np.empty(width, np.int16)
    for step in range(rows):
        i = rows - 1 - step if towards > 0 else step
        here, there, row = surface[i + MARGIN], surface[i + MARGIN + towards], first + i + towards
        floor = floors[i + MARGIN, MARGIN : MARGIN + width]
        for sun in range(slopes.size):
            if sun == 0 or bearings[sun] != bearings[sun - 1]:
                _look_near(horizon, floor, here, there, bearings[sun] * towards, eye)
            if 0 <= row <= last:
                _carry_families(heights[sun], there, row, slopes[sun], phases[sun], origins[sun], drops[sun])
            shadow = _nearest_lines(heights[sun], width, slopes[sun] * (first + i) + phases[sun], origins[sun])
            drop = np.int16(drops[sun] + 0.5)
            _judge(counts[months[sun], i], floor, horizon, shadow, drop, np.int16(drop + eye))


@compiled
def hours_of(
    bands: Reals, seen: Counts, beside_crowns: Counts, lets: Reals, day_h: Reals, days: Reals, known: Mask
) -> None:
    """
    Write hours a day from counts of suns: first the mean of the period, then each month.

    One pass over the cells: the same in whole arrays took as long as the sweeps of a season of representative days.

    Parameters
    ----------
    bands
        Shape (1 + months, rows, columns): written over. [h]
    seen
        Suns that nothing but ground and buildings hides, of shape (months, rows, columns).
    beside_crowns
        Suns that no crown hides either; the same array where there are no crowns.
    lets
        One a month: share of the sun that crowns let through. [0–1]
    day_h
        One a month: hours a day that a sun of it stands for. [h]
    days
        One a month: its share of the days of the period. [0–1]
    known
        False where the surface is missing, of shape (rows, columns).
    """
    months, rows, columns = seen.shape
    missing = np.float32(np.nan)
    for row in range(rows):
        mean, here = bands[0, row], known[row]
        mean[:] = 0
        for month in range(months):
            band, opaque, clear = bands[1 + month, row], seen[month, row], beside_crowns[month, row]
            let, hour, day = lets[month], day_h[month], days[month]
            for i in range(columns):
                suns = np.float32(clear[i]) + let * (np.float32(opaque[i]) - np.float32(clear[i]))
                band[i] = suns * hour if here[i] else missing
                mean[i] += day * band[i]


@compiled
def mean_of_squares(heights: Reals, side: int) -> Reals:
    """Return the means of squares of cells, missing where all of their cells are."""
    means = np.empty((heights.shape[0] // side, heights.shape[1] // side), np.float32)
    for row in range(means.shape[0]):
        for column in range(means.shape[1]):
            total, known = 0.0, 0
            for i in range(row * side, (row + 1) * side):
                for j in range(column * side, (column + 1) * side):
                    if np.isfinite(heights[i, j]):
                        total += heights[i, j]
                        known += 1
            means[row, column] = total / known if known else np.nan
    return means


@compiled
def counted(heights: Reals, step_m: float, base: int, most: int) -> Steps:
    """Return heights in steps above a base: 0 where missing or lower, `most` where higher."""
    steps = np.empty(heights.shape, np.int16)
    for row in range(heights.shape[0]):
        for i in range(heights.shape[1]):
            above = np.rint(np.float64(heights[row, i]) / step_m) - base
            within = min(above, float(most)) if above > 0 else 0.0  # a missing height is above nothing
            steps[row, i] = np.int16(within)
    return steps
