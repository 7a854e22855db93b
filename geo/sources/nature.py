"""Protected nature of the INPN: reserves, wetlands, Natura 2000, inventories."""

from geo.sources.source import Dataset

INPN = Dataset(
    publisher="INPN",
    name="Espaces protégés et inventoriés",
    licence="Licence Ouverte 2.0",
    attribution="© MNHN – INPN",
    url="https://inpn.mnhn.fr/telechargement/cartes-et-information-geographique",
)
