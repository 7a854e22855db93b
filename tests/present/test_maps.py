import gzip
import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box
from streamlit_folium import generate_leaflet_string

from geo.models import Provenance
from geo.present import assets, map_document, maps, palette, shapes
from geo.present.map_document import MapLayer, MapSites, attribution, ign_bases
from geo.present.maps import clicked_site, interactive_map, map_script, map_state, restyle, site_at
from geo.present.plan_map import plan_on_map
from tests.layout.handmade import handmade_plan

HOSTILE = (
    "{{ 7*7 }}",
    "<img src=x onerror=alert(1)>",
    "Rue de l`Église ${1}",
    "{% 20 %} {# 12",
    "Projet {{ZAC}",
    "</script><!--",
    "ligne\u2028deux",
)
LEAFLET = "../leaflet"


def sites():
    """Three squares of 30 m in Lambert-93; the second covers the first."""
    squares = [box(0, 0, 30, 30), box(0, 0, 60, 30), box(100, 0, 130, 30)]
    frame = gpd.GeoDataFrame(index=["a", "b", "c"], geometry=squares, crs="EPSG:2154")
    return frame.set_geometry(frame.translate(645_000, 6_856_000))


def document(names=HOSTILE, **options):
    frame = sites()
    layers = [
        MapLayer("fallow", name, gpd.GeoDataFrame(geometry=[Point(645_000, 6_856_000)], crs=2154), "fallow", [name])
        for name in names
    ]
    return map_document.map_document(layers, MapSites(names[0], frame, names[:3]), translate=str, **options)


def chart(content, **options):
    script = map_script(content)
    return interactive_map(script, script_url=f"../territories/{script.name}", leaflet_url=LEAFLET, **options)


def test_hostile_names_travel_as_data_and_come_back_unchanged():
    text = gzip.decompress(map_script(document(notice=HOSTILE[5])).data).decode("ascii")
    for token in ("</script", "<img", "<!--", "\u2028"):
        assert token not in text
    back = json.loads(text)
    assert [layer["label"] for layer in back["layers"]] == list(HOSTILE)
    assert back["notice"] == HOSTILE[5]


@given(st.text())
def test_any_text_is_safe_in_a_script_and_in_a_page(text):
    literal, inside = assets.string_literal(text), assets.document_text({"name": text})
    assert json.loads(literal) == text
    assert json.loads(inside) == {"name": text}
    assert literal.isascii()
    assert not set(literal) & set("<>&{}`$'")
    assert not set(inside) & set("<>&")


def test_the_name_of_a_script_is_the_hash_of_its_content():
    first, again, other = map_script(document()), map_script(document()), map_script(document(notice="x"))
    assert re.fullmatch(r"[0-9a-f]{40}\.json\.gz", first.name)
    assert first == again
    assert first.name != other.name


def test_the_map_gives_the_same_bytes_at_each_run_and_other_bytes_for_another_territory():
    def drawn(**options):
        return generate_leaflet_string(chart(document(**options)))

    def frame_key(text):  # st_folium builds the frame again when this changes
        return re.sub(r"(_[a-z0-9]+)", "", text)

    assert drawn() == drawn()
    assert frame_key(drawn()) != frame_key(drawn(notice="x"))


def test_the_map_holds_no_name_from_a_file_and_no_address_outside():
    drawn = chart(document(), failure=HOSTILE[0])
    html = drawn.get_root().render()
    assert len(html) < 5000
    assert "http" not in html.replace("http-equiv", "")
    for name in HOSTILE:
        assert name not in html
    assert [url for _, url in (*drawn.default_js, *drawn.default_css)] == [
        "../leaflet/leaflet.js",
        f"../territories/{assets.runtime_name()}",
        "../leaflet/leaflet.css",
    ]


def test_a_ranking_is_one_letter_a_site():
    assert map_state([0, 5, 12], selected=2, hidden=[1], ranked=[2, 0]) == {
        "classes": "a-m",
        "selected": 2,
        "ranked": [2, 0],
    }
    code = generate_leaflet_string(restyle([12] * 10_000))
    assert len(code) < 10_400


