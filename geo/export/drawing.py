"""The drawing of a garden plan as files: SVG and PNG for the wall, DXF for a draughtsman."""

from collections.abc import Callable
from pathlib import Path

from geo.plans import Sketch
from geo.present.labels import translator
from geo.present.plan_dxf import plan_dxf
from geo.present.plan_sheet import Paper
from geo.present.plan_words import TitleBlock
from geo.present.plans import plan_png, plan_svg
from geo.sources._writing import write_atomically

DPI = 150
"""Of the picture: its smallest letters are read on a screen; the SVG is what is printed. [dots per inch]"""


def write_drawings(
    stem: Path, sketch: Sketch, language: str, *, block: TitleBlock | None = None, sheet: Paper | None = None
) -> tuple[Path, ...]:
    """
    Write the drawing of a plan, each file whole or not at all; the same sketch gives the same bytes.

    Parameters
    ----------
    stem
        Path without its ending, such as ``OUT/plan-1``; its folder exists.
    language
        ``fr`` or ``en``.
    block
        Name of the site, date and sources; by default its identifier alone.
    sheet
        Format of the paper; the one that shows most where none is given.

    Returns
    -------
    files
        What was written: ``.svg``, ``.png``, ``.dxf``.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    translate = translator(language)
    told = block or TitleBlock(site=sketch.plan.ground.site_id)
    svg = plan_svg(sketch, translate, block=told, sheet=sheet, language=language)
    return (
        _written(stem, ".svg", lambda: svg.encode("utf-8")),
        _written(stem, ".png", lambda: plan_png(svg, dpi=DPI)),
        _written(stem, ".dxf", lambda: plan_dxf(sketch, translate, language=language)),
    )


def _written(stem: Path, ending: str, make: Callable[[], bytes]) -> Path:
    path = stem.with_name(stem.name + ending)
    content = make()
    write_atomically(path, lambda draft: _write_bytes(draft, content))
    return path


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
