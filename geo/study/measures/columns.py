"""Columns of a theme: each from the layers that it needs, unknown where they are missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import Measures, Role, Territory
from geo.study.measures.quality import OPEN_DATA, of_one_quality


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """
    One indicator and where it comes from.

    Attributes
    ----------
    roles
        Of the layers that `measure` takes after the sites, in its order; one that is missing is None.
    text
        It holds words.
    any_role
        Any of the layers will do; else the first is needed.
    """

    name: str
    roles: tuple[Role, ...]
    measure: Callable[..., pd.Series]
    text: bool = False
    any_role: bool = False


def measured(
    territory: Territory, sites: gpd.GeoDataFrame, columns: Sequence[Column], quality: float = OPEN_DATA
) -> Measures:
    """
    Measure the columns of a theme.

    Parameters
    ----------
    territory
        With the layers, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.
    columns
        In the order of the result.
    quality
        Of every value that is known. [0–1]

    Returns
    -------
    measures
        What a layer does not cover is noted.
    """
    found = {column.name: _measure(territory, sites, column) for column in columns}
    notes: list[Message] = []
    for column in columns:
        note = _uncovered(territory, column, found[column.name])
        if note is not None and note not in notes:
            notes.append(note)
    return replace(of_one_quality(pd.DataFrame(found, index=sites.index), quality), notes=tuple(notes))


def unknown(sites: gpd.GeoDataFrame, name: str, *, text: bool = False) -> pd.Series:
    """
    Return a column of which nothing is known.

    Examples
    --------
    >>> unknown(gpd.GeoDataFrame(index=["a"]), "permit", text=True).tolist()
    [nan]
    """
    return pd.Series(np.nan, index=sites.index, name=name, dtype="str" if text else "float64")


def frame_of(territory: Territory, role: Role) -> pd.DataFrame | None:
    """Return the table of a role, if the territory has one."""
    return territory.layers[role].frame if role in territory.layers else None


def _measure(territory: Territory, sites: gpd.GeoDataFrame, column: Column) -> pd.Series:
    frames = [frame_of(territory, role) for role in column.roles]
    enough = any(frame is not None for frame in (frames if column.any_role else frames[:1]))
    return column.measure(sites, *frames) if enough else unknown(sites, column.name, text=column.text)


def _uncovered(territory: Territory, column: Column, values: pd.Series) -> Message | None:
    role, missing = column.roles[0], int(values.isna().sum())
    if role not in territory.layers or not missing:
        return None
    told: dict[str, Value] = {"role": Message(role.value), "count": missing, "total": len(values)}
    return Message(N_("The layer “{role}” says nothing of {count} of the {total} sites: it does not cover them."), told)
