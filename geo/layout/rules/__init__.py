"""
The judge of plans: what a garden must be, measured on the drawing alone.

It shares no code with what draws the plans, so that a fault of theirs is not also its own.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
from shapely.errors import GEOSException

from geo.geometry import GRID_M
from geo.layout.programme import Programme
from geo.layout.rules.access import access_rules
from geo.layout.rules.growing import bed_rules, furniture_rules
from geo.layout.rules.land import land_rules
from geo.layout.rules.light import light_rules
from geo.layout.rules.orchard import orchard_rules
from geo.layout.rules.remedies import remedies
from geo.layout.rules.rows import unmeasurable
from geo.layout.rules.scene import Scene, read_scene
from geo.layout.rules.siting import siting_rules
from geo.layout.rules.sunniest import sunniest_block_h
from geo.plans import Plan, RuleCheck

__all__ = ["check", "faults_as_laid", "remedies", "sunniest_block_h"]

Theme: TypeAlias = Callable[[Scene], Iterator[RuleCheck]]

_LAID = (land_rules, access_rules, bed_rules)
_THEMES = (land_rules, access_rules, light_rules, orchard_rules, siting_rules, bed_rules, furniture_rules)


def faults_as_laid(plan: Plan, programme: Programme) -> tuple[RuleCheck, ...]:
    """
    Judge zones, paths and beds alone, and return the rules that they break: no tree nor furniture mends those.

    Parameters
    ----------
    programme
        The whole one: the reduced programme of a small site is taken here.
    """
    return tuple(row for row in _judged(plan, programme, _LAID) if not row.met)


def check(plan: Plan, programme: Programme) -> tuple[RuleCheck, ...]:
    """
    Judge a plan by every rule.

    A rule without data (no sun, no terrain, no buildings around, a zone that the programme leaves out) has no
    row. What cannot be measured on an odd drawing is NaN and not met. Where overlays fail on nearly equal
    vertices, the drawing is snapped to 1 mm and judged again; it never raises.

    Parameters
    ----------
    programme
        The whole one: the reduced programme of a small site is taken here.
    """
    return _judged(plan, programme, _THEMES)


def _judged(plan: Plan, programme: Programme, themes: Sequence[Theme]) -> tuple[RuleCheck, ...]:
    for grid_m in (0.0, GRID_M):
        try:
            with np.errstate(invalid="ignore", over="ignore"):  # distances to what is missing are NaN
                scene = read_scene(plan, programme, grid_m=grid_m)
                return tuple(chain.from_iterable(rules(scene) for rules in themes))
        except GEOSException:
            continue  # nearly equal vertices: the next grid may do
    return (unmeasurable(),)
