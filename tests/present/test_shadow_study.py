import base64
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from shapely import LineString, Point, box, unary_union

from geo.models import Bounds
from geo.present.shadow_study import SHADE, frame_around, shade_png, shadow_picture
from geo.present.svg import length
from tests.present.test_svg import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
BOUNDS = Bounds(1000, 2000, 1120, 2120)
SITE = box(1040, 2050, 1080, 2070)
BLUE = "#0B5FA5"


def drawn(lit=None, *, site=SITE, buildings=(), **options):
    words = {"title": "Shadows", "caption": "21 March, noon"} | options
    lit = np.ones((120, 120), dtype=bool) if lit is None else lit
    return ET.fromstring(shadow_picture(lit, BOUNDS, site, buildings, **words))


def paths(root, **wanted):
    return [part for part in root.iter(f"{SVG}path") if all(part.get(name) == value for name, value in wanted.items())]


def shade(lit):
    return np.asarray(Image.open(io.BytesIO(shade_png(lit))).convert("RGBA"))


def test_shade_is_one_colour_at_45_percent_and_light_is_nothing():
    image = shade(np.array([[True, False], [False, True]]))
    assert image[..., 3].tolist() == [[0, 115], [115, 0]]
    assert image[0, 1, :3].tolist() == [*bytes.fromhex(SHADE[1:])]


@pytest.mark.parametrize(("lit", "opacity"), [(1, 0), (0.6, 46), (0, 115), (np.nan, 0), (-1, 115), (2, 0)])
def test_the_shade_of_a_tree_is_lighter_and_the_unknown_is_not_shaded(lit, opacity):
    assert shade(np.array([[lit]], dtype=np.float32))[0, 0, 3] == opacity


def test_the_picture_of_the_shade_fills_the_frame_with_the_north_above():
    lit = np.ones((120, 120), dtype=bool)
    lit[0] = False
    (image,) = drawn(lit).iter(f"{SVG}image")
    assert (image.get("width"), image.get("height")) == ("120", "120")
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(image.get("href").partition(",")[2]))).convert("RGBA"))
    assert np.flatnonzero(pixels[..., 3].any(axis=1)).tolist() == [0]


def test_the_site_is_outlined_in_metres_from_the_north_western_corner():
    (outline,) = paths(drawn(), stroke=BLUE)
    corners = {tuple(map(float, pair.split())) for pair in outline.get("d").strip("MZ").split("L")}
    assert corners == {(40, 70), (80, 70), (80, 50), (40, 50)}


def test_courtyards_stay_open_and_what_is_no_area_is_left_out():
    yard = box(1000, 2000, 1020, 2020).difference(box(1005, 2005, 1010, 2010))
    root = drawn(
        buildings=[yard, LineString([(0, 0), (1, 1)]), Point(0, 0), unary_union([box(0, 0, 1, 1), box(5, 5, 6, 6)])]
    )
    (roofs,) = [path for path in paths(root) if path.get("fill") not in ("none", "#1D2B36")]
    assert roofs.get("d").count("M") == 4
    assert roofs.get("fill-rule") == "evenodd"


@pytest.mark.parametrize(("azimuth", "place"), [(0, (320, 20)), (90, (620, 320)), (180, (320, 620)), (270, (20, 320))])
def test_the_sun_stands_where_it_shines_from(azimuth, place):
    x, y = (length(part) for part in place)
    turns = [part.get("transform") for part in drawn(sun_azimuth=azimuth).iter(f"{SVG}g")]
    assert f"translate({x} {y}) rotate({azimuth})" in turns


def test_no_sun_is_drawn_at_night():
    assert not list(filter(lambda part: "rotate" in part.get("transform"), drawn().iter(f"{SVG}g")))


def texts(root):
    return [part.text for part in root.iter(f"{SVG}text")]


def test_a_scale_and_the_north_are_always_there():
    assert {"N", "20\u00a0m"} <= set(texts(drawn()))


def test_a_long_caption_takes_several_lines_and_stays_in_the_drawing():
    root = drawn(caption="mot " * 40)
    lines = [part for part in root.iter(f"{SVG}text") if part.text.startswith("mot")]
    assert len(lines) == 2
    assert max(float(line.get("y")) for line in lines) < float(root.get("height"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text):
    root = drawn(title=text, caption=text)
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= {
        *("svg", "title", "desc", "rect", "image", "path", "g", "circle", "text", "line")
    }


def test_the_same_moment_gives_the_same_bytes():
    first, again = (shadow_picture(np.eye(9), BOUNDS, SITE, [SITE], title="a", caption="b") for _ in range(2))
    assert first == again


def test_the_frame_is_a_square_around_the_site_that_grows_with_it():
    assert frame_around(box(0, 0, 30, 20)) == Bounds(-45, -50, 75, 70)
    assert frame_around(box(0, 0, 300, 20)) == Bounds(-20, -160, 320, 180)
