"""Polluted, or possibly polluted, land: SIS, former BASOL, CASIAS and ICPE of Géorisques."""

from geo.sources.source import Dataset

GEORISQUES = Dataset(
    publisher="Géorisques",
    name="SIS, CASIAS, ICPE",
    licence="Licence Ouverte 2.0",
    attribution="© BRGM – MTECT, Géorisques",
    url="https://www.georisques.gouv.fr",
)
