"""The small frozen values of a garden that is drawn: the ground, the plan, what each rule found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.messages import Message
from geo.models import Raster

CLEAR_M = 1.4
"""Clear width of an accessible path [arrêté du 15 janvier 2007]. [m]"""


class Zone(StrEnum):
    """The six zones of the garden of Clamart; the values are the names used in the files."""

    POTAGER = "potager"
    VERGER = "verger"
    AROMATIQUES = "aromatiques"
    FLEURS = "fleurs"
    ACCUEIL = "accueil"
    SERVICE = "service"


class ObjectKind(StrEnum):
    """What is put into a garden; the values are the names used in the files."""

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


class TreeForm(StrEnum):
    """How a fruit tree is trained."""

    LOW_STEM = "low_stem"


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """
    The land of a garden and what lies around it, in a metric CRS.

    Attributes
    ----------
    outline
        The site; it may have holes that are not part of it.
    obstacles
        What is kept on the site and cannot be laid out: buildings, the feet of trees, ponds. May be empty.
    out_of_reach
        Land to which no accessible path can come, behind what stands there: no part of the garden. May be empty.
    street
        Lines of the outline along a public way: a gate can open there, and Code civil art. 671 does not apply.
    street_known
        False when no street is known and the longest free edge was taken instead.
    entrances
        Gates that are given: the plan uses one of them as it stands. Empty where the gate is free along the street.
    neighbours
        Buildings around the site, whose windows compost keeps away from. May be empty.
    sun
        Mean hours of direct sun a day over the season; its cells cover the outline. Missing where unknown. [h/day]
    terrain
        The bare ground. [m]
    latitude_deg
        For the shadows of trees at the equinox. [°]
    """

    site_id: str
    outline: Polygon
    crs: str
    street: BaseGeometry
    street_known: bool = True
    obstacles: MultiPolygon = field(default_factory=MultiPolygon)
    out_of_reach: MultiPolygon = field(default_factory=MultiPolygon)
    entrances: tuple[Point, ...] = ()
    neighbours: MultiPolygon = field(default_factory=MultiPolygon)
    sun: Raster | None = None
    terrain: Raster | None = None
    latitude_deg: float = 47.0

    @property
    def usable(self) -> BaseGeometry:
        """The site without its obstacles and what they cut off."""
        return self.outline.difference(self.obstacles).difference(self.out_of_reach)


@dataclass(frozen=True, slots=True)
class PlannedTree:
    """A new free-standing tree. [m]"""

    place: Point
    crown_radius_m: float
    height_m: float
    form: TreeForm = TreeForm.LOW_STEM


@dataclass(frozen=True, slots=True)
class PlannedObject:
    """A piece of furniture: one polygon a compost bay, bench or table."""

    kind: ObjectKind
    footprint: Polygon


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """
    A garden laid out on a ground; every geometry is in the ground's CRS.

    Attributes
    ----------
    zones
        One polygon a zone of the programme, the street side's gate at `entrance`.
    targets_m2
        What the programme wants of each zone, given the sum of the zones. [m²]
    paths
        The accessible network, in one piece, from the entrance to every zone.
    path_width_m
        As drawn. [m]
    beds
        Of the potager only; the alleys between them belong to the potager.
    espaliers
        Lines of trained trees on walls and fences.
    axis
        Middle of the main path, from the gate to its end; empty where a plan was not drawn along one.
    """

    ground: Ground
    zones: Mapping[Zone, Polygon]
    targets_m2: Mapping[Zone, float]
    paths: Polygon
    path_width_m: float
    entrance: Point
    beds: tuple[Polygon, ...] = ()
    trees: tuple[PlannedTree, ...] = ()
    espaliers: tuple[BaseGeometry, ...] = ()
    objects: tuple[PlannedObject, ...] = ()
    axis: LineString = field(default_factory=LineString)


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """
    What one rule found in one plan.

    Attributes
    ----------
    id
        Such as ``sun.potager``: theme and subject.
    measured, limit
        The figure, and the least or most that it may be; both in `unit`.
    text
        What the rule asks, for a person.
    """

    id: str
    met: bool
    measured: float
    limit: float
    unit: str
    text: Message


@dataclass(frozen=True, eq=False, slots=True)
class Sketch:
    """
    A plan with what the rules say of it.

    Attributes
    ----------
    number
        1 for the best, then the variants.
    name
        What this variant favours.
    checks
        Every rule, met or not.
    remedies
        What would make an unmet rule possible: another gate, a neighbouring parcel, a smaller programme.
    """

    number: int
    name: Message
    plan: Plan
    checks: tuple[RuleCheck, ...]
    remedies: tuple[Message, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether every rule is met."""
        return all(check.met for check in self.checks)


@dataclass(frozen=True, slots=True)
class Quantities:
    """
    What a plan holds, measured on its drawing.

    Attributes
    ----------
    usable_m2
        The site without its obstacles. [m²]
    path_m
        Length of the network at its drawn width. [m]
    street_m, private_m
        Outline of the site along a public way, and along neighbours. [m]
    gate_width_m
        Opening in the fence. [m]
    beds_m2, bed_soil_m3
        Beds in the ground, and the soil that would fill them where theirs cannot be used. [m², m³]
    raised_soil_m3
        Soil that the raised beds hold. [m³]
    shed_m2
        Ground under the sheds. [m²]
    objects
        How many of every kind, zero where there is none.
    """

    usable_m2: float
    zones_m2: Mapping[Zone, float]
    path_m2: float
    path_m: float
    street_m: float
    private_m: float
    gate_width_m: float
    beds: int
    beds_m2: float
    bed_soil_m3: float
    raised_soil_m3: float
    trees: int
    espalier_m: float
    shed_m2: float
    objects: Mapping[ObjectKind, int]

    @property
    def fence_m(self) -> float:
        """The whole outline without the opening of the gate. [m]"""
        return max(self.street_m + self.private_m - self.gate_width_m, 0.0)
