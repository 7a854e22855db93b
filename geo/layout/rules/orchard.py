"""Rules on the trees: enough of them, far enough from one another, from neighbours and from paths."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.layout.rules.rows import at_least, at_most
from geo.layout.rules.scene import Scene
from geo.messages import N_, Message
from geo.plans import RuleCheck, Zone

LEAST_TREES, M2_A_TREE = 2, 35.0
"""New trees in an orchard: so many, or one for so much of its area where that is more. [–], [m²]"""
SPACING_M = 4.0
"""Between two low stems (pepinieresdenghien.be). [m]"""
TALL_M, TALL_AWAY_M, SMALL_AWAY_M = 2.0, 2.0, 0.5
"""A tree taller than this stays this far from a neighbour's land, another that far (Code civil, art. 671). [m]"""
STREET_M = 0.3
"""The edge of the site that is no farther from the street is along it. [m]"""
FROM_PATHS_M = 1.0
"""Between a trunk and the paths. [m]"""


def orchard_rules(scene: Scene) -> Iterator[RuleCheck]:
    """
    Judge the new free-standing trees: ``trees.*``. Distances are from the trunks.

    Where no street is known, the whole edge of the site counts as a neighbour's.
    """
    trees = scene.trees
    if scene.has(Zone.VERGER):
        verger = scene.zones[Zone.VERGER]
        least = max(LEAST_TREES, verger.area / M2_A_TREE)
        text = Message(N_("At least two fruit trees, and one for each 35 m² of orchard."))
        yield at_least("trees.count", len(trees), least, "", text)
        out = int((~shapely.intersects(verger, trees)).sum())
        yield at_most("trees.inside", out, 0, "", Message(N_("Fruit trees stand in the orchard.")))
    if len(trees) > 1:
        text = Message(N_("Fruit trees stand at least {limit} m apart."), {"limit": SPACING_M})
        yield at_least("trees.spacing", _closest(trees), SPACING_M, "m", text)
    if len(trees):
        yield from _away(scene)


def _closest(trees: NDArray[np.object_]) -> float:
    first, second = np.triu_indices(len(trees), k=1)
    return float(shapely.distance(trees[first], trees[second]).min())


def _away(scene: Scene) -> Iterator[RuleCheck]:
    private = private_boundary(scene)
    if not private.is_empty:
        height = np.array([tree.height_m for tree in scene.plan.trees])
        need = np.where(height <= TALL_M, SMALL_AWAY_M, TALL_AWAY_M)
        away = shapely.distance(scene.trees, private)
        worst = int(np.argmin(away - need))
        values = {"limit": float(need[worst])}
        text = Message(N_("Fruit trees stand at least {limit} m from the neighbours' land."), values)
        yield at_least("trees.boundary", away[worst], need[worst], "m", text)
    away = shapely.distance(scene.trees, scene.paths)
    text = Message(N_("Fruit trees stand at least {limit} m from the paths."), {"limit": FROM_PATHS_M})
    yield at_least("trees.paths", away.min(), FROM_PATHS_M, "m", text)


def private_boundary(scene: Scene) -> BaseGeometry:
    """Return the edge of the site along neighbours: all of it but the part along a street that is known."""
    ground = scene.plan.ground
    edge = shapely.boundary(scene.outline)
    if not ground.street_known:
        return edge
    return shapely.difference(edge, shapely.buffer(ground.street, STREET_M, cap_style="flat"))
