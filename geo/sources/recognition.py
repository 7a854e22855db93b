"""Which publisher made this table: told by its columns, never by the name of its file.

A new publisher is a new module beside this one, and its `SOURCES` in the tuple below.
"""

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.models import Layer, Provenance
from geo.schemas import GEOMETRIES, check
from geo.sources import (
    bdtopo,
    bpe,
    cadastre,
    checks,
    communes,
    directory,
    education,
    filosofi,
    finess,
    flood,
    friches,
    georisques,
    gtfs,
    heritage,
    hydrants,
    iris,
    nature,
    osm,
    owners,
    permits,
    qpv,
    samples,
    soil,
    urbanism,
)
from geo.sources._files import Table
from geo.sources.source import Source, fold, folded

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")
SOURCES: tuple[Source, ...] = (
    *cadastre.SOURCES,
    *bdtopo.SOURCES,
    *friches.SOURCES,
    *qpv.SOURCES,
    *communes.SOURCES,
    *owners.SOURCES,
    *georisques.SOURCES,
    *urbanism.SOURCES,
    *heritage.SOURCES,
    *nature.SOURCES,
    *flood.SOURCES,
    *permits.SOURCES,
    *soil.SOURCES,
    *samples.SOURCES,
    *osm.SOURCES,
    *bpe.SOURCES,
    *finess.SOURCES,
    *education.SOURCES,
    *directory.SOURCES,
    *gtfs.SOURCES,
    *filosofi.SOURCES,
    *iris.SOURCES,
    *hydrants.SOURCES,
    *checks.SOURCES,
)


def recognise(table: Table) -> Source | None:
    """
    Return the kind of table this is, or nothing where no publisher's columns are there.

    Where several signatures fit, the one that asks for most columns wins.

    Parameters
    ----------
    table
        A layer of a file, as the door found it.

    Examples
    --------
    >>> from pathlib import Path
    >>> rows = pd.DataFrame({"ma colonne": [1]})
    >>> recognise(Table(path=Path("a.csv"), name="a", driver="CSV", frame=rows, notes=())) is None
    True
    """
    return next(iter(recognise_all(table)), None)


def recognise_all(table: Table) -> tuple[Source, ...]:
    """
    Return the kind of table this is, once for each role that it may serve.

    An extract of OpenStreetMap holds streets, places and green spaces in one table.

    Parameters
    ----------
    table
        A layer of a file, as the door found it.
    """
    names = frozenset(fold(str(name)) for name in table.frame.columns)
    named = [source for source in SOURCES if source.signature <= names and not source.without & names]
    fitting = [source for source in named if _has_place(source, table.frame) and _has_values(source, table.frame)]
    best = max(fitting, key=lambda source: len(source.signature), default=None)
    return tuple(source for source in fitting if best and source.signature == best.signature)


def is_silent(layer: Layer, table: Table, source: Source) -> bool:
    """
    Tell whether a table has nothing of a role and was not searched for it: it says nothing of that role.

    Parameters
    ----------
    layer
        The table in the contract of the role.
    table, source
        What it was read from.
    """
    return layer.frame.empty and not source.searched(folded(table.frame))


def read_layer(table: Table, source: Source, *, file: str) -> Layer:
    """
    Return the table in the contract of its role, with its origin.

    Parameters
    ----------
    table
        A layer of a file, as the door found it.
    source
        The kind of table it is.
    file
        Name to give the file in messages.

    Raises
    ------
    LayerError
        The table breaks the contract of its role.
    SourceError
        Its reader cannot do without something that it lacks.
    """
    named = replace(table, frame=folded(table.frame))
    extract = source.read(named)
    provenance = Provenance(
        file=file,
        publisher=source.dataset.publisher,
        dataset=source.dataset.name,
        vintage=vintage(named.frame, source.updated),
        licence=source.dataset.licence,
        url=source.dataset.url,
    )
    return Layer(
        role=source.role,
        frame=check(extract.frame, source.role, where=file),
        provenances=(provenance,),
        notes=(*table.notes, *extract.notes),
    )


def vintage(frame: pd.DataFrame, column: str) -> str:
    """
    Return the day of the last revision of a table's features, as ``2024-02-13``; empty where it is unknown.

    Parameters
    ----------
    frame
        A table with folded names.
    column
        Folded name of the dates: days, texts such as 13/02/2024, or numbers such as 20240213.

    Examples
    --------
    >>> vintage(pd.DataFrame({"updated": ["13/02/2024", "01/03/2022"]}), "updated")
    '2024-02-13'
    >>> vintage(pd.DataFrame({"updated": [20210413, 19991208]}), "updated")
    '2021-04-13'
    """
    if column not in frame:
        return ""
    texts = pd.Series(frame[column].unique()).astype("str").str.slice(0, 10).str.removesuffix(".0")
    days = [pd.to_datetime(texts, format=form, errors="coerce").max() for form in _DAYS]
    known = [day for day in days if pd.notna(day)]
    return max(known).date().isoformat() if known else ""


def _has_place(source: Source, frame: pd.DataFrame) -> bool:
    if source.role not in GEOMETRIES:
        return True
    if not isinstance(frame, gpd.GeoDataFrame):
        return source.places_in_text
    allowed = GEOMETRIES[source.role] | ({"Point", "MultiPoint"} if source.points else set())
    return frame.empty or bool(frame.geom_type.isin(allowed).any())


def _has_values(source: Source, frame: pd.DataFrame) -> bool:
    if not source.values:
        return True
    named = folded(frame)
    return all(named[name].astype("str").str.fullmatch(form).any() for name, form in source.values.items())
