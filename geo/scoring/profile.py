"""A profile says what counts and how much: criteria with weights and value functions, and rules that come first."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from geo.errors import ScoringError
from geo.faults import faults_in
from geo.messages import N_, Message, Value
from geo.scoring.criteria import Criterion, Frozen, Label, Name, Theme, Weight
from geo.scoring.rules import Rule


class Profile(Frozen):
    """
    A point of view on the sites.

    Attributes
    ----------
    name
        Used in file names and links.
    label
        What a person reads.
    """

    name: Name
    label: Label
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for names in ([c.id for c in self.criteria], [r.id for r in self.rules]):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"the id {twice[0]} is used twice")
        if not sum(criterion.weight for criterion in self.criteria):
            raise ValueError("at least one weight must be positive")
        return self

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each criterion, by its id. [points]"""
        return {criterion.id: criterion.weight for criterion in self.criteria}

    @property
    def apart_from_weights(self) -> str:
        """All that decides of values and verdicts, as JSON: two profiles that share it differ in weights alone."""
        return self.model_dump_json(
            include={"criteria": True, "rules": True}, exclude={"criteria": {"__all__": {"weight"}}}
        )

    @property
    def themes(self) -> dict[str, Theme]:
        """The theme of each criterion, by its id."""
        return {criterion.id: criterion.theme for criterion in self.criteria}

    def with_weights(self, weights: Mapping[str, float]) -> "Profile":
        """
        Return the same profile with other weights.

        Parameters
        ----------
        weights
            By criterion id; the others keep theirs. [points]

        Raises
        ------
        ScoringError
            A weight is negative or not a number, or all are zero.
        """
        criteria = [
            criterion.model_dump() | {"weight": weights.get(criterion.id, criterion.weight)}
            for criterion in self.criteria
        ]
        return parse_profile(self.model_dump() | {"criteria": criteria}, where=self.name)

    def theme_weight(self, theme: Theme) -> float:
        """Return the sum of the weights of a theme. [points]"""
        return sum(criterion.weight for criterion in self.criteria if criterion.theme == theme)

    def with_theme_weights(self, weights: Mapping[Theme, float]) -> "Profile":
        """
        Return the same profile with other weights for its themes, shared inside each as they were.

        Parameters
        ----------
        weights
            By theme; the others keep theirs. [points]

        Raises
        ------
        ScoringError
            A weight is negative, or all are zero.
        """
        factors = {theme: weight / own for theme, weight in weights.items() if (own := self.theme_weight(theme))}
        return self.with_weights({c.id: c.weight * factors.get(c.theme, 1.0) for c in self.criteria})


class _Extension(Frozen):
    """A file that says only how it differs from a profile that comes with the tool."""

    extends: Name
    name: Name
    label: Label
    weights: Mapping[str, Weight] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    rules: tuple[Rule, ...] = ()


Bases = Callable[[str], Mapping[str, Any]]
"""Returns the content of the file of a profile that comes with the tool, by its name."""


def parse_profile(document: Mapping[str, Any], *, where: str, bases: Bases | None = None) -> Profile:
    """
    Check a profile read from a file.

    Parameters
    ----------
    document
        The content of the TOML file. One that ``extends`` another profile gives what differs alone: ``weights`` by
        criterion id, and criteria and rules that replace those with the same id or come after them.
    where
        Its name, for the message.
    bases
        Finds the profile that the file extends.

    Raises
    ------
    ScoringError
        Naming every key that is wrong and why.

    Examples
    --------
    >>> try:
    ...     parse_profile({"name": "mine", "label": "Mine", "criteria": []}, where="mine.toml")
    ... except ScoringError as error:
    ...     print(error.reason.values["faults"][0].values["key"])
    criteria
    """
    try:
        if bases is not None and "extends" in document:
            document = _extended(_Extension.model_validate(document), bases, where)
        return Profile.model_validate(document)
    except ValidationError as error:
        raise _unusable(faults_in(error, N_("profile")), where) from error


def _extended(extension: _Extension, bases: Bases, where: str) -> Mapping[str, Any]:
    base = parse_profile(bases(extension.extends), where=extension.extends)
    criteria = [criterion.model_dump() for criterion in _replaced(base.criteria, extension.criteria)]
    unknown = set(extension.weights) - {criterion["id"] for criterion in criteria}
    if unknown:
        reason = Message(N_("no criterion has this id"))
        faults = [Message(N_("{key}: {reason}"), {"key": f"weights.{i}", "reason": reason}) for i in sorted(unknown)]
        raise _unusable(tuple(faults), where)
    weighted = [
        criterion | {"weight": extension.weights.get(criterion["id"], criterion["weight"])} for criterion in criteria
    ]
    rules = [rule.model_dump() for rule in _replaced(base.rules, extension.rules)]
    return {"name": extension.name, "label": extension.label, "criteria": weighted, "rules": rules}


def _replaced(base: Sequence[Any], own: Sequence[Any]) -> Sequence[Any]:
    return tuple(({item.id: item for item in base} | {item.id: item for item in own}).values())


def _unusable(faults: tuple[Value, ...], where: str) -> ScoringError:
    return ScoringError(
        Message(N_("This profile cannot be used: {faults}."), {"faults": faults}),
        where=where,
        remedy=Message(N_("Correct these keys, or start again from a copy of the profile “technicien”.")),
    )
