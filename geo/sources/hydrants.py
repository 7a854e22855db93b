"""Where water is: hydrants and taps."""

from geo.sources.source import Dataset

HYDRANTS = Dataset(
    publisher="SDIS",
    name="Points d’eau incendie",
    licence="Licence Ouverte 2.0",
    attribution="© SDIS",
    url="https://www.data.gouv.fr/datasets?q=points+eau+incendie",
)
