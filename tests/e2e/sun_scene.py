"""The small territory with the sun on it: each site has a class of its own, and nothing is known elsewhere."""

from collections.abc import Callable

import numpy as np

from geo.models import Bounds, Raster
from geo.present.pictures import Picture, sun_overlay, sun_picture
from geo.ui.leaflet import publish_picture
from tests.e2e import map_scene
from tests.e2e.map_scene import HOSTILE, SOUTH, WEST, Scene


def hours() -> Raster:
    values = np.full((6, 8), np.nan, dtype=np.float32)
    for number in range(12):
        row, column = divmod(number, 4)
        values[5 - 2 * row, 2 * column] = 2 * (number % 5) + 1
    return Raster(values, Bounds(WEST, SOUTH, WEST + 240, SOUTH + 180), "EPSG:2154")


def scene(address: Callable[[Picture], str] = publish_picture) -> Scene:
    picture = sun_picture(hours())
    words = {"Direct sun": HOSTILE[1]}
    return map_scene.scene([sun_overlay(picture, address(picture), lambda text: words.get(text.msgid, HOSTILE[3]))])
