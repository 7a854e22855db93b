"""The map of a meeting: one picture, sent once, and a numbered pin a site, which follows the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.models import Territory
from geo.present.labels import Translator
from geo.present.rendering import png_of_svg
from geo.present.situation import framed, situation_svg

WIDE, RATIO = 1100.0, 0.7
"""The plane that pins are placed on, and its height ÷ width. [px]"""
PIN = 34.0
"""Radius of a pin. [px]"""

_NARROWEST_M = 600.0
_PICTURE_PX = 1500
_ABOVE = 62.0
_APART = 2.2 * PIN
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Pin:
    """
    Where a site is on the picture, and where its number stands.

    Attributes
    ----------
    at, number
        On the plane of `WIDE`, from its upper left corner. [px]
    """

    at: tuple[float, float]
    number: tuple[float, float]


def room_picture(territory: Territory, sites: Sequence[BaseGeometry], translate: Translator) -> bytes:
    """
    Return the surroundings of all the sites of a meeting as PNG.

    Parameters
    ----------
    sites
        In the CRS of the territory.
    """
    svg = situation_svg(territory, shapely.union_all(list(sites)), translate, width_m=_NARROWEST_M, ratio=RATIO)
    return png_of_svg(svg, width_px=_PICTURE_PX)


def pins(sites: Sequence[BaseGeometry]) -> tuple[Pin, ...]:
    """
    Return a pin for each site, above it; neighbours are pushed apart until their numbers can be read.

    Examples
    --------
    >>> [pin] = pins([shapely.box(0, 0, 40, 40)])
    >>> pin.at, pin.number
    ((550.0, 385.0), (550.0, 323.0))
    """
    bounds = framed(shapely.union_all(list(sites)), _NARROWEST_M, RATIO)
    scale = WIDE / (bounds.east - bounds.west)
    points = shapely.get_coordinates(shapely.point_on_surface(np.array(list(sites), dtype=object)))
    places = (points - (bounds.west, bounds.north)) * (scale, -scale)
    numbers = _spread(places - (0.0, _ABOVE))
    rows = zip(places.round(1).tolist(), numbers.round(1).tolist(), strict=True)
    return tuple(Pin((at[0], at[1]), (number[0], number[1])) for at, number in rows)


def _spread(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push points apart that are too near, and keep them on the plane."""
    spread = places + np.linspace(0.0, 0.01, len(places))[:, None]  # two on the same place have a way to go
    for _ in range(_ROUNDS):
        ways = spread[:, None, :] - spread[None, :, :]
        far = np.hypot(ways[..., 0], ways[..., 1])
        np.fill_diagonal(far, np.inf)
        push = np.clip(_APART - far, 0.0, None) / 2
        spread = spread + (ways / far[..., None] * push[..., None]).sum(axis=1)
        spread = np.clip(spread, PIN, (WIDE - PIN, WIDE * RATIO - PIN))
    return spread
