"""Points of view: those that come with the tool, a file of the user, and the weights that a person moved."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.errors import ScoringError
from geo.messages import N_, Message
from geo.scoring import Profile, builtin, parse_profile
from geo.sources.settings import read_settings
from geo.study.choices import OWN, Choices
from geo.study.readings import READINGS

NAMES = tuple(path.stem for path in builtin.PROFILES)
"""Of the points of view that come with the tool, the usual one first."""


def read_profile(path: Path) -> Profile:
    """
    Return the profile of a file, which may extend one that comes with the tool.

    Raises
    ------
    SourceError
        The file cannot be read.
    ScoringError
        Naming every key that is wrong and why.
    """
    return parse_profile(read_settings(path), where=path.name, bases=_document)


def read_own_profile(path: Path) -> Profile:
    """
    Return the profile of a file that a person sends, which may name no indicator that nobody measures.

    Raises
    ------
    SourceError
        The file cannot be read.
    ScoringError
        Naming every key that is wrong and why.
    """
    profile = read_profile(path)
    named = [(f"criteria.{criterion.id}", name) for criterion in profile.criteria for name in criterion.indicators]
    named += [(f"rules.{rule.id}", name) for rule in profile.rules for name in rule.indicators]
    faults = tuple(
        Message(N_("{key}: nobody measures the indicator “{indicator}”"), {"key": key, "indicator": name})
        for key, name in named
        if name not in READINGS
    )
    if faults:
        raise ScoringError(
            Message(N_("This profile cannot be used: {faults}."), {"faults": faults}),
            where=path.name,
            remedy=Message(N_("Name indicators as the profiles do that come with the tool.")),
        )
    return profile


def profile_named(name: str) -> Profile:
    """
    Return a profile that comes with the tool.

    Raises
    ------
    ScoringError
        None has this name.

    Examples
    --------
    >>> profile_named("elu").label
    'Elected official'
    """
    return read_profile(builtin.path_of(name))


def profile_of(choices: Choices) -> Profile:
    """
    Return the point of view that a person chose, with the weights that this person moved.

    What a link or an old study asks for and no longer exists is left aside.

    Examples
    --------
    >>> moved = profile_of(Choices(profile="elu", weights={"B1": 40, "Z9": 3}))
    >>> [criterion.weight for criterion in moved.criteria if criterion.id == "B1"]
    [40.0]
    >>> profile_of(Choices(profile="nobody")).name
    'technicien'
    """
    return _with_moved(_chosen(choices), choices.weights)


def _chosen(choices: Choices) -> Profile:
    if choices.profile == OWN and choices.own is not None:
        return choices.own
    return profile_named(choices.profile if choices.profile in NAMES else NAMES[0])


def _with_moved(profile: Profile, weights: Mapping[str, float]) -> Profile:
    """Return a profile with the weights that a person moved; those of criteria that it has not are left aside."""
    known = {criterion.id for criterion in profile.criteria}
    moved = {name: weight for name, weight in weights.items() if name in known}
    try:
        return profile.with_weights(moved) if moved else profile
    except ScoringError:  # every weight at zero: a score needs one
        return profile


def _document(name: str) -> Mapping[str, Any]:
    return read_settings(builtin.path_of(name))
