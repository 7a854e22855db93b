"""From a surface model to hours of direct sun on every square metre."""

from geo.sunlight.positions import Period, Place, Suns, month_day, place_of, suns_of
from geo.sunlight.scene import HeldHeights, Scene, same_cells
from geo.sunlight.season import Season, Sweeping, season_of, sun_hours
from geo.sunlight.surface import BuiltSurface, footprint_mask, resampled, surface_from_buildings
from geo.sunlight.trees import DECIDUOUS, EVERGREEN, Tree, canopy_of, transmissivity_of

__all__ = [
    "DECIDUOUS",
    "EVERGREEN",
    "BuiltSurface",
    "HeldHeights",
    "Period",
    "Place",
    "Scene",
    "Season",
    "Suns",
    "Sweeping",
    "Tree",
    "canopy_of",
    "footprint_mask",
    "month_day",
    "place_of",
    "resampled",
    "same_cells",
    "season_of",
    "sun_hours",
    "suns_of",
    "surface_from_buildings",
    "transmissivity_of",
]
