"""Tables for a GIS and for a spreadsheet, written atomically and the same bytes for the same study."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from geo.present.labels import Translator
from geo.sources._files import write_atomically
from geo.study import Judgement, Survey, ranking, reasons

_ANY_DATE = "2000-01-01T00:00:00.000Z"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def ranking_rows(surveyed: Survey, judgement: Judgement, translate: Translator) -> list[dict[str, Any]]:
    """
    Return the ranking as rows of JSON types, the best first.

    Returns
    -------
    rows
        rank, site_id, parcels, commune, area_m2, evidence, verdict, score, score_low, score_high, reliability, reasons.
        Codes stay in English, reasons are in the user's language; what is unknown is None.
    """
    table = ranking(surveyed, judgement).round(
        {"area_m2": 1, "score": 1, "score_low": 1, "score_high": 1, "reliability": 2}
    )
    told = reasons(surveyed, judgement, table.index)
    table["parcels"] = table["parcels"].map(list)
    table["reasons"] = [[translate(text) for text in told[site]] for site in table.index]
    table.insert(1, "site_id", table.index)
    rows = table.astype(object).where(table.notna(), None)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.itertuples(index=False)]


def write_ranking(path: Path, surveyed: Survey, judgement: Judgement, translate: Translator) -> None:
    """
    Write the ranking as CSV, UTF-8 with a mark so that a spreadsheet reads the accents, ``;`` inside lists.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    write_rows(path, ranking_rows(surveyed, judgement, translate))


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """
    Write rows of JSON types as CSV, UTF-8 with a mark so that a spreadsheet reads the accents, ``;`` inside lists.

    Parameters
    ----------
    rows
        All with the keys of the first, which become the header; no text of theirs is ever taken for a formula.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0] if rows else [])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    content = text.getvalue().encode("utf-8-sig")
    write_atomically(path, lambda temporary: _write_bytes(temporary, content))


def write_candidates(path: Path, surveyed: Survey, judgement: Judgement, translate: Translator) -> None:
    """Write the sites with all that is known and thought of them as a GeoPackage in the metric CRS."""
    sites = surveyed.sites.drop(columns="geometry").drop(columns=["owner_group", "fallow_status"], errors="ignore")
    fresh = [name for name in surveyed.indicators if name not in sites]
    table = ranking(surveyed, judgement)
    order = [name for name in table if name not in sites]
    merged = table[order].join(sites).join(surveyed.indicators[fresh])
    told = reasons(surveyed, judgement, merged.index)
    merged["reasons"] = ["; ".join(translate(text) for text in told[site]) for site in merged.index]
    merged["parcels"] = merged["parcels"].map(";".join)
    merged = merged.replace([np.inf, -np.inf], np.nan).reset_index()
    layer = gpd.GeoDataFrame(merged, geometry=surveyed.sites.geometry.loc[merged["site_id"]].array)
    write_geopackage(path, {"candidates": layer, "rejections": _rejections(surveyed)})


def write_geopackage(
    path: Path, tables: Mapping[str, pd.DataFrame], kinds: Mapping[str, str] = MappingProxyType({})
) -> None:
    """
    Write tables, with geometry or without, as the layers of one GeoPackage; the same tables give the same bytes.

    Parameters
    ----------
    kinds
        Type of geometry of the layers that may be empty, such as ``Point``: nothing in them would tell.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """

    def write(temporary: Path) -> None:
        for name, table in tables.items():
            kind = kinds.get(name) if table.empty else None
            there = temporary.exists()
            pyogrio.write_dataframe(table, temporary, layer=name, driver="GPKG", append=there, geometry_type=kind)

    # A GeoPackage holds the time of its writing, unless GDAL is told another.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _ANY_DATE})
    try:
        write_atomically(path, write)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _rejections(surveyed: Survey) -> pd.DataFrame:
    return surveyed.candidates.rejections.rename_axis("parcel_id").reset_index()


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _cell(value: Any) -> str:
    """Write a value so that no spreadsheet takes a text for a formula."""
    if isinstance(value, list):
        value = ";".join(value)
    text = "" if value is None else str(value)
    guarded = isinstance(value, str) and text.startswith(_FORMULA_STARTS)
    # a carriage return would begin another row, which nothing guards
    return (f"'{text}" if guarded else text).replace("\r", " ")