def test_rankings_are_the_same_bytes_when_nothing_changes():
    assert generate_leaflet_string(restyle([1, 2])) == generate_leaflet_string(restyle([1, 2]))
    assert generate_leaflet_string(restyle([1, 2])) != generate_leaflet_string(restyle([2, 1]))


def lat_lon(x, y):
    place = gpd.GeoSeries([Point(645_000 + x, 6_856_000 + y)], crs="EPSG:2154").to_crs("EPSG:4326").iloc[0]
    return place.y, place.x


@pytest.mark.parametrize(("x", "y", "found"), [(15, 15, "a"), (45, 15, "b"), (115, 15, "c"), (80, 15, None)])
def test_the_first_site_under_a_place(x, y, found):
    assert site_at(sites(), *lat_lon(x, y)) == found


def test_a_click_names_its_site_by_its_position():
    lat, lng = lat_lon(15, 15)
    place = {"lat": lat, "lng": lng}
    assert clicked_site(sites(), None) is None
    assert clicked_site(sites(), place) == "a"
    assert clicked_site(sites(), place | {"site": 1}) == "b"
    assert clicked_site(sites(), place | {"site": None}) is None


@pytest.mark.parametrize("position", [-1, 3, 1.5, "1", [0]])
def test_a_position_that_makes_no_sense_names_nothing(position):
    assert clicked_site(sites(), {"lat": 0, "lng": 0, "site": position}) is None


def test_the_view_is_the_sites_in_degrees():
    west, south, east, north = document()["bounds"]
    assert (south, west) == pytest.approx(lat_lon(0, 0), abs=2e-5)
    assert (north, east) == pytest.approx(lat_lon(130, 30), abs=2e-5)


def test_a_plan_on_the_map_holds_nothing_that_a_template_would_run():
    drawing = plan_on_map(handmade_plan())
    code = next(iter(restyle([4, 6], selected=1, plan=drawing)._children.values())).code
    assert not re.search(r"\{\{|\{%|\{#", code)
    assert json.loads(code.removeprefix("Jachere.restyle(").removesuffix(");"))["plan"] == json.loads(
        json.dumps(drawing)
    )
    assert "plan" not in next(iter(restyle([4, 6])._children.values())).code


def test_sources_are_quoted_once_each():
    parcels = Provenance("a.json", "DGFiP", "Parcelles", "2026-07", "Licence Ouverte 2.0")
    buildings = Provenance("b.json", "DGFiP", "Bâtiments", "2026-07", "Licence Ouverte 2.0")
    assert attribution([parcels, Provenance("c.gpkg"), buildings, parcels]) == (
        "DGFiP, Parcelles 2026-07, Bâtiments 2026-07 (Licence Ouverte 2.0) · c.gpkg"
    )


def test_backgrounds_need_no_key():
    for base in ign_bases(str):
        assert base.url.startswith("https://data.geopf.fr/")
        assert {"{z}", "{x}", "{y}"} <= set(re.findall(r"\{\w\}", base.url))
        assert "key" not in base.url.lower()


def test_every_style_of_a_layer_is_known():
    with pytest.raises(KeyError):
        document_of_unknown_style()
    assert {"parcels", "buildings", "neighbourhoods", "fallow", "communes", "streets"} <= set(palette.LAYER_STYLES)


def document_of_unknown_style():
    layer = MapLayer("x", "x", sites(), "no such style")
    return map_document.map_document([layer], MapSites("", sites(), ["", "", ""]), translate=str)


def test_every_text_of_the_map_is_in_the_french_catalogue():
    source = "".join(Path(module.__file__).read_text("utf-8") for module in (map_document, maps, palette, shapes))
    locale = Path(maps.__file__).parent / "locale" / "fr" / "LC_MESSAGES"
    known = {}
    for path in locale.glob("*.po"):
        with path.open("rb") as file:
            known |= {entry.id: entry.string for entry in read_po(file) if entry.id}
    msgids = set(re.findall(r'N_\("([^"]+)"\)', source))
    assert len(msgids) > 15
    assert [msgid for msgid in msgids if not known.get(msgid)] == []
