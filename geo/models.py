"""The small frozen values that travel from the files to the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.messages import Message

if TYPE_CHECKING:  # the sun is computed without tables
    import pandas as pd


class Role(StrEnum):
    """What a layer is for. The values are the names used in `MANIFEST.toml` and in `--json`."""

    PARCELS = "parcels"
    BUILDINGS = "buildings"
    FALLOW = "fallow"
    OWNERS = "owners"
    SURFACE = "surface"
    TERRAIN = "terrain"
    TREES = "trees"
    NEIGHBOURHOODS = "neighbourhoods"
    COMMUNES = "communes"
    STREETS = "streets"
    SOIL = "soil"
    LAB_SAMPLES = "lab_samples"
    POLLUTION = "pollution"
    ZONING = "zoning"
    PRESCRIPTIONS = "prescriptions"
    HERITAGE = "heritage"
    PROTECTED_NATURE = "protected_nature"
    FLOOD = "flood"
    PERMITS = "permits"
    WATER = "water"
    POPULATION = "population"
    HOUSING = "housing"
    PLACES = "places"
    GARDENS_AND_PARKS = "gardens_and_parks"
    STOPS = "stops"
    FIELD_CHECKS = "field_checks"


class Evidence(StrEnum):
    """Why a site is a candidate, from the strongest to the weakest; the last one was seen to be none."""

    CONFIRMED = "confirmed"
    GIVEN = "given"
    LISTED = "listed"
    RESIDENCE = "residence"
    UNBUILT = "unbuilt"
    DENIED = "denied"


class SiteKind(StrEnum):
    """What a site is made of."""

    PARCEL = "parcel"
    ASSEMBLY = "assembly"
    RESIDENCE = "residence"
    GIVEN = "given"


class Verdict(StrEnum):
    """What comes before the number."""

    ELIGIBLE = "eligible"
    CONDITIONAL = "conditional"
    EXCLUDED = "excluded"


class State(StrEnum):
    """What a missing or present value means."""

    MEASURED = "measured"
    NONE_FOUND = "none_found"
    SOURCE_FAILED = "source_failed"
    UNKNOWN = "unknown"


class OwnerGroup(StrEnum):
    """Who owns a parcel, as far as a garden is concerned (the ten DGFiP groups, individuals and mixed ownership)."""

    STATE = "state"
    REGION = "region"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    INTERCOMMUNAL = "intercommunal"
    SOCIAL_LANDLORD = "social_landlord"
    OTHER_PUBLIC = "other_public"
    COMPANY = "company"
    CONDOMINIUM = "condominium"
    INDIVIDUAL = "individual"


class FallowStatus(StrEnum):
    """How far the conversion of a listed fallow site has gone."""

    POTENTIAL = "potential"
    NO_PROJECT = "no_project"
    WITH_PROJECT = "with_project"
    CONVERTED = "converted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a layer comes from. Unknown parts are empty."""

    file: str
    publisher: str = ""
    dataset: str = ""
    vintage: str = ""
    licence: str = ""
    url: str = ""
    sha256: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """
    A table in its role's contract (`geo.schemas`), with its origin.

    Attributes
    ----------
    frame
        A GeoDataFrame, or a plain DataFrame for a role without geometry.
    notes
        Faults found and what was done about each.
    """

    role: Role
    frame: "pd.DataFrame"
    provenances: tuple[Provenance, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Measures:
    """
    What is known of the sites about some indicators, and how well.

    Attributes
    ----------
    values
        Sites × indicators: missing where unknown, infinite where a distance was searched in vain.
    quality
        Same shape: how far each value can be trusted, 1 measured, 0.8 open data, 0.5 regional or estimated, 0.4 told
        by the user. Missing where the value is. [0–1]
    notes
        What must be said beside the figures.
    """

    values: "pd.DataFrame"
    quality: "pd.DataFrame"
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in a metric CRS. [m]"""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class RasterFile:
    """
    A raster on the disk that passed the door's checks, not yet read.

    Attributes
    ----------
    cell_m
        Side of a square cell. [m]
    quantity
        What a raster of the soil measures (`geo.kinds.SoilQuantity`); empty for heights.
    scale
        What its cells are multiplied by to be in the unit of the quantity.
    """

    role: Role
    path: Path
    crs: str
    bounds: Bounds
    width: int
    height: int
    cell_m: float
    provenance: Provenance
    notes: tuple[Message, ...] = ()
    quantity: str = ""
    scale: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Raster:
    """
    Cells in memory: row 0 is the northern edge, missing cells are NaN.

    Attributes
    ----------
    values
        Float32, shape (rows, columns). [unit of the layer]
    """

    values: NDArray[np.float32]
    bounds: Bounds
    crs: str


@dataclass(frozen=True, slots=True)
class Window:
    """Whole rows and columns of a raster, from its northern and western edges; they may lie outside of it."""

    row: int
    column: int
    rows: int
    columns: int


class Heights(Protocol):
    """A raster of heights that is read piece by piece."""

    @property
    def rows(self) -> int:
        """Number of rows."""

    @property
    def columns(self) -> int:
        """Number of columns."""

    @property
    def cell_m(self) -> float:
        """Side of a square cell. [m]"""

    @property
    def bounds(self) -> Bounds:
        """Rectangle of the whole raster. [m]"""

    @property
    def crs(self) -> str:
        """Metric CRS."""

    def read(self, window: Window) -> NDArray[np.float32]:
        """Return the heights of a window, NaN where missing or outside of the raster. [m]"""


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """A piece of one band of a raster; bands are counted from 1."""

    band: int
    window: Window
    values: NDArray[np.float32]


class Health(StrEnum):
    """How a file or a role fares in a territory."""

    SOUND = "sound"
    REPAIRED = "repaired"
    REFUSED = "refused"
    UNRECOGNISED = "unrecognised"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class HealthRow:
    """
    One line of the health table: a file of the folder, or a role without file.

    Attributes
    ----------
    role
        Missing for a file that was refused or not recognised.
    features
        Rows of a table, cells of a raster.
    notes
        Faults found and repaired, the reason of a refusal, or what a missing role costs and where to find it.
    """

    state: Health
    role: Role | None
    file: str = ""
    features: int | None = None
    crs: str = ""
    provenance: Provenance | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Territory:
    """
    The layers of one or several communes in one metric CRS.

    Attributes
    ----------
    crs
        Metric CRS of every layer, such as ``EPSG:2154``.
    rasters
        The tiles of each role, the finest first.
    fictional
        Told wherever the territory is shown.
    digest
        Hexadecimal sha256 of the names and contents of its files: the key of every cache.
    """

    name: str
    folder: Path
    crs: str
    fictional: bool
    layers: Mapping[Role, Layer]
    rasters: Mapping[Role, tuple[RasterFile, ...]]
    health: tuple[HealthRow, ...]
    digest: str = field(default="")
