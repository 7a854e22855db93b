"""The hours of sun on the ground of a site, with its buildings around, as a small map with its legend."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.messages import N_
from geo.models import Bounds
from geo.plans import Ground
from geo.present.palette import GROUND, INK, PAPER, SUN_BREAKS, SUN_RAMP
from geo.present.pictures import data_uri, paletted_png, sun_classes
from geo.present.plan_words import Words
from geo.present.svg import Element, drawing, element, length

_SIDE_PX, _TALL_PX, _LEGEND_PX = 640.0, 330.0, 34.0
_MARGIN_M = 8.0
_ROOF = "#CBC9C3"
_SWATCH_PX = 84.0


def sun_map_svg(ground: Ground, words: Words) -> str:
    """
    Return the sun of a ground as SVG.

    Parameters
    ----------
    ground
        Whose sun is known.
    """
    view = _view(ground.outline)
    scale = _SIDE_PX / (view.east - view.west)
    outline = _path(ground.outline, view, scale)
    shown = element(
        "svg",
        element("rect", width=_SIDE_PX, height=_TALL_PX, fill=GROUND),
        _cells(ground, view, scale),
        element("path", d=_path(ground.neighbours, view, scale), fill=_ROOF, stroke="#8A8D91", stroke_width=1),
        element("path", d=_path(ground.obstacles, view, scale), fill=_ROOF, stroke="#8A8D91", stroke_width=1),
        element("path", d=outline, fill="none", stroke=PAPER, stroke_width=5, fill_rule="evenodd"),
        element("path", d=outline, fill="none", stroke=INK, stroke_width=2, fill_rule="evenodd"),
        width=_SIDE_PX,
        height=_TALL_PX,
        viewBox=f"0 0 {length(_SIDE_PX)} {length(_TALL_PX)}",
        overflow="hidden",
    )
    title = words.say(N_("Map of the hours of direct sun on the site, north up."))
    return drawing(_SIDE_PX, _TALL_PX + _LEGEND_PX, [shown, *_legend(words)], title=title)


def _view(outline: BaseGeometry) -> Bounds:
    west, south, east, north = outline.bounds
    ratio = _TALL_PX / _SIDE_PX
    wide = max(east - west + 2 * _MARGIN_M, (north - south + 2 * _MARGIN_M) / ratio)
    x, y, high = (west + east) / 2, (south + north) / 2, wide * ratio
    return Bounds(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _cells(ground: Ground, view: Bounds, scale: float) -> Element:
    """Return the cells in the classes of the palette; those off the site are left out."""
    raster = ground.sun
    if raster is None:
        return element("g")
    rows, columns = raster.values.shape
    bounds = raster.bounds
    x = bounds.west + (np.arange(columns) + 0.5) * (bounds.east - bounds.west) / columns
    y = bounds.north - (np.arange(rows) + 0.5) * (bounds.north - bounds.south) / rows
    inside = shapely.contains_xy(ground.outline, *np.meshgrid(x, y))
    classes = sun_classes(np.where(inside, raster.values, np.float32(np.nan)))
    picture = paletted_png(classes, [(colour, 255) for colour in SUN_RAMP] + [(SUN_RAMP[0], 0)])
    return element(
        "image",
        href=data_uri(picture),
        x=(bounds.west - view.west) * scale,
        y=(view.north - bounds.north) * scale,
        width=(bounds.east - bounds.west) * scale,
        height=(bounds.north - bounds.south) * scale,
        preserveAspectRatio="none",
        image_rendering="pixelated",
    )


def _legend(words: Words) -> list[Element]:
    parts = []
    for place, colour in enumerate(SUN_RAMP):
        x, y = place * (_SWATCH_PX + 36), _TALL_PX + 12
        low = SUN_BREAKS[place]
        last = place == len(SUN_RAMP) - 1
        text = words.say(N_("{low} h or more"), low=low) if last else f"{low}–{SUN_BREAKS[place + 1]}\u00a0h"
        parts.append(element("rect", x=x, y=y, width=22, height=14, fill=colour, stroke=INK, stroke_width=0.75))
        parts.append(element("text", text=text, x=x + 28, y=y + 12, font_size=13, fill=INK))
    return parts


def _path(shape: BaseGeometry, view: Bounds, scale: float) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)]
    return "".join(_ring(shapely.get_coordinates(ring), view, scale) for ring in rings)


def _ring(points: np.ndarray, view: Bounds, scale: float) -> str:
    placed = (points[:-1] - (view.west, view.north)) * (scale, -scale)
    return "M" + "L".join(f"{length(x)} {length(y)}" for x, y in placed) + "Z"
