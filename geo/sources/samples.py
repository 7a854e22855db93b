"""Analyses of the soil that the user had made by a laboratory."""

from geo.sources.source import Dataset

LABORATORY = Dataset(
    publisher="Laboratoire",
    name="Analyses de sol",
    licence="",
    attribution="Analyses de sol de l’utilisateur",
    url="https://www.gissol.fr",
)
