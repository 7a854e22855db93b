"""Which layers each indicator is read from, so that a sheet can say who published a figure, and what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.models import Health, Provenance, Role, State, Territory
from geo.schemas import METALS


@dataclass(frozen=True, slots=True)
class Reading:
    """
    The layers that an indicator is read from.

    Attributes
    ----------
    needs
        Any one of them is enough to know something; the first is the best.
    helps
        They make the figure better where they are there.
    """

    needs: tuple[Role, ...]
    helps: tuple[Role, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """All of them, the most decisive first."""
        return self.needs + self.helps


_CADASTRE = Reading((Role.PARCELS,))
_SUN = Reading((Role.SURFACE, Role.BUILDINGS), (Role.TERRAIN, Role.TREES))
_SAID = Reading((Role.FIELD_CHECKS,))
_SOIL = Reading((Role.LAB_SAMPLES, Role.SOIL), (Role.FIELD_CHECKS,))
_SAMPLES = Reading((Role.LAB_SAMPLES,), (Role.FIELD_CHECKS,))
_WALKED_PLACES = Reading((Role.PLACES,), (Role.STREETS,))

READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        **dict.fromkeys(("kind", "area_m2", "clear_width_m", "mean_width_m", "compactness"), _CADASTRE),
        "usable_area_m2": Reading((Role.PARCELS,), (Role.BUILDINGS, Role.PRESCRIPTIONS)),
        "built_share": Reading((Role.BUILDINGS,), (Role.PARCELS,)),
        "evidence": Reading((Role.PARCELS,), (Role.FALLOW, Role.BUILDINGS, Role.FIELD_CHECKS)),
        "street": Reading((Role.STREETS,)),
        "slope_percent": Reading((Role.TERRAIN,)),
        **dict.fromkeys(("sun_hours", "sun_under_3h_share", "sun_over_6h_share"), _SUN),
        **{f"sun_hours_{month:02d}": _SUN for month in range(1, 13)},
        "owner_group": Reading((Role.OWNERS,), (Role.FALLOW,)),
        "fallow_status": Reading((Role.FALLOW,)),
        "zoning": Reading((Role.ZONING, Role.PRESCRIPTIONS)),
        **dict.fromkeys(("reserved_share", "woodland_share"), Reading((Role.PRESCRIPTIONS,), (Role.ZONING,))),
        **dict.fromkeys(("secured_years", "access"), _SAID),
        "permit": Reading((Role.PERMITS,), (Role.FIELD_CHECKS,)),
        **dict.fromkeys(
            ("occupied_share", "occupied_kind"), Reading((Role.GARDENS_AND_PARKS, Role.PLACES), (Role.FIELD_CHECKS,))
        ),
        "heritage": Reading((Role.HERITAGE,)),
        "flood_zone": Reading((Role.FLOOD,), (Role.FIELD_CHECKS,)),
        "protected_nature": Reading((Role.PROTECTED_NATURE,)),
        **dict.fromkeys(("pollution_distance_m", "pollution_register"), Reading((Role.POLLUTION,))),
        **{f"{metal}_mg_kg": _SAMPLES for metal in METALS},
        "lead_bioaccessible_mg_kg": _SAMPLES,
        "busy_road_distance_m": Reading((Role.STREETS,)),
        "road_barrier": Reading((Role.STREETS,), (Role.BUILDINGS, Role.FIELD_CHECKS)),
        **dict.fromkeys(("soil_depth_cm", "soil_ph", "soil_texture"), _SOIL),
        "water_distance_m": Reading((Role.WATER,), (Role.FIELD_CHECKS,)),
        **dict.fromkeys(("frontage_m", "gate_width_m"), Reading((Role.STREETS, Role.PARCELS), (Role.FIELD_CHECKS,))),
        "stop_distance_m": Reading((Role.STOPS,), (Role.STREETS,)),
        "neighbourhood_distance_m": Reading((Role.NEIGHBOURHOODS,)),
        "flats_nearby": Reading((Role.BUILDINGS, Role.POPULATION, Role.HOUSING), (Role.STREETS,)),
        **dict.fromkeys(("social_relays", "children_places"), _WALKED_PLACES),
        "green_m2_per_inhabitant": Reading((Role.GARDENS_AND_PARKS,), (Role.POPULATION, Role.COMMUNES)),
        "gardens_nearby": Reading((Role.GARDENS_AND_PARKS,), (Role.STREETS,)),
    }
)
"""By indicator. One that is absent here fails a test."""

COUNTS = frozenset({"flats_nearby", "social_relays", "children_places", "gardens_nearby"})
"""Indicators whose 0 says that the search found nothing."""
NOTHING: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("permit", "flood_zone", "protected_nature", "pollution_register", "occupied_kind"), "none"),
        **dict.fromkeys(("heritage", "road_barrier"), "no"),
    }
)
"""Word by which an indicator says that the search found nothing."""


def states(values: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """
    Say of each value whether it was measured, searched in vain, lost with its file, or never known.

    Parameters
    ----------
    values
        Sites × indicators.

    Returns
    -------
    states
        Same shape, a `State` each. A file that was refused tells no role: every role that is missing may have been
        in it.
    """
    refused = any(row.state is Health.REFUSED for row in territory.health)
    lost = {name for name in values if refused and not _has(territory, READINGS[name].needs)}
    columns = {
        name: np.where(
            column.isna(),
            (State.SOURCE_FAILED if name in lost else State.UNKNOWN).value,
            np.where(_nothing(column), State.NONE_FOUND.value, State.MEASURED.value),
        )
        for name, column in values.items()
    }
    return pd.DataFrame(columns, index=values.index, dtype="str")


def _nothing(column: pd.Series) -> pd.Series:
    if column.name in NOTHING:
        return column == NOTHING[str(column.name)]
    if not pd.api.types.is_numeric_dtype(column):
        return pd.Series(data=False, index=column.index)
    return np.isinf(column) | ((column == 0) & (column.name in COUNTS))


def origins(territory: Territory, indicator: str) -> tuple[Provenance, ...]:
    """
    Return who published what an indicator is read from, the most decisive layer first.

    Parameters
    ----------
    indicator
        A column of the survey.
    """
    reading = READINGS[indicator]
    found = [origin for role in reading.roles for origin in _provenances(territory, role)]
    return tuple(dict.fromkeys(found))


def missing(territory: Territory, indicators: Collection[str]) -> tuple[Role, ...]:
    """
    Return the layers that are not there and would tell more of some indicators, the most decisive first.

    Parameters
    ----------
    indicators
        Columns of the survey.
    """
    read = [READINGS[name] for name in indicators]
    needed = [role for reading in read for role in reading.needs]
    helpful = [role for reading in read for role in reading.helps]
    return tuple(role for role in dict.fromkeys([*needed, *helpful]) if not _has(territory, [role]))


def _has(territory: Territory, roles: Collection[Role]) -> bool:
    return any(role in territory.layers or role in territory.rasters for role in roles)


def _provenances(territory: Territory, role: Role) -> tuple[Provenance, ...]:
    if role in territory.layers:
        return territory.layers[role].provenances
    return tuple(tile.provenance for tile in territory.rasters.get(role, ()))
