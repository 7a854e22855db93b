"""People and households on the 200 m grid of Filosofi."""

from geo.sources.source import Dataset

FILOSOFI = Dataset(
    publisher="Insee",
    name="Filosofi, carreaux de 200 m",
    licence="Licence Ouverte 2.0",
    attribution="© Insee – Filosofi",
    url="https://www.insee.fr/fr/statistiques/7655475",
)
