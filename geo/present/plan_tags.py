"""A few lines of text that stand somewhere on a plan, turned or not, and the room that they take. Millimetres."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from geo.present.palette import INK, PAPER
from geo.present.plan_ink import Style, figure
from geo.present.plan_text import line_of, width_of
from geo.present.svg import Element, element, length

LEADING = 1.22
"""From one base line to the next. [sizes]"""
CAPITAL = 0.70
"""Height of a capital. [sizes]"""


@dataclass(frozen=True, slots=True)
class Tag:
    """
    Lines of text around a middle.

    Attributes
    ----------
    x, y
        The middle. [mm]
    turn
        Clockwise. [°]
    size
        Of the letters. [mm]
    bold
        Whether the first line is.
    plate
        Whether it stands on a light ground.
    end
        Where its leader ends; none where it needs none. [mm]
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    turn: float = 0.0
    bold: bool = False
    plate: bool = False
    end: tuple[float, float] | None = None

    @property
    def width(self) -> float:
        """How wide it is before it is turned, its margins included. [mm]"""
        widths = (width_of(line, self.size, bold=self.bold and not place) for place, line in enumerate(self.lines))
        return max(widths) + 0.8 * self.size * self.plate

    @property
    def height(self) -> float:
        """How high it is before it is turned, its margins included. [mm]"""
        return self.size * (LEADING * (len(self.lines) - 1) + CAPITAL + (0.75 if self.plate else 0.35))

    def box(self, margin: float = 0.0) -> shapely.Polygon:
        """Return the room that it takes."""
        x, y = self.width / 2 + margin, self.height / 2 + margin
        turn = math.radians(self.turn)
        corners = np.array([(-x, -y), (x, -y), (x, y), (-x, y)])
        turned = corners @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        return shapely.Polygon(turned + np.array([self.x, self.y]))

    def leader(self) -> shapely.LineString:
        """Return the line from its box to what it names; empty where there is none."""
        if self.end is None:
            return shapely.LineString()
        return shapely.shortest_line(self.box(), shapely.Point(self.end))

    def drawn(self, *, colour: str = INK, italic: bool = False, halo: bool = False) -> Element:
        """Return it as SVG, its leader left out."""
        style: Style = {"text_anchor": "middle", "fill": colour}
        if italic:
            style["font_style"] = "italic"
        if halo:
            style |= {"stroke": PAPER, "stroke_width": 0.7, "stroke_linejoin": "round", "paint_order": "stroke"}
        first = self.size * (CAPITAL - LEADING * (len(self.lines) - 1)) / 2
        lines = [
            line_of(line, 0, first + self.size * LEADING * place, self.size, bold=self.bold and not place, **style)
            for place, line in enumerate(self.lines)
        ]
        turn = f" rotate({length(self.turn)})" if self.turn else ""
        moved = f"translate({length(self.x)} {length(self.y)}){turn}"
        return element("g", *([self._ground()] if self.plate else []), *lines, transform=moved)

    def _ground(self) -> Element:
        w, h = self.width, self.height
        return figure("rect", x=-w / 2, y=-h / 2, width=w, height=h, rx=0.7, fill=PAPER, fill_opacity=0.9)


def readable(turn: float) -> float:
    """
    Return the direction of a line as a text reads along it: left to right, or upwards. [°, clockwise]

    Examples
    --------
    >>> readable(170), readable(90), readable(-90)
    (-10.0, -90.0, -90.0)
    """
    turned = (turn + 90.0) % 180.0 - 90.0
    return turned if turned < 89.0 else turned - 180.0
