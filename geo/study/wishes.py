"""What a person wishes of a sketch, small enough for the address of a page."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.layout.programme import FOLDER, Programme, parse_programme
from geo.plans import Zone
from geo.sources.settings import read_settings

ProgrammeName: TypeAlias = Literal["clamart", "residence", "dense"]
PROGRAMMES: tuple[ProgrammeName, ...] = ("clamart", "residence", "dense")
MOST_KEPT = 12
LARGEST_KEPT_M = 15.0
"""Of the radius. [m]"""
SEEDS = 1000
MOST_LOCKS = 4
"""Each lock is one more sketch to draw before the one that is wished."""

_Share: TypeAlias = Annotated[float, Field(gt=0, le=100)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Kept(_Frozen):
    """
    Something round that stays on the site: a tree, a hut, a pond.

    Attributes
    ----------
    east_m, north_m
        Of its middle, from the south-western corner of the rectangle around the site. [m]
    radius_m
        What it takes of the ground: for a tree its foot, not its crown. [m]
    """

    east_m: float = Field(ge=0, le=10_000)
    north_m: float = Field(ge=0, le=10_000)
    radius_m: float = Field(ge=0.1, le=LARGEST_KEPT_M)


class Lock(_Frozen):
    """
    Zones of an earlier sketch that stay as they are, with its paths.

    Attributes
    ----------
    wish
        What that sketch was drawn from.
    number
        Of its variant.
    """

    wish: "Wish"
    number: int = Field(ge=1, le=9)
    zones: tuple[Zone, ...] = Field(min_length=1, max_length=len(Zone))


class Wish(_Frozen):
    """
    What a person wishes of the sketch of one site.

    Attributes
    ----------
    programme
        One of those that come with the tool.
    shares
        The shares of zones that differ from the programme's. [points]
    gate_m
        Place of the gate along the street side, from its beginning; the best one is searched where it is missing. [m]
    kept
        Things that stay, beside the buildings that the territory knows.
    seed
        Another number, other plans.
    lock
        What stays of an earlier sketch.

    Examples
    --------
    >>> Wish(programme="dense", gate_m=12.5).text()
    '{"programme":"dense","gate_m":12.5}'
    """

    programme: ProgrammeName = "clamart"
    shares: Mapping[Zone, _Share] = Field(default_factory=dict, max_length=len(Zone))
    gate_m: float | None = Field(default=None, ge=0, le=10_000)
    kept: tuple[Kept, ...] = Field(default=(), max_length=MOST_KEPT)
    seed: int = Field(default=0, ge=0, lt=SEEDS)
    lock: Lock | None = None

    @property
    def locks(self) -> int:
        """How many sketches this one was drawn from, one after the other."""
        return 0 if self.lock is None else 1 + self.lock.wish.locks

    @property
    def on_the_land(self) -> "Wish":
        """
        What it changes of the land and its ways, whatever is planted there.

        Examples
        --------
        >>> Wish(programme="dense", shares={Zone.POTAGER: 50}, gate_m=12.5).on_the_land.text()
        '{"gate_m":12.5}'
        """
        return Wish(gate_m=self.gate_m, kept=self.kept, seed=self.seed)

    @model_validator(mode="after")
    def _is_drawn_in_time(self) -> Self:
        if self.locks > MOST_LOCKS:
            raise ValueError("too many sketches, each drawn from another")
        return self

    def text(self) -> str:
        """Return what differs from the usual wish, as JSON: the same wish gives the same text."""
        return self.model_dump_json(exclude_defaults=True)


def wish_from(text: str) -> Wish:
    """
    Return the wish that a text holds; the usual one where it holds none, since anybody can write an address.

    Examples
    --------
    >>> wish_from(Wish(seed=3).text()).seed, wish_from('{"seed": "drop table"}').seed, wish_from("").seed
    (3, 0, 0)
    """
    try:
        return Wish.model_validate_json(text or "{}")
    except (ValidationError, RecursionError):
        return Wish()


def programme_of(wish: Wish) -> Programme:
    """
    Return the programme with the shares that a person wishes.

    Examples
    --------
    >>> programme = programme_of(Wish(programme="residence", shares={Zone.POTAGER: 50}))
    >>> programme.zones[Zone.POTAGER].share, programme.zones[Zone.ACCUEIL].share
    (50.0, 15.0)
    """
    path = FOLDER / f"{wish.programme}.toml"
    return parse_programme(read_settings(path), where=path.name).with_shares(wish.shares)
