"""Places of the Base permanente des équipements."""

from geo.sources.source import Dataset

BPE = Dataset(
    publisher="Insee",
    name="Base permanente des équipements",
    licence="Licence Ouverte 2.0",
    attribution="© Insee – BPE",
    url="https://www.insee.fr/fr/statistiques/8217525",
)
