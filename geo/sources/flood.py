"""Zones of the flood prevention plans."""

from geo.sources.source import Dataset

FLOOD_PLANS = Dataset(
    publisher="Géorisques",
    name="Plans de prévention des risques (PPRI)",
    licence="Licence Ouverte 2.0",
    attribution="© DDT – Géorisques",
    url="https://www.georisques.gouv.fr/donnees/bases-de-donnees/zonages-reglementaires",
)
