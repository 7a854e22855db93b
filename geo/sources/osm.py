"""OpenStreetMap: streets, places, green spaces, water and stops of one file."""

from geo.sources.source import Dataset

OPENSTREETMAP = Dataset(
    publisher="OpenStreetMap",
    name="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© les contributeurs d’OpenStreetMap",
    url="https://www.openstreetmap.org/copyright",
)
