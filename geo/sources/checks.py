"""What people saw, measured or were told about a site, with its day and its author."""

from geo.sources.source import Dataset

FIELD = Dataset(
    publisher="Jachère",
    name="Vérifications de terrain",
    licence="",
    attribution="Vérifications de l’utilisateur",
    url="https://github.com",
)
