"""A programme says what a garden is made of: its zones with their shares, least areas and widths."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.errors import LayoutError
from geo.faults import faults_in
from geo.messages import N_, Message, Value
from geo.plans import Zone

FOLDER = Path(__file__).with_name("programmes")
DEFAULT = FOLDER / "clamart.toml"

LEAST_SITE_M2 = 150.0
"""No garden under this usable area (our assumption). [m²]"""
REDUCED_M2 = 250.0
"""Under this usable area, a garden of raised beds without orchard nor herbs (our assumption). [m²]"""
REDUCED_ZONES = (Zone.POTAGER, Zone.FLEURS, Zone.ACCUEIL, Zone.SERVICE)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ZoneProgramme(_Frozen):
    """
    What a zone needs.

    Attributes
    ----------
    share
        Of the sum of the zones; only its part in the sum of the shares matters. [points]
    minimum_m2
        Never less. [m²]
    width_m, floor_width_m
        Wanted; accepted where the land is small or narrow. [m]
    sun_h
        Direct sun that it needs. [h/day]
    """

    share: float = Field(gt=0, le=100)
    minimum_m2: float = Field(ge=0, le=1_000)
    width_m: float = Field(gt=0, le=50)
    floor_width_m: float = Field(gt=0, le=50)
    sun_h: float = Field(ge=0, le=24)

    @model_validator(mode="after")
    def _accepts_what_it_wants(self) -> Self:
        if self.floor_width_m > self.width_m:
            raise ValueError("floor_width_m must not be larger than width_m")
        return self


class Programme(_Frozen):
    """
    What a garden is made of.

    Attributes
    ----------
    raised_beds
        Accessible raised beds among the herbs.
    shed_m2
        Largest shed, from 3 m²: over 5 m², to 12 m², with a déclaration préalable. [m²]
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)
    label: str = Field(min_length=1, max_length=80)
    source: str = ""
    raised_beds: int = Field(default=2, ge=2, le=40)
    shed_m2: float = Field(default=5.0, ge=3.0, le=12.0)
    zones: Mapping[Zone, ZoneProgramme] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_laid_out(self) -> Self:
        missing = [zone.value for zone in REDUCED_ZONES if zone not in self.zones]
        if missing:
            raise ValueError(f"the zone {missing[0]} is missing")
        return self

    def for_area(self, usable_m2: float) -> "Programme":
        """
        Return the programme that a site of this size can hold: without orchard nor herbs under 250 m².

        Raises
        ------
        LayoutError
            Under 150 m².
        """
        if usable_m2 < LEAST_SITE_M2:
            values: dict[str, Value] = {"area_m2": round(usable_m2), "least_m2": LEAST_SITE_M2}
            raise LayoutError(
                Message(N_("The usable land of {area_m2} m² is under the {least_m2} m² that a garden needs."), values),
                remedy=Message(N_("Add a neighbouring parcel, or choose another site.")),
            )
        if usable_m2 >= REDUCED_M2:
            return self
        return self.only(REDUCED_ZONES)

    def only(self, zones: Collection[Zone]) -> "Programme":
        """Return the programme of some of its zones alone, in its own order."""
        return self.model_copy(update={"zones": {zone: needs for zone, needs in self.zones.items() if zone in zones}})

    def with_shares(self, shares: Mapping[Zone, float]) -> "Programme":
        """Return the programme with other shares for some of its zones; those that it has not are left out."""
        zones = {
            zone: needs.model_copy(update={"share": float(shares.get(zone, needs.share))})
            for zone, needs in self.zones.items()
        }
        return self.model_copy(update={"zones": zones})

    def targets_m2(self, total_m2: float) -> dict[Zone, float]:
        """
        Share the sum of the zones out: minima first where a share would fall below, then the others by their shares.

        Minima that do not fit on the land together count for nothing: no zone could give what they lack.

        Parameters
        ----------
        total_m2
            Sum of the areas of the zones. [m²]

        Examples
        --------
        >>> import tomllib
        >>> programme = parse_programme(tomllib.loads(DEFAULT.read_text("utf-8")), where="clamart")
        >>> {zone.value: round(area) for zone, area in programme.targets_m2(300).items()}
        {'potager': 120, 'verger': 67, 'aromatiques': 23, 'fleurs': 47, 'accueil': 30, 'service': 14}
        """
        fits = sum(needs.minimum_m2 for needs in self.zones.values()) <= total_m2
        minima = {zone: needs.minimum_m2 if fits else 0.0 for zone, needs in self.zones.items()}
        fixed: dict[Zone, float] = {}
        while True:
            rest = total_m2 - sum(fixed.values())
            shares = {zone: needs.share for zone, needs in self.zones.items() if zone not in fixed}
            free = {zone: rest * share / sum(shares.values()) for zone, share in shares.items()}
            short = {zone: minima[zone] for zone, area in free.items() if area < minima[zone]}
            if not short or len(short) == len(free):
                return {zone: fixed.get(zone, free.get(zone, 0.0)) for zone in self.zones}
            fixed |= short


def parse_programme(document: Mapping[str, Any], *, where: str) -> Programme:
    """
    Check a programme read from a file.

    Parameters
    ----------
    document
        The content of the TOML file.
    where
        Its name, for the message.

    Raises
    ------
    LayoutError
        Naming every key that is wrong and why.

    Examples
    --------
    >>> try:
    ...     parse_programme({"name": "mine", "label": "Mine"}, where="mine.toml")
    ... except LayoutError as error:
    ...     print(error.reason.values["faults"][0].values["key"])
    zones
    """
    try:
        return Programme.model_validate(document)
    except ValidationError as error:
        faults = faults_in(error, N_("programme"))
        raise LayoutError(
            Message(N_("This programme cannot be used: {faults}."), {"faults": faults}),
            where=where,
            remedy=Message(N_("Correct these keys, or start again from a copy of the programme “clamart”.")),
        ) from error
