"""The shadows around one site at one moment, as a landscape architect draws them: quiet ground, one colour of shade."""

import textwrap
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.models import Bounds
from geo.present.palette import GROUND, INK, LAYER_STYLES, PAPER, SELECTED, SUN_RAMP
from geo.present.pictures import data_uri, paletted_png
from geo.present.svg import Element, drawing, element, length

REACH_M = 120.0
"""Side of the drawing around a site of the usual size. [m]"""

SHADE = SUN_RAMP[0]
SHADE_OPACITY = 0.45
ROOF = "#E4E2DC"

_MARGIN_M = 20.0
_STEPS = 15
_SIDE_PX = 640.0
_LINE_PX = 19.0
_CAPTION_LETTERS = 82
_SCALES_M = (5, 10, 20, 50, 100, 200)


def frame_around(site: BaseGeometry) -> Bounds:
    """
    Return the square to draw around a site: `REACH_M` wide, or wider than a large site by 20 m on each side. [m]

    Examples
    --------
    >>> frame_around(shapely.box(0, 0, 30, 20))
    Bounds(west=-45.0, south=-50.0, east=75.0, north=70.0)
    """
    west, south, east, north = site.bounds
    half = max(REACH_M, max(east - west, north - south) + 2 * _MARGIN_M) / 2
    x, y = (west + east) / 2, (south + north) / 2
    return Bounds(x - half, y - half, x + half, y + half)


def shadow_picture(
    lit: NDArray[np.bool_] | NDArray[np.floating],
    bounds: Bounds,
    site: BaseGeometry,
    buildings: Iterable[BaseGeometry],
    *,
    title: str,
    caption: str,
    sun_azimuth: float | None = None,
) -> str:
    """
    Return the shadows of one moment as SVG.

    Parameters
    ----------
    lit
        Share of the direct sun that comes through, row 0 to the north: 1 in the sun, 0 in full shade, between them
        under trees; NaN is drawn as lit. [0–1]
    bounds
        Of `lit`, and of the drawing. [m]
    site, buildings
        Outlines in the same CRS.
    title, caption
        Already translated: what is drawn, and its moment.
    sun_azimuth
        Draws the sun on the side that it shines from; none when it is down. [degrees from the north of the grid,
        clockwise]
    """
    width, height = bounds.east - bounds.west, bounds.north - bounds.south
    tall = _SIDE_PX * height / width
    plane = element(
        "svg",
        *_scenery(lit, bounds, site, buildings),
        width=_SIDE_PX,
        height=tall,
        viewBox=f"0 0 {length(width)} {length(height)}",
        overflow="hidden",
    )
    lines = textwrap.wrap(caption, _CAPTION_LETTERS, max_lines=3, placeholder=" …")
    sun = [] if sun_azimuth is None else [_sun(sun_azimuth, tall)]
    edge = element("rect", width=_SIDE_PX, height=tall, fill="none", stroke=INK, stroke_width=1)
    legend = [_north_arrow(), *sun, _scale_bar(width, tall), *_caption(lines, tall)]
    low = tall + 16 + _LINE_PX * max(1, len(lines))
    return drawing(_SIDE_PX, low, [plane, edge, *legend], title=title, description=caption)


def _scenery(
    lit: NDArray[np.bool_] | NDArray[np.floating],
    bounds: Bounds,
    site: BaseGeometry,
    buildings: Iterable[BaseGeometry],
) -> list[Element]:
    width, height = bounds.east - bounds.west, bounds.north - bounds.south
    roofs = "".join(_path(building, bounds) for building in buildings)
    outline, style = _path(site, bounds), LAYER_STYLES["buildings"]
    fixed = {"fill": "none", "stroke_linejoin": "round", "fill_rule": "evenodd", "vector_effect": "non-scaling-stroke"}
    return [
        element("rect", width=width, height=height, fill=GROUND),
        element("image", href=data_uri(shade_png(lit)), width=width, height=height, preserveAspectRatio="none"),
        element("path", d=roofs, **fixed | {"fill": ROOF}, stroke=_darker(style.stroke), stroke_width=1),
        element("path", d=outline, **fixed, stroke=PAPER, stroke_width=5.5),
        element("path", d=outline, **fixed, stroke=SELECTED, stroke_width=2.5),
    ]


def _darker(colour: str) -> str:
    return "#" + bytes(channel * 3 // 4 for channel in bytes.fromhex(colour[1:])).hex().upper()


def shade_png(lit: NDArray[np.bool_] | NDArray[np.floating]) -> bytes:
    """Return the shade as a picture of one colour, the more opaque the less sun comes through."""
    share = np.nan_to_num(np.asarray(lit, dtype=np.float64), nan=1.0)
    steps = np.rint((1 - np.clip(share, 0, 1)) * _STEPS).astype(np.uint8)
    return paletted_png(steps, [(SHADE, round(255 * SHADE_OPACITY * step / _STEPS)) for step in range(_STEPS + 1)])


def _path(shape: BaseGeometry, bounds: Bounds) -> str:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return "".join(_ring(ring, bounds) for polygon in polygons for ring in shapely.get_rings(polygon))


def _ring(ring: BaseGeometry, bounds: Bounds) -> str:
    points = shapely.get_coordinates(ring)[:-1] - (bounds.west, bounds.north)
    return "M" + "L".join(f"{length(x)} {length(-y)}" for x, y in points) + "Z"


def _north_arrow() -> Element:
    return element(
        "g",
        element("circle", cx=0, cy=0, r=20, fill=PAPER, fill_opacity=0.9),
        element("path", d="M0 -15L5 -1L0 -4L-5 -1Z", fill=INK),
        element("text", text="N", x=0, y=13, font_size=13, font_weight="600", text_anchor="middle", fill=INK),
        transform=f"translate({length(_SIDE_PX - 32)} 32)",
    )


def _sun(azimuth: float, tall: float) -> Element:
    """Return a sun on a circle that keeps clear of the corners, its ray towards the middle."""
    angle = np.deg2rad(azimuth)
    east, south = float(np.sin(angle)), float(-np.cos(angle))
    reach = min(_SIDE_PX, tall) / 2 - 20
    x, y = _SIDE_PX / 2 + reach * east, tall / 2 + reach * south
    return element(
        "g",
        element("line", x1=0, y1=13, x2=0, y2=36, stroke=INK, stroke_width=1.5),
        element("path", d="M0 42L4.5 33L-4.5 33Z", fill=INK),
        element("circle", cx=0, cy=0, r=10, fill=SUN_RAMP[-1], stroke=INK, stroke_width=1.5),
        transform=f"translate({length(x)} {length(y)}) rotate({length(azimuth)})",
    )


def _scale_bar(width_m: float, tall: float) -> Element:
    scale = max((scale for scale in _SCALES_M if scale <= width_m / 4), default=_SCALES_M[0])
    long = scale * _SIDE_PX / width_m
    return element(
        "g",
        element("rect", x=-8, y=-19, width=long + 16, height=28, rx=4, fill=PAPER, fill_opacity=0.9),
        element("path", d=f"M0 -3V3H{length(long)}V-3", fill="none", stroke=INK, stroke_width=1.5),
        element("text", text=f"{scale}\u00a0m", x=long / 2, y=-4, font_size=13, text_anchor="middle", fill=INK),
        transform=f"translate({length(_SIDE_PX - long - 20)} {length(tall - 20)})",
    )


def _caption(lines: list[str], tall: float) -> list[Element]:
    return [
        element("text", text=line, x=0, y=tall + 8 + _LINE_PX * (place + 0.75), font_size=15, fill=INK)
        for place, line in enumerate(lines)
    ]
