"""A whole study as files: for a GIS that opens it coloured, for a spreadsheet that recomputes it, for any browser.

::

    OUT/study.gpkg        candidates, indicators, scores, rules, plan_…, sources, rejections, layer_styles
        candidates.geojson   ranking.csv   study.xlsx   map.html   funding.toml   plans/<name>.dxf .svg

`funding.toml` is the dated table of the funds: changed and put beside `parcels/` and `layers/`, it takes the place of
ours.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.export.dossier import safe_name
from geo.export.layout import LAYER_KINDS, feature_collection, plan_layers
from geo.export.styles import candidate_style, layer_styles, partner_style, plan_styles
from geo.export.tables import write_geopackage, write_ranking
from geo.export.workbook import write_workbook
from geo.messages import word
from geo.plans import Sketch
from geo.present import screening
from geo.present.dossier.people import BRINGS
from geo.present.labels import COLUMNS, Translator, translator
from geo.present.palette import site_classes
from geo.present.plan_dxf import plan_dxf
from geo.present.plan_words import TitleBlock
from geo.present.plans import plan_svg
from geo.sources._writing import write_atomically
from geo.study import Judgement, Survey, explanations, ranking, reasons
from geo.study.dossier import funds_file
from geo.study.measures.social import partners

Tables = dict[str, pd.DataFrame]

_PLAN = "plan_"


def write_study(
    out: Path, surveyed: Survey, judgement: Judgement, language: str, sketches: Mapping[str, Sketch] | None = None
) -> tuple[Path, ...]:
    """
    Write a study into a folder, which is made when it is not there; the same study gives the same bytes.

    Parameters
    ----------
    sketches
        By `site_id`; their plans are layers of the GeoPackage, and drawings beside it.

    Returns
    -------
    files
        What was written.

    Raises
    ------
    OSError
        The disk refuses; older files stay as they were.
    """
    out.mkdir(parents=True, exist_ok=True)
    translate, drawn = translator(language), sketches or {}
    tables = study_tables(surveyed, judgement, translate, drawn)
    writers: dict[str, Callable[[Path], None]] = {
        "study.gpkg": lambda path: write_study_geopackage(path, tables, translate),
        "candidates.geojson": lambda path: _write_json(path, _geojson(tables["candidates"])),
        "ranking.csv": lambda path: write_ranking(path, surveyed, judgement, translate),
        "study.xlsx": lambda path: write_workbook(path, surveyed, judgement, translate),
        "map.html": lambda path: _write_text(
            path, screening.standalone_map(surveyed, judgement, translate, language=language)
        ),
    }
    funds = funds_file(surveyed.territory.folder).read_bytes()
    writers["funding.toml"] = lambda path: _write_bytes(path, funds)
    for name, write in writers.items():
        write(out / name)
    plans = [file for site, sketch in drawn.items() for file in _drawings(out, surveyed, site, sketch, language)]
    return (*(out / name for name in writers), *plans)


def study_tables(
    surveyed: Survey, judgement: Judgement, translate: Translator, sketches: Mapping[str, Sketch]
) -> Tables:
    """Return all the tables of a study, those with geometry first."""
    return {
        "candidates": _candidates(surveyed, judgement, translate),
        **_plans(sketches),
        **_partners(surveyed, sketches, translate),
        "indicators": _indicators(surveyed, translate),
        "scores": _scores(judgement, translate),
        "rules": _rules(surveyed, judgement, translate),
        "sources": _sources(surveyed),
        "rejections": surveyed.candidates.rejections.rename_axis("parcel_id").reset_index(),
    }


def write_study_geopackage(path: Path, tables: Tables, translate: Translator) -> None:
    """
    Write the tables of a study as one GeoPackage with the styles that QGIS opens it in.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    plans = {f"{_PLAN}{name}": style for name, style in plan_styles(translate).items()}
    known = {"candidates": candidate_style(translate), "partners": partner_style(), **plans}
    styles = layer_styles({name: style for name, style in known.items() if name in tables})
    kinds = {f"{_PLAN}{name}": kind for name, kind in LAYER_KINDS.items()}
    write_geopackage(path, {**tables, "layer_styles": styles}, kinds)


def _candidates(surveyed: Survey, judgement: Judgement, translate: Translator) -> gpd.GeoDataFrame:
    table = ranking(surveyed, judgement)
    told = reasons(surveyed, judgement, table.index)
    table.insert(1, "name", screening.site_names(surveyed, table.index, translate))
    table["parcels"] = table["parcels"].map("; ".join)
    table["reasons"] = ["; ".join(translate(text) for text in told[site]) for site in table.index]
    table["style"] = [str(place) for place in site_classes(table["verdict"], table["score"])]
    table["usable_area_m2"] = surveyed.sites["usable_area_m2"].loc[table.index]
    shapes = surveyed.sites.geometry.loc[table.index].array
    return gpd.GeoDataFrame(table.reset_index(), geometry=shapes, crs=surveyed.territory.crs)


