"""Heights in whole steps of 16 bits: exact sums, twice as many at once as real numbers of 32 bits."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import SunlightError
from geo.messages import N_, Message
from geo.sunlight._kernels import counted
from geo.sunlight.scene import Scene, row_windows
from geo.sunlight.trees import HIGHEST_CROWN_M

MOST_STEPS = 16_000
"""Twice a difference of heights must stay within 16 bits."""
_FINEST_M = 0.001
_HIGHEST_M = 4_000.0
_SCANNED_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Ruler:
    """
    How heights become whole steps.

    Attributes
    ----------
    base
        The height of step 0, counted in steps.
    step_m
        A millimetre, doubled until the relief fits. [m]
    """

    base: int
    step_m: float

    def steps(self, heights: NDArray[np.float32]) -> NDArray[np.int16]:
        """
        Return heights in steps; what is missing or lower than the ruler is at its foot, where it casts no shadow.

        Examples
        --------
        >>> Ruler(100_000, 0.001).steps(np.array([100.0, 100.25, np.nan], np.float32)).tolist()
        [0, 250, 0]
        """
        flat = np.ascontiguousarray(heights, np.float32)
        return counted(np.atleast_2d(flat), self.step_m, self.base, MOST_STEPS).reshape(heights.shape)

    def length(self, metres: float) -> int:
        """Return a length in steps."""
        return round(metres / self.step_m)


def ruler_for(lowest: float, highest: float) -> Ruler:
    """
    Return the finest ruler on which the relief fits.

    Steps double from one millimetre, so that a relief twice as high has the same steps on a ruler twice as coarse.

    Parameters
    ----------
    lowest, highest
        Of all that casts a shadow or is looked at. [m]

    Examples
    --------
    >>> ruler_for(20.0, 60.0)
    Ruler(base=5000, step_m=0.004)
    """
    step_m = _FINEST_M
    while highest - lowest > (MOST_STEPS - 2) * step_m:
        step_m *= 2
    return Ruler(math.floor(lowest / step_m), step_m)


@dataclass(frozen=True, slots=True)
class Relief:
    """Extremes of all that casts a shadow or is looked at. [m]"""

    lowest: float
    highest: float


def relief_of(scene: Scene) -> Relief:
    """
    Read a scene once, strip by strip, for its extremes.

    Raises
    ------
    SunlightError
        It holds no height, or heights that no ground in metres has, or that no tree has.
    """
    lowest, highest, crown = math.inf, -math.inf, 0.0
    for window in row_windows(scene.surface, _SCANNED_CELLS):
        opaque, tops = scene.opaque(window), scene.tops(window)
        known = np.isfinite(opaque)
        if known.any():
            lowest, highest = min(lowest, float(opaque[known].min())), max(highest, float(tops[known].max()))
            crown = max(crown, float((tops - opaque)[known].max()))
    if crown > HIGHEST_CROWN_M:
        raise SunlightError(
            Message(N_("Crowns of {highest} m are no heights of trees above the ground."), {"highest": crown}),
            remedy=Message(N_("Choose the heights of the trees (MNH), 0 where there is none, not their altitudes.")),
        )
    return _checked(lowest, highest)


def _checked(lowest: float, highest: float) -> Relief:
    if highest < lowest:
        raise SunlightError(
            Message(N_("Every cell of this surface is missing.")),
            remedy=Message(N_("Choose the tile that covers your sites, or export the file again.")),
        )
    if lowest < -500 or highest > 9_000 or highest - lowest > _HIGHEST_M:
        values = {"lowest": lowest, "highest": highest}
        raise SunlightError(
            Message(N_("Heights from {lowest} to {highest} are not those of a ground in metres."), values),
            remedy=Message(
                N_("Check that the file is a surface model (MNS), in metres, and that its holes are declared.")
            ),
        )
    return Relief(lowest, highest)
