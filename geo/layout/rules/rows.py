"""One line of the judgement: a figure against its limit."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from geo.messages import N_, Message
from geo.plans import RuleCheck, Zone

NOISE = 1e-6
"""Figures closer than this are equal: lengths between coordinates of seven digits carry some nanometres."""

ZONE_NAMES: Mapping[Zone, Message] = MappingProxyType(
    {
        Zone.POTAGER: Message(N_("Vegetables")),
        Zone.VERGER: Message(N_("Orchard")),
        Zone.AROMATIQUES: Message(N_("Herbs")),
        Zone.FLEURS: Message(N_("Flowers")),
        Zone.ACCUEIL: Message(N_("Gathering place")),
        Zone.SERVICE: Message(N_("Service")),
    }
)


def at_least(name: str, measured: float, limit: float, unit: str, text: Message) -> RuleCheck:
    """
    Return a rule that wants a figure no smaller than its limit.

    Examples
    --------
    >>> at_least("trees.spacing", 3.9, 4.0, "m", Message("Wide apart.")).met
    False
    """
    return RuleCheck(name, bool(measured >= limit - NOISE), float(measured), float(limit), unit, text)


def at_most(name: str, measured: float, limit: float, unit: str, text: Message) -> RuleCheck:
    """
    Return a rule that wants a figure no larger than its limit; a figure that cannot be had (NaN) is not met.

    Examples
    --------
    >>> at_most("beds.axis", float("nan"), 25.0, "°", Message("North to south.")).met
    False
    """
    return RuleCheck(name, bool(measured <= limit + NOISE), float(measured), float(limit), unit, text)


def unmeasurable() -> RuleCheck:
    """Return the row of a plan whose drawing cannot be measured at all."""
    text = Message(N_("The drawing must be made of plain polygons that can be measured."))
    return at_most("geometry.zones", math.nan, 0.0, "", text)
