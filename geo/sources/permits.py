"""Building permits of Sitadel."""

from geo.sources.source import Dataset

SITADEL = Dataset(
    publisher="SDES",
    name="Sitadel, liste des permis de construire",
    licence="Licence Ouverte 2.0",
    attribution="© SDES – Sitadel",
    url="https://www.data.gouv.fr/datasets/base-des-permis-de-construire-et-autres-autorisations-durbanisme-sitadel",
)
