"""Surroundings of listed buildings and remarkable heritage sites, in the CNIG standard for easements."""

from geo.sources.source import Dataset

HERITAGE = Dataset(
    publisher="Atlas des patrimoines",
    name="Servitudes AC1, AC2 et AC4",
    licence="Licence Ouverte 2.0",
    attribution="© Ministère de la Culture",
    url="https://www.data.gouv.fr/datasets/immeubles-proteges-au-titre-des-monuments-historiques-2",
)
