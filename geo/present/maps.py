"""The map of the sites: one file for the territory, a few bytes for each new ranking.

The geometry and every text that comes from a file travel in a file of their own (`map_script`), which the browser
keeps; a ranking is one letter per site (`restyle`). Nothing but names and numbers of ours goes through a template,
because folium reads its own output as a template once more, and would run what a file says.
"""

import gzip
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import shapely
from folium.template import Template
from numpy.typing import NDArray

from geo.present import assets

_HIDDEN = "-"
_FIRST_LETTER = ord("a")


@dataclass(frozen=True, slots=True)
class MapScript:
    """
    The file that holds a territory: the drawing, the places, the texts.

    Attributes
    ----------
    name
        Made of a hash of the content: it cannot be guessed without knowing the content.
    data
        JSON, compressed once here: the server would do it again for each reader.
    bounds
        South, west, north, east of the sites. [degrees]
    """

    name: str
    data: bytes
    bounds: tuple[float, float, float, float]


def map_script(document: Mapping[str, Any]) -> MapScript:
    """
    Return the file of a territory, to be written once and kept by the browser.

    Parameters
    ----------
    document
        From `geo.present.map_document.map_document`.
    """
    text = assets.document_text(document).encode()
    west, south, east, north = document["bounds"]
    name = f"{hashlib.sha256(text).hexdigest()[:40]}.json.gz"
    return MapScript(name, gzip.compress(text, compresslevel=6, mtime=0), (south, west, north, east))


def interactive_map(script: MapScript, *, script_url: str, leaflet_url: str, failure: str = "") -> folium.Map:
    """
    Return the map to hand to `st_folium`: the same few bytes at each run, so that the page keeps its frame.

    Parameters
    ----------
    script
        The territory.
    script_url
        Address of its file, as seen from the frame of `st_folium`; the runtime of `assets` lies beside it.
    leaflet_url
        Address of Leaflet's folder, likewise.
    failure
        What to tell when the file does not come (already translated).
    """
    south, west, north, east = script.bounds
    chart = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_start=14,
        prefer_canvas=True,
        zoom_control=False,
        attribution_control=False,
    )
    runtime_url = f"{script_url.rpartition('/')[0]}/{assets.runtime_name()}"
    chart.default_js = [("leaflet", f"{leaflet_url}/leaflet.js"), ("runtime", runtime_url)]
    chart.default_css = [("leaflet_css", f"{leaflet_url}/leaflet.css")]
    words = ", ".join(assets.string_literal(text) for text in (script_url, failure))
    chart.add_child(_element(f"Jachere.open({chart.get_name()}, {words});"))
    return chart


def _element(code: str) -> Any:
    element: Any = folium.MacroElement()  # type: ignore[no-untyped-call]
    element._template = Template("{% macro script(this, kwargs) %}{{ this.code }}{% endmacro %}")
    element.code = code
    return element


def restyle(
    classes: Sequence[int] | NDArray[np.int64],
    *,
    selected: int | None = None,
    hidden: Collection[int] = (),
    ranked: Sequence[int] = (),
    plan: Mapping[str, Any] | None = None,
    corners: Sequence[tuple[float, float]] | None = None,
) -> folium.FeatureGroup:
    """
    Return what makes the open map show a new ranking, without building it again.

    Parameters
    ----------
    classes
        One class per site, from `palette.site_classes`, in the order of the map's sites.
    selected
        Position of the chosen site: the map moves if it is out of sight.
    hidden
        Positions of the sites to leave out.
    ranked
        Positions of the sites to number 1, 2, 3 …
    plan
        Garden of the chosen site, from `geo.present.plan_map.plan_on_map`: numbers and colours only.
    corners
        Latitudes and longitudes of the plot that is being drawn: clicks then choose no site. [degrees]

    Examples
    --------
    >>> group = restyle([4, 6, 12], selected=1, hidden={2})
    >>> next(iter(group._children.values())).code
    'Jachere.restyle({"classes":"eg-","selected":1,"ranked":[]});'
    """
    state = map_state(classes, selected=selected, hidden=hidden, ranked=ranked)
    if plan is not None:
        state["plan"] = plan
    if corners is not None:
        state["corners"] = [[float(lat), float(lon)] for lat, lon in corners]
    group = folium.FeatureGroup()
    group.add_child(_element(f"Jachere.restyle({assets.document_text(state)});"))
    return group


def map_state(
    classes: Sequence[int] | NDArray[np.int64],
    *,
    selected: int | None = None,
    hidden: Collection[int] = (),
    ranked: Sequence[int] = (),
) -> dict[str, Any]:
    """Return one ranking as JSON types: letters and positions only (the parameters are those of `restyle`)."""
    letters = np.asarray(classes, dtype=np.uint8) + np.uint8(_FIRST_LETTER)
    letters[list(hidden)] = ord(_HIDDEN)
    chosen = None if selected is None else int(selected)
    ranks = [int(position) for position in ranked]
    return {"classes": letters.tobytes().decode("ascii"), "selected": chosen, "ranked": ranks}


def site_at(sites: gpd.GeoDataFrame, lat: float, lon: float) -> str | None:
    """
    Return the id of the site at a place, the first in order where several overlap.

    Parameters
    ----------
    sites
        Indexed by `site_id`, any CRS.
    lat, lon
        WGS84. [degrees]

    Examples
    --------
    >>> sites = gpd.GeoDataFrame(index=["a"], geometry=[shapely.box(2, 48, 3, 49)], crs="EPSG:4326")
    >>> site_at(sites, 48.5, 2.5), site_at(sites, 50, 2.5)
    ('a', None)
    """
    place = gpd.GeoSeries([shapely.Point(lon, lat)], crs="EPSG:4326").to_crs(sites.crs).iloc[0]
    found = sites.sindex.query(place, predicate="intersects")
    return str(sites.index[found.min()]) if len(found) else None


def clicked_site(sites: gpd.GeoDataFrame, click: Mapping[str, Any] | None) -> str | None:
    """
    Return the id of the site that a click chose.

    The map sends the position of the site with the click, since a small site is drawn larger than it is, a second
    click goes to the one beneath, and a hidden site is not there; without a position, the place decides.

    Parameters
    ----------
    sites
        The frame that the map's script was made of.
    click
        `last_clicked` as `st_folium` returns it.
    """
    if not click:
        return None
    if "site" not in click:
        return site_at(sites, float(click["lat"]), float(click["lng"]))
    position = click["site"]
    known = isinstance(position, int) and 0 <= position < len(sites)
    return str(sites.index[position]) if known else None
