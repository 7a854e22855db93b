"""All that a person chose in a study, in one value: it is kept in the store, and its short part in a link."""

from collections.abc import Mapping
from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.models import Evidence, Verdict
from geo.scoring import Profile
from geo.study.costing import Costing
from geo.study.own_words import OwnWords
from geo.study.plots import MOST_PLOTS, Plot
from geo.study.wishes import Wish, wish_from

OWN = "own_profile"
"""Name of the point of view of a person's own file."""
MOST_COMPARED = 4
_MOST_GARDENS = 12
_BETWEEN, _WITHIN = ",", ":"

SiteId: TypeAlias = Annotated[str, Field(pattern=r"^[0-9][0-9AB][0-9]{3}[0-9a-f]{10}$")]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Points: TypeAlias = Annotated[float, Field(ge=0, le=1000)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Filters(_Frozen):
    """
    Which sites are shown; they change no score.

    Attributes
    ----------
    verdicts, evidence
        Those that are kept.
    communes
        Those that are kept, all of them when empty.
    least_m2, most_m2
        Area; no upper limit where it is missing. [m²]
    """

    verdicts: tuple[Verdict, ...] = tuple(Verdict)
    evidence: tuple[Evidence, ...] = tuple(Evidence)
    communes: tuple[str, ...] = ()
    least_m2: float = Field(default=0, ge=0)
    most_m2: float | None = Field(default=None, ge=0)


class Gardens(_Frozen):
    """
    What is asked of several gardens together.

    Attributes
    ----------
    count
        How many.
    budget_eur
        For all of them, none where it is missing. [€]
    least_communes
        In how many communes at least.
    least_residences
        How many of them in a social residence at least.
    kept, left_out
        Sites that must be part of it, or must not.
    """

    count: int = Field(default=3, ge=1, le=_MOST_GARDENS)
    budget_eur: float | None = Field(default=None, gt=0)
    least_communes: int = Field(default=1, ge=1)
    least_residences: int = Field(default=0, ge=0)
    kept: tuple[SiteId, ...] = ()
    left_out: tuple[SiteId, ...] = ()


class Choices(_Frozen):
    """
    All that a person chose.

    Attributes
    ----------
    profile
        Name of the point of view.
    own
        The point of view of a file of the person's own, whose name is `OWN`.
    weights
        By criterion, those that differ from the profile's. [points]
    site
        The one that is looked at; empty for none.
    compared
        Sites side by side.
    wishes
        Of the sketch of each site.
    costings
        What is known of the cost of each site.
    words
        What the association says of its project, for the dossier.
    given
        Plots of the person, which are sites beside the others.

    Examples
    --------
    >>> chosen = Choices(profile="elu", weights={"B1": 15}, compared=("92901abb515e5be",))
    >>> address_of(chosen)
    {'profile': 'elu', 'weights': 'B1:15', 'compare': '92901abb515e5be'}
    >>> choices_at(address_of(chosen)) == chosen
    True
    """

    profile: Name = "technicien"
    own: Profile | None = None
    weights: Mapping[Name, Points] = Field(default_factory=dict, max_length=64)
    filters: Filters = Filters()
    site: SiteId | None = None
    compared: tuple[SiteId, ...] = Field(default=(), max_length=MOST_COMPARED)
    gardens: Gardens = Gardens()
    wishes: Mapping[SiteId, Wish] = Field(default_factory=dict)
    costings: Mapping[SiteId, Costing] = Field(default_factory=dict)
    words: OwnWords = OwnWords()
    given: tuple[Plot, ...] = Field(default=(), max_length=MOST_PLOTS)

    @model_validator(mode="after")
    def _compares_each_once(self) -> Self:
        if len(set(self.compared)) < len(self.compared):
            raise ValueError("a site is compared with itself")
        return self

    def text(self) -> str:
        """Return what differs from the usual choices, as JSON: the same choices give the same text."""
        return self.model_dump_json(exclude_defaults=True)


def choices_from(text: str) -> Choices:
    """
    Return the choices that a text holds; the usual ones where it holds none, since anybody can write one.

    Examples
    --------
    >>> choices_from('{"profile": "elu"}').profile, choices_from('{"profile": "../x"}').profile
    ('elu', 'technicien')
    """
    try:
        return Choices.model_validate_json(text or "{}")
    except (ValidationError, RecursionError):
        return Choices()


def address_of(choices: Choices) -> dict[str, str]:
    """
    Return the part of the choices that a link holds: point of view, weights, sites, sketch of the site.

    A point of view of one's own, and its weights, are too long for a link: they stay with the saved study.
    """
    mine = choices.profile == OWN
    wish = choices.wishes.get(choices.site or "", Wish()).text()
    parts = {
        "profile": choices.profile if choices.profile != Choices().profile and not mine else "",
        "weights": "" if mine else _BETWEEN.join(f"{name}{_WITHIN}{pts:g}" for name, pts in choices.weights.items()),
        "site": choices.site or "",
        "compare": _BETWEEN.join(choices.compared),
        "sketch": wish if wish != Wish().text() else "",
    }
    return {name: text for name, text in parts.items() if text}


def choices_at(address: Mapping[str, str]) -> Choices:
    """
    Return the choices of a link; each part that makes no sense is left aside, the others stay.

    Examples
    --------
    >>> choices_at({"profile": "elu", "weights": "B1:many", "site": "<script>"})
    Choices(profile='elu', ...)
    """
    asked = {
        "profile": address.get("profile"),
        "weights": _weights_of(address.get("weights", "")),
        "site": address.get("site"),
        "compared": tuple(filter(None, address.get("compare", "").split(_BETWEEN))),
    }
    found = Choices()
    for name, value in asked.items():
        found = _with(found, {name: value}) if value else found
    if found.site and "sketch" in address:
        found = _with(found, {"wishes": {found.site: wish_from(address["sketch"])}})
    return found


def _with(choices: Choices, parts: Mapping[str, object]) -> Choices:
    try:
        return Choices.model_validate({**dict(choices), **parts})
    except ValidationError:
        return choices


def _weights_of(text: str) -> dict[str, str]:
    pairs = [part.split(_WITHIN) for part in text.split(_BETWEEN)]
    return dict(pair for pair in pairs if len(pair) == 2)
