"""The price file: what each thing costs, between which bounds, after whom and when."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from geo.costs.documents import Figure, Frozen, Reference
from geo.costs.interval import Interval
from geo.messages import N_

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]

PIECE = N_("piece")
LUMP_SUM = N_("lump sum")


class Measure(StrEnum):
    """What a price is multiplied by; the values are the names used in the file."""

    USABLE_M2 = "usable_m2"
    PATH_M2 = "path_m2"
    BEDS_M2 = "beds_m2"
    AROMATIQUES_M2 = "aromatiques_m2"
    FLEURS_M2 = "fleurs_m2"
    SOIL_M3 = "soil_m3"
    FENCE_M = "fence_m"
    ESPALIER_M = "espalier_m"
    TREES = "trees"
    SHED = "shed"
    COMPOSTER = "composter"
    TANK = "tank"
    TABLE = "table"
    BENCH = "bench"
    TAP = "tap"
    RAISED_BED = "raised_bed"
    NOTICE_BOARD = "notice_board"
    BIKE_RACK = "bike_rack"
    INSECT_HOTEL = "insect_hotel"
    ONCE = "once"

    @property
    def unit(self) -> str:
        """Its unit: a symbol, or an English word to translate."""
        units = {"m2": "m²", "m3": "m³", "m": "m"}
        return LUMP_SUM if self == Measure.ONCE else units.get(self.value.rpartition("_")[2], PIECE)


class Price(Figure):
    """
    The price of one unit of something, supplied and laid, taxes included. [€ a unit of `measure`]

    Attributes
    ----------
    optional
        Counted only where it is asked for, on the area that is given: `measure` is then ``usable_m2``.
    """

    id: Name
    measure: Measure
    optional: bool = False

    @model_validator(mode="after")
    def _is_optional_by_area(self) -> Self:
        if self.optional and self.measure != Measure.USABLE_M2:
            raise ValueError("an optional price is given by m² of usable land")
        return self


class Ceiling(Frozen):
    """
    What the conversion of urban land costs by default in Bénéfriches, an upper bound for a garden.

    Attributes
    ----------
    works_eur_m2, studies_eur_m2
        [€/m²]
    other_percent
        Of the sum of both. [%]
    """

    works_eur_m2: float = Field(ge=0, le=10_000)
    studies_eur_m2: float = Field(ge=0, le=10_000)
    other_percent: float = Field(ge=0, le=100)
    source: str = Field(min_length=1, max_length=120)
    dated: date
    to_check: bool = True

    def for_area(self, area_m2: float) -> float:
        """
        Return the upper bound for a garden. [€]

        Examples
        --------
        >>> ceiling = Ceiling(works_eur_m2=54, studies_eur_m2=6, other_percent=9, source="Bénéfriches",
        ...                   dated=date(2026, 11, 25))
        >>> round(ceiling.for_area(800))
        52320
        """
        return area_m2 * (self.works_eur_m2 + self.studies_eur_m2) * (1 + self.other_percent / 100)


class Prices(Frozen):
    """
    A price file.

    Attributes
    ----------
    contingency
        What works cost more than foreseen. [% of the lines]
    shared_garden
        What a shared garden costs in all, to check the sum of the lines. [€/m²]
    fallow
        What the land costs when nothing is done. [€/m²·yr]
    """

    name: Name
    prices: tuple[Price, ...] = Field(min_length=1, max_length=200)
    contingency: Reference
    shared_garden: Reference
    fallow: Reference
    ceiling: Ceiling

    @model_validator(mode="after")
    def _names_each_price_once(self) -> Self:
        names = [price.id for price in self.prices]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the id {twice[0]} is used twice")
        return self

    @property
    def references(self) -> tuple[Reference, ...]:
        """The figures that are no prices of something to buy."""
        return self.contingency, self.shared_garden, self.fallow

    def usual_eur(self, area_m2: float) -> Interval:
        """Return what a shared garden of this area usually costs. [€]"""
        return self.shared_garden.interval * area_m2
