"""The last small moves, on the exact zones: what an arrangement lacks once it is cut."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from geo.layout.canvas import Canvas, largest
from geo.layout.drawing import balanced, clear_of
from geo.layout.fitting import lack_of, unseen
from geo.layout.programme import Programme
from geo.layout.slices import unrolled
from geo.layout.unrolled import Arrangement
from geo.plans import Zone

Numbers = NDArray[np.float64]

_BESIDE_M, _ALONG_M = 1.15, 0.1
_BROKEN, _LEAST_M2 = 300.0, 1.0
_OFF_AREA, _UNFILLED, _FILLED = 10.0, 400.0, 0.97


@dataclass(eq=False, slots=True)
class Settler:
    """
    Measures arrangements on their zones as they are cut.

    Attributes
    ----------
    canvas
        The ground.
    programme
        For its area.
    left
        How many more it measures: after them everything lacks too much.
    """

    canvas: Canvas
    programme: Programme
    left: int = 150

    def lack(self, arrangement: Arrangement) -> float:
        """Return what keeps an arrangement from being a garden; 0 when no corner needs to be rounded."""
        if self.left <= 0:
            return np.inf
        self.left -= 1
        try:
            return self._lack(arrangement)
        except GEOSException:
            return _BROKEN  # overlays fail on nearly equal vertices

    def _lack(self, arrangement: Arrangement) -> float:
        land = unrolled(self.canvas, arrangement.spine)
        zones = balanced(land, arrangement.order, self.programme)
        if zones is None:
            return _BROKEN
        shapes = np.array(list(zones.values()), object)
        areas = shapely.area(shapes)
        if areas.min() < _LEAST_M2:
            return _BROKEN
        radii = np.array([self.programme.zones[zone].floor_width_m / 2 for zone in zones])
        cores = np.array([largest(core) for core in shapely.buffer(shapes, -radii, quad_segs=6)], object)
        kept = shapely.area(shapely.buffer(cores, radii, quad_segs=6)) / areas
        contact = shapely.length(shapely.intersection(shapely.boundary(shapes), clear_of(land.paths)))
        flowers, street = zones[Zone.FLEURS], self.canvas.street
        along_m = street.intersection(flowers.buffer(_ALONG_M, quad_segs=2)).length - 2 * _ALONG_M
        from_gate_m = flowers.distance(shapely.Point(arrangement.spine.gate))
        filled = float(areas.sum() + land.paths.area) / self.canvas.ground.usable.area
        return (
            lack_of(kept, contact / _BESIDE_M, areas / areas.sum(), np.ones(len(areas)))
            + unseen(along_m, from_gate_m, street.length)
            + self._off(areas, land.area_m2)
            + _UNFILLED * max(0.0, _FILLED - filled)
        )

    def _off(self, areas: Numbers, total_m2: float) -> float:
        """Return what areas off their targets cost: nothing within what the rules allow."""
        targets = np.array(list(self.programme.targets_m2(total_m2).values()))
        off = np.abs(areas - targets) / np.maximum(0.05 * targets, 2.0)
        return _OFF_AREA * float(off[off > 0.8].sum())
