"""The files of one sketch as bytes, for a page that hands them out: drawings, tables, rules, budget."""

import json
import tempfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from geo.costs import Budget
from geo.export.budget import write_budget
from geo.export.drawing import DPI
from geo.export.layout import LAYER_KINDS, plan_layers, rules_document
from geo.export.tables import write_geopackage
from geo.plans import Sketch
from geo.present.labels import translator
from geo.present.plan_words import TitleBlock
from geo.present.plans import plan_png, plan_svg


class FileKind(StrEnum):
    """What can be taken away; the values are the endings of the names."""

    SVG = "svg"
    PNG = "png"
    DXF = "dxf"
    GEOPACKAGE = "gpkg"
    BUDGET = "csv"
    RULES = "json"


MIME_TYPES: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.SVG: "image/svg+xml",
        FileKind.PNG: "image/png",
        FileKind.DXF: "image/vnd.dxf",
        FileKind.GEOPACKAGE: "application/geopackage+sqlite3",
        FileKind.BUDGET: "text/csv",
        FileKind.RULES: "application/json",
    }
)


def attachment(kind: FileKind, sketch: Sketch, found: Budget, language: str, *, block: TitleBlock) -> bytes:
    """
    Return one file of a sketch; the same sketch gives the same bytes.

    Parameters
    ----------
    found
        Budget of the sketch.
    language
        ``fr`` or ``en``.
    block
        Name of the site, date and sources, for the drawings.
    """
    makers: Mapping[FileKind, Callable[[], bytes]] = {
        FileKind.SVG: lambda: plan_svg(sketch, translator(language), block=block, language=language).encode(),
        FileKind.PNG: lambda: plan_png(plan_svg(sketch, translator(language), block=block, language=language), dpi=DPI),
        FileKind.DXF: lambda: _dxf(sketch, language),
        FileKind.GEOPACKAGE: lambda: _through_file(
            "plan.gpkg", lambda path: write_geopackage(path, plan_layers(sketch.plan), LAYER_KINDS)
        ),
        FileKind.BUDGET: lambda: _through_file(
            "budget.csv", lambda path: write_budget(path, found, translator(language))
        ),
        FileKind.RULES: lambda: _rules(sketch, language),
    }
    return makers[kind]()


def _dxf(sketch: Sketch, language: str) -> bytes:
    from geo.present.plan_dxf import plan_dxf

    return plan_dxf(sketch, translator(language), language=language)


def _rules(sketch: Sketch, language: str) -> bytes:
    document = rules_document(sketch, translator(language))
    return f"{json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode()


def _through_file(name: str, write: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jachere-plan-") as folder:
        path = Path(folder, name)
        write(path)
        return path.read_bytes()
