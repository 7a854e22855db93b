"""Soil of a place: a vector map of soils, rasters of their properties."""

from geo.sources.source import Dataset

SOIL_MAP = Dataset(
    publisher="GIS Sol",
    name="Référentiel régional pédologique",
    licence="Licence Ouverte 2.0",
    attribution="© GIS Sol",
    url="https://www.gissol.fr",
)
