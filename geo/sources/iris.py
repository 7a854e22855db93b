"""People and homes by IRIS, from the census."""

from geo.sources.source import Dataset

CENSUS = Dataset(
    publisher="Insee",
    name="Recensement, logement par IRIS",
    licence="Licence Ouverte 2.0",
    attribution="© Insee – recensement",
    url="https://www.insee.fr/fr/statistiques/8647012",
)
