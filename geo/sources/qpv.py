"""Priority neighbourhoods (quartiers prioritaires de la politique de la ville) of the ANCT, 2015 and 2024.

The code tells the generation and the department::

    QP 094 025     2015, Val-de-Marne          QN 004 01 M    2024, Alpes-de-Haute-Provence
"""

from types import MappingProxyType

import pandas as pd

from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, take, texts, well_formed, without_repeats

ANCT = Dataset(
    publisher="ANCT",
    name="Quartiers prioritaires de la politique de la ville",
    licence="Licence Ouverte 2.0",
    attribution="© ANCT",
    url="https://www.data.gouv.fr/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv",
)
CODE = r"Q[NP][0-9A-Z]{3,}"
GENERATIONS = MappingProxyType({"QP": "2015", "QN": "2024"})

COLUMNS = MappingProxyType(
    {
        "code_qp": "neighbourhood_id",
        "q": "neighbourhood_id",
        "nom_qp": "name",
        "lib_qp": "name",
        "n": "name",
    }
)


def read_neighbourhoods(table: Table) -> Extract:
    """
    Return the neighbourhoods of a file of either generation.

    Parameters
    ----------
    table
        Neighbourhoods with folded names.
    """
    frame = take(table.frame, COLUMNS)
    formed = well_formed(frame.assign(name=texts(frame["name"])), "neighbourhood_id", CODE)
    once = without_repeats(formed.frame, "neighbourhood_id")
    generation = once.frame["neighbourhood_id"].str[:2].map(GENERATIONS)
    return Extract(once.frame.assign(generation=generation), formed.notes + once.notes)


def in_force(frame: pd.DataFrame, codes: frozenset[str]) -> Extract:
    """
    Leave out the neighbourhoods of 2015 in the departments where those of 2024 are known.

    Parameters
    ----------
    frame
        Neighbourhoods in contract.
    codes
        Every neighbourhood known, of both generations.

    Examples
    --------
    >>> old = pd.DataFrame({"neighbourhood_id": ["QP092001", "QP075019"]})
    >>> in_force(old, frozenset({"QP092001", "QP075019", "QN09203M"})).frame["neighbourhood_id"].tolist()
    ['QP075019']
    """
    renewed = {code[2:5] for code in codes if code.startswith("QN")}
    replaced = frame["neighbourhood_id"].str.startswith("QP") & frame["neighbourhood_id"].str[2:5].isin(renewed)
    if not replaced.any():
        return Extract(frame)
    note = N_("Neighbourhoods of 2015 left out, since those of 2024 have replaced them: {count}.")
    return Extract(frame[~replaced].reset_index(drop=True), (Message(note, {"count": int(replaced.sum())}),))


SOURCES = (
    Source(
        role=Role.NEIGHBOURHOODS,
        dataset=ANCT,
        signature=frozenset({"code_qp", "nom_qp"}),
        read=read_neighbourhoods,
    ),
    Source(
        role=Role.NEIGHBOURHOODS,
        dataset=ANCT,
        signature=frozenset({"code_qp", "lib_qp"}),
        read=read_neighbourhoods,
    ),
    Source(
        role=Role.NEIGHBOURHOODS,
        dataset=ANCT,
        signature=frozenset({"q", "n"}),
        values=MappingProxyType({"q": CODE}),
        read=read_neighbourhoods,
    ),
)
