"""What a territory lacks, the most useful file first."""

from collections.abc import Iterator, Mapping

from geo.models import Role, Territory
from geo.scoring import Profile
from geo.study.readings import READINGS, Reading

_HELP = 0.25
"""What a layer that only makes a figure better is worth, beside one that alone gives it (our assumption). [–]"""
_RULE = 5.0
"""What a rule that nothing allows to check is worth (our assumption). [points]"""
_FINDS = {Role.FALLOW: 10.0}
"""What a layer is worth that finds sites, beside what it tells of them (our assumption). [points]"""
_ON_THE_GROUND = frozenset({Role.FIELD_CHECKS, Role.LAB_SAMPLES})
"""They come last: nobody publishes them, they are made site by site once the files have told which."""


def usefulness(territory: Territory, profile: Profile) -> Mapping[Role, float]:
    """
    Weigh the layers that a territory lacks by what a profile would learn from each.

    Parameters
    ----------
    territory
        Its layers and rasters say what is there.
    profile
        The weight of a criterion is shared evenly among the indicators that it reads; a rule has one of its own.

    Returns
    -------
    points
        By missing role, the most useful first, what is found on the ground last. The weight of what nothing tells yet
        counts in full, that of what a layer would tell better for a quarter. [points]
    """
    held = {*territory.layers, *territory.rasters}
    points = {role: _FINDS.get(role, 0.0) for role in Role if role not in held}
    for name, share in _shares(profile):
        reading = READINGS.get(name, Reading(()))
        unknown = not held.intersection(reading.needs)
        for role in points.keys() & {*reading.roles}:
            points[role] += share if unknown and role in reading.needs else _HELP * share
    order = sorted(points, key=lambda role: (role in _ON_THE_GROUND, -points[role], list(Role).index(role)))
    return {role: points[role] for role in order}


def _shares(profile: Profile) -> Iterator[tuple[str, float]]:
    for criterion in profile.criteria:
        for name in criterion.indicators:
            yield name, criterion.weight / len(criterion.indicators)
    for rule in profile.rules:
        yield rule.indicator, _RULE
