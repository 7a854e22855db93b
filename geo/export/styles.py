"""Styles of layers for QGIS (QML) and for any GIS (SLD 1.0), in the colours of the palette; texts are escaped.

A layer without a style would be opened in a colour by chance: each layer with geometry has one.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import Verdict
from geo.plans import Zone
from geo.present.labels import Translator
from geo.present.palette import (
    GROUND,
    INK,
    LAYER_STYLES,
    PAPER,
    SCORE_BREAKS,
    SELECTED,
    SITE_STYLES,
    UNSCORED,
    VERDICT_COLOURS,
    VERDICT_LABELS,
    ZONE_COLOURS,
)
from geo.present.plan_words import ZONE_NAMES
from geo.present.svg import plain

STYLE_COLUMNS = (
    *("f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML", "styleSLD"),
    *("useAsDefault", "description", "owner", "ui", "update_time"),
)
"""Of the table `layer_styles`, as QGIS writes it."""

_ANY_TIME = "2000-01-01T00:00:00Z"
_SLD = "http://www.opengis.net/sld"
_OGC = "http://www.opengis.net/ogc"


Shape: TypeAlias = Literal["fill", "line", "marker"]


@dataclass(frozen=True, slots=True)
class Look:
    """
    How the features of one value of an attribute are drawn.

    Attributes
    ----------
    value
        Of the attribute; nothing where all features of a layer look the same.
    fill, stroke
        Colours; no fill where it is empty.
    width_mm
        Of the outline. [mm]
    dash
        ``solid``, ``dash`` or ``dot``.
    opacity
        Of the fill. [0–1]
    """

    value: str
    label: str
    fill: str
    stroke: str
    width_mm: float = 0.3
    dash: str = "solid"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """
    How a layer is drawn.

    Attributes
    ----------
    attribute
        That the look of a feature depends on; the first look is that of all where it is empty.
    shape
        Of the features: polygons, lines or points.
    diameter
        Of a point: what QGIS computes it with from the attributes. [m]
    """

    looks: tuple[Look, ...]
    attribute: str = ""
    shape: Shape = "fill"
    diameter: str = "1"


def candidate_style(translate: Translator) -> Style:
    """Return how the sites look: the fill tells the class of the score, the outline the verdict, as on our map."""
    looks = tuple(
        Look(
            str(place), _class_label(place, translate), style.fill, style.stroke, 0.5, _dash(style.dash), style.opacity
        )
        for place, style in enumerate(SITE_STYLES)
    )
    return Style(looks, "style")


def plan_styles(translate: Translator) -> dict[str, Style]:
    """Return how the layers of the sketches look, by the name of the layer without its ``plan_``."""
    zones = tuple(Look(zone.value, translate(ZONE_NAMES[zone]), ZONE_COLOURS[zone.value], INK, 0.2) for zone in Zone)
    return {
        "zones": Style(zones, "zone"),
        "paths": Style((Look("", "", ZONE_COLOURS["paths"], INK, 0.15),)),
        "beds": Style((Look("", "", ZONE_COLOURS["beds"], INK, 0.1),)),
        "objects": Style((Look("", "", PAPER, INK, 0.25),)),
        "kept": Style((Look("", "", GROUND, INK, 0.3, "dash"),)),
        "espaliers": Style((Look("", "", "", VERDICT_COLOURS[Verdict.ELIGIBLE], 0.9),), shape="line"),
        "trees": Style((_TREE,), shape="marker", diameter='2 * "crown_radius_m"'),
        "entrance": Style((Look("", "", SELECTED, PAPER, 0.3),), shape="marker", diameter="1.4"),
    }


def partner_style() -> Style:
    """Return how the partners around the sites look."""
    return Style((Look("", "", LAYER_STYLES["partners"].stroke, PAPER, 0.3),), shape="marker", diameter="16")


_TREE = Look("", "", VERDICT_COLOURS[Verdict.ELIGIBLE], INK, 0.15, opacity=0.55)


def _class_label(place: int, translate: Translator) -> str:
    if place == len(SITE_STYLES) - 1:
        return translate(VERDICT_LABELS[Verdict.EXCLUDED])
    verdict = Verdict.ELIGIBLE if place <= UNSCORED else Verdict.CONDITIONAL
    step = place % (UNSCORED + 1)
    if step == UNSCORED:
        return translate(Message(N_("{verdict}, without score"), {"verdict": VERDICT_LABELS[verdict]}))
    low, high = SCORE_BREAKS[step : step + 2]
    values: dict[str, Value] = {"verdict": VERDICT_LABELS[verdict], "low": low, "high": high}
    return translate(Message(N_("{verdict}, score {low}–{high}"), values))


def _dash(dash: tuple[float, ...]) -> str:
    if not dash:
        return "solid"
    return "dot" if dash[0] < dash[1] else "dash"


def layer_styles(styles: Mapping[str, Style]) -> pd.DataFrame:
    """
    Return the table that QGIS reads the styles of a GeoPackage from.

    Parameters
    ----------
    styles
        By layer.
    """
    rows = [
        ("", "", name, "geom", name, qml(style), sld(name, style), True, name, "", "", _ANY_TIME)
        for name, style in styles.items()
    ]
    table = pd.DataFrame(rows, columns=list(STYLE_COLUMNS))
    return table.assign(
        update_time=pd.to_datetime(table["update_time"]), useAsDefault=table["useAsDefault"].astype(bool)
    )


def qml(style: Style) -> str:
    """
    Return the style of a layer for QGIS 3.

    Examples
    --------
    >>> text = qml(Style((Look("a", "A & <b>", "#FFFFFF", "#000000"),), "zone"))
    >>> "A &amp; &lt;b&gt;" in text, ET.fromstring(text.split("\\n", 1)[1]).tag
    (True, 'qgis')
    """
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    kind = "categorizedSymbol" if style.attribute else "singleSymbol"
    renderer = ET.SubElement(root, "renderer-v2", type=kind, symbollevels="0")
    if style.attribute:
        renderer.set("attr", style.attribute)
        categories = ET.SubElement(renderer, "categories")
        for place, look in enumerate(style.looks):
            told = {"symbol": str(place), "value": plain(look.value), "label": plain(look.label), "render": "true"}
            ET.SubElement(categories, "category", told, type="string")
    symbols = ET.SubElement(renderer, "symbols")
    for place, look in enumerate(style.looks):
        _qml_symbol(symbols, str(place), style, look)
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{ET.tostring(root, encoding='unicode')}"


_CLASSES: Mapping[Shape, str] = {"fill": "SimpleFill", "line": "SimpleLine", "marker": "SimpleMarker"}


def _qml_symbol(symbols: ET.Element, name: str, style: Style, look: Look) -> None:
    symbol = ET.SubElement(symbols, "symbol", type=style.shape, name=name, alpha="1", clip_to_extent="1")
    layer = ET.SubElement(symbol, "layer", {"class": _CLASSES[style.shape]}, enabled="1", locked="0")
    options = ET.SubElement(layer, "Option", type="Map")
    for option, value in _options(style.shape, look).items():
        ET.SubElement(options, "Option", name=option, value=value, type="QString")
    if style.shape == "marker":
        _qml_size(layer, style.diameter)


def _qml_size(layer: ET.Element, diameter: str) -> None:
    """Let QGIS compute the size of a point from the attributes of each feature."""
    whole = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(whole, "Option", name="name", value="", type="QString")
    size = ET.SubElement(ET.SubElement(whole, "Option", name="properties", type="Map"), "Option", name="size")
    size.set("type", "Map")
    ET.SubElement(size, "Option", name="active", value="true", type="bool")
    ET.SubElement(size, "Option", name="expression", value=diameter, type="QString")
    ET.SubElement(size, "Option", name="type", value="3", type="int")
    ET.SubElement(whole, "Option", name="type", value="collection", type="QString")


def _options(shape: Shape, look: Look) -> dict[str, str]:
    if shape == "line":
        return {
            "line_color": _channels(look.stroke or INK, 1.0),
            "line_style": look.dash,
            "line_width": str(look.width_mm),
            "line_width_unit": "MM",
        }
    outlined = {
        "color": _channels(look.fill or PAPER, look.opacity),
        "outline_color": _channels(look.stroke or INK, 1.0),
        "outline_style": look.dash,
        "outline_width": str(look.width_mm),
        "outline_width_unit": "MM",
    }
    if shape == "marker":
        return outlined | {"name": "circle", "size": "1", "size_unit": "MapUnit"}
    return outlined | {"style": "solid" if look.fill else "no"}


def _channels(colour: str, opacity: float) -> str:
    return ",".join(str(part) for part in (*bytes.fromhex(colour[1:]), round(255 * opacity)))


def sld(layer: str, style: Style) -> str:
    """
    Return the same style as SLD 1.0, for other GIS.

    Examples
    --------
    >>> ET.fromstring(sld("zones", Style((Look("a", "A", "#FFFFFF", "#000000"),), "zone"))).tag.partition("}")[2]
    'StyledLayerDescriptor'
    """
    root = ET.Element(f"{{{_SLD}}}StyledLayerDescriptor", version="1.0.0")
    named = ET.SubElement(root, f"{{{_SLD}}}NamedLayer")
    ET.SubElement(named, f"{{{_SLD}}}Name").text = plain(layer)
    kind = ET.SubElement(ET.SubElement(named, f"{{{_SLD}}}UserStyle"), f"{{{_SLD}}}FeatureTypeStyle")
    for look in style.looks:
        _sld_rule(kind, style, look)
    return ET.tostring(root, encoding="unicode")


def _sld_rule(kind: ET.Element, style: Style, look: Look) -> None:
    rule = ET.SubElement(kind, f"{{{_SLD}}}Rule")
    if style.attribute:
        ET.SubElement(rule, f"{{{_SLD}}}Title").text = plain(look.label)
        equal = ET.SubElement(ET.SubElement(rule, f"{{{_OGC}}}Filter"), f"{{{_OGC}}}PropertyIsEqualTo")
        ET.SubElement(equal, f"{{{_OGC}}}PropertyName").text = style.attribute
        ET.SubElement(equal, f"{{{_OGC}}}Literal").text = plain(look.value)
    parent = ET.SubElement(rule, f"{{{_SLD}}}{_SYMBOLIZERS[style.shape]}")
    if style.shape == "marker":
        parent = ET.SubElement(ET.SubElement(parent, f"{{{_SLD}}}Graphic"), f"{{{_SLD}}}Mark")
        ET.SubElement(parent, f"{{{_SLD}}}WellKnownName").text = "circle"
    if look.fill and style.shape != "line":
        _parameters(ET.SubElement(parent, f"{{{_SLD}}}Fill"), {"fill": look.fill, "fill-opacity": str(look.opacity)})
    _sld_stroke(parent, look)


_SYMBOLIZERS: Mapping[Shape, str] = {
    "fill": "PolygonSymbolizer",
    "line": "LineSymbolizer",
    "marker": "PointSymbolizer",
}


def _sld_stroke(parent: ET.Element, look: Look) -> None:
    dashes = {"dash": {"stroke-dasharray": "6 3.5"}, "dot": {"stroke-dasharray": "2 3"}}.get(look.dash, {})
    width = str(round(look.width_mm / 0.28, 1))  # a pixel of SLD is 0.28 mm
    stroke = ET.SubElement(parent, f"{{{_SLD}}}Stroke")
    _parameters(stroke, {"stroke": look.stroke or INK, "stroke-width": width} | dashes)


def _parameters(parent: ET.Element, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, f"{{{_SLD}}}CssParameter", name=name).text = value
