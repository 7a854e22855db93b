"""Local plans in the CNIG standard, from the Géoportail de l’urbanisme: zones and prescriptions."""

from geo.sources.source import Dataset

URBANISM = Dataset(
    publisher="Géoportail de l’urbanisme",
    name="Documents d’urbanisme (standard CNIG)",
    licence="Licence Ouverte 2.0",
    attribution="© Géoportail de l’urbanisme",
    url="https://www.geoportail-urbanisme.gouv.fr",
)