def _plans(sketches: Mapping[str, Sketch]) -> Tables:
    """Lay the layers of all plans together, each feature with the site that it is of."""
    found: dict[str, list[gpd.GeoDataFrame]] = {}
    for site, sketch in sketches.items():
        for name, layer in plan_layers(sketch.plan).items():
            found.setdefault(f"{_PLAN}{name}", []).append(layer.assign(site_id=site, variant=sketch.number))
    joined: Tables = {}
    for name, layers in found.items():
        filled = [layer for layer in layers if len(layer)] or layers[:1]
        joined[name] = gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=filled[0].crs)
    return joined


def _partners(surveyed: Survey, sites: Iterable[str], translate: Translator) -> Tables:
    """Return the partners around the sites that are sketched, with what each could bring."""
    found = partners(surveyed.territory, surveyed.sites.loc[[*sites]])
    if found.empty:
        return {}
    kinds = found["kind"].astype(str)
    told = found.drop(columns=["place"], errors="ignore").assign(kind=kinds)
    told["kind_label"] = [translate_label(kind, translate) for kind in kinds]
    told["can_bring"] = [translate_label(BRINGS[kind], translate) for kind in kinds]
    return {"partners": gpd.GeoDataFrame(told, geometry="geometry", crs=surveyed.territory.crs)}


def _indicators(surveyed: Survey, translate: Translator) -> pd.DataFrame:
    """Return one row a site and an indicator: its value as a text and as a number, its state, its quality."""
    parts = []
    for name, column in surveyed.indicators.items():
        numbers = pd.to_numeric(column, errors="coerce") if pd.api.types.is_numeric_dtype(column) else column.map(_none)
        label, unit = COLUMNS[str(name)]
        parts.append(
            pd.DataFrame(
                {
                    "site_id": column.index,
                    "indicator": str(name),
                    "label": translate_label(label, translate),
                    "unit": translate_label(unit, translate),
                    "value": [_told(value, translate) for value in column],
                    "number": numbers.replace([np.inf, -np.inf], np.nan).astype("float64").to_numpy(),
                    "state": surveyed.states[name].to_numpy(),
                    "quality": surveyed.quality[name].to_numpy(dtype="float64"),
                }
            )
        )
    return pd.concat(parts, ignore_index=True).sort_values(["site_id", "indicator"], ignore_index=True)


def _scores(judgement: Judgement, translate: Translator) -> pd.DataFrame:
    """Return one row a site and a criterion: its weight and what the site is worth on it."""
    weights = {criterion.id: criterion for criterion in judgement.profile.criteria}
    table = judgement.utilities.rename_axis(index="site_id", columns="criterion").stack(future_stack=True)
    rows = table.rename("utility").reset_index()
    rows.insert(2, "label", [translate_label(weights[name].label, translate) for name in rows["criterion"]])
    rows.insert(3, "weight", [float(weights[name].weight) for name in rows["criterion"]])
    return rows


def _rules(surveyed: Survey, judgement: Judgement, translate: Translator) -> pd.DataFrame:
    found = explanations(surveyed, judgement, surveyed.sites.index.tolist())
    rows = [(site, one.rule, one.then, translate(one.text), one.source) for site, all_ in found.items() for one in all_]
    return pd.DataFrame(rows, columns=["site_id", "rule", "verdict", "text", "source"]).astype("str")


def _sources(surveyed: Survey) -> pd.DataFrame:
    names = ("file", "publisher", "dataset", "vintage", "licence", "url", "sha256")
    rows = [[getattr(origin, name) for name in names] for origin in screening.provenances(surveyed.territory)]
    return pd.DataFrame(rows, columns=list(names)).astype("str")


def translate_label(text: str, translate: Translator) -> str:
    """Return a label in the user's language; nothing for nothing."""
    return translate(word(text)) if text else ""


def _told(value: object, translate: Translator) -> str:
    if isinstance(value, str):
        return translate_label(value, translate)
    number = float(str(value))
    return "" if np.isnan(number) else "∞" if np.isinf(number) else repr(round(number, 6))


def _none(_: object) -> float:
    return float("nan")


def _geojson(candidates: pd.DataFrame) -> dict[str, Any]:
    table = gpd.GeoDataFrame(candidates).drop(columns="style")
    clean = table.astype({name: object for name in table.columns if name != "geometry"})
    return feature_collection({"candidates": clean.where(clean.notna(), None)})


def _drawings(out: Path, surveyed: Survey, site: str, sketch: Sketch, language: str) -> Sequence[Path]:
    translate = translator(language)
    [name] = screening.site_names(surveyed, [site], translate)
    folder = out / "plans"
    folder.mkdir(exist_ok=True)
    stem = folder / f"{safe_name(name)}-{site}"
    svg = plan_svg(sketch, translate, block=TitleBlock(site=name), language=language)
    content = {".svg": svg.encode("utf-8"), ".dxf": plan_dxf(sketch, translate, language=language)}
    for ending, data in content.items():
        _write_bytes(stem.with_name(stem.name + ending), data)
    return [stem.with_name(stem.name + ending) for ending in content]


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    _write_text(path, f"{json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)}\n")


def _write_text(path: Path, text: str) -> None:
    _write_bytes(path, text.encode("utf-8"))


def _write_bytes(path: Path, content: bytes) -> None:
    write_atomically(path, lambda draft: _put(draft, content))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
