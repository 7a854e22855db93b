"""Stops of public transport, in the GTFS format."""

from geo.sources.source import Dataset

STOPS = Dataset(
    publisher="Transport.data.gouv.fr",
    name="Arrêts (GTFS)",
    licence="Licence Ouverte 2.0",
    attribution="© transport.data.gouv.fr",
    url="https://transport.data.gouv.fr",
)
