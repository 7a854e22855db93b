"""Styles of layers for QGIS (QML) and for any GIS (SLD 1.0), in the colours of the palette; texts are escaped."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import Verdict
from geo.plans import Zone
from geo.present.labels import Translator
from geo.present.palette import INK, SCORE_BREAKS, SITE_STYLES, UNSCORED, VERDICT_LABELS, ZONE_COLOURS
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


@dataclass(frozen=True, slots=True)
class Look:
    """
    How the features of one value of an attribute are drawn.

    Attributes
    ----------
    value
        Of the attribute.
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


def candidate_looks(translate: Translator) -> tuple[Look, ...]:
    """Return how the sites look: the fill tells the class of the score, the outline the verdict, as on our map."""
    return tuple(
        Look(
            str(place), _class_label(place, translate), style.fill, style.stroke, 0.5, _dash(style.dash), style.opacity
        )
        for place, style in enumerate(SITE_STYLES)
    )


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


def zone_looks(translate: Translator) -> tuple[Look, ...]:
    """Return how the zones of the sketches look."""
    return tuple(Look(zone.value, translate(ZONE_NAMES[zone]), ZONE_COLOURS[zone.value], INK, 0.2) for zone in Zone)


def layer_styles(looks: Mapping[str, tuple[str, Sequence[Look]]]) -> pd.DataFrame:
    """
    Return the table that QGIS reads the styles of a GeoPackage from.

    Parameters
    ----------
    looks
        By layer of polygons: the attribute that its look depends on, and the looks.
    """
    rows = [
        ("", "", name, "geom", name, qml(attribute, found), sld(name, attribute, found), True, name, "", "", _ANY_TIME)
        for name, (attribute, found) in looks.items()
    ]
    table = pd.DataFrame(rows, columns=list(STYLE_COLUMNS))
    return table.assign(
        update_time=pd.to_datetime(table["update_time"]), useAsDefault=table["useAsDefault"].astype(bool)
    )


def qml(attribute: str, looks: Sequence[Look]) -> str:
    """
    Return the style of a layer of polygons for QGIS 3.

    Examples
    --------
    >>> style = qml("zone", [Look("a", "A & <b>", "#FFFFFF", "#000000")])
    >>> "A &amp; &lt;b&gt;" in style, ET.fromstring(style.split("\\n", 1)[1]).tag
    (True, 'qgis')
    """
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = ET.SubElement(root, "renderer-v2", type="categorizedSymbol", attr=attribute, symbollevels="0")
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for place, look in enumerate(looks):
        told = {"symbol": str(place), "value": plain(look.value), "label": plain(look.label), "render": "true"}
        ET.SubElement(categories, "category", told, type="string")
        symbol = ET.SubElement(symbols, "symbol", type="fill", name=str(place), alpha="1", clip_to_extent="1")
        layer = ET.SubElement(symbol, "layer", {"class": "SimpleFill"}, enabled="1", locked="0")
        options = ET.SubElement(layer, "Option", type="Map")
        for name, value in _options(look).items():
            ET.SubElement(options, "Option", name=name, value=value, type="QString")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{ET.tostring(root, encoding='unicode')}"


def _options(look: Look) -> dict[str, str]:
    return {
        "color": _channels(look.fill or "#FFFFFF", look.opacity),
        "outline_color": _channels(look.stroke or INK, 1.0),
        "outline_style": look.dash,
        "outline_width": str(look.width_mm),
        "outline_width_unit": "MM",
        "style": "solid" if look.fill else "no",
    }


def _channels(colour: str, opacity: float) -> str:
    return ",".join(str(part) for part in (*bytes.fromhex(colour[1:]), round(255 * opacity)))


def sld(layer: str, attribute: str, looks: Sequence[Look]) -> str:
    """
    Return the same style as SLD 1.0, for other GIS.

    Examples
    --------
    >>> ET.fromstring(sld("zones", "zone", [Look("a", "A", "#FFFFFF", "#000000")])).tag.partition("}")[2]
    'StyledLayerDescriptor'
    """
    root = ET.Element(f"{{{_SLD}}}StyledLayerDescriptor", version="1.0.0")
    named = ET.SubElement(root, f"{{{_SLD}}}NamedLayer")
    ET.SubElement(named, f"{{{_SLD}}}Name").text = plain(layer)
    style = ET.SubElement(ET.SubElement(named, f"{{{_SLD}}}UserStyle"), f"{{{_SLD}}}FeatureTypeStyle")
    for look in looks:
        _sld_rule(style, attribute, look)
    return ET.tostring(root, encoding="unicode")


def _sld_rule(style: ET.Element, attribute: str, look: Look) -> None:
    rule = ET.SubElement(style, f"{{{_SLD}}}Rule")
    ET.SubElement(rule, f"{{{_SLD}}}Title").text = plain(look.label)
    equal = ET.SubElement(ET.SubElement(rule, f"{{{_OGC}}}Filter"), f"{{{_OGC}}}PropertyIsEqualTo")
    ET.SubElement(equal, f"{{{_OGC}}}PropertyName").text = attribute
    ET.SubElement(equal, f"{{{_OGC}}}Literal").text = plain(look.value)
    symbol = ET.SubElement(rule, f"{{{_SLD}}}PolygonSymbolizer")
    if look.fill:
        fill = ET.SubElement(symbol, f"{{{_SLD}}}Fill")
        _parameters(fill, {"fill": look.fill, "fill-opacity": str(look.opacity)})
    dashes = {"dash": {"stroke-dasharray": "6 3.5"}, "dot": {"stroke-dasharray": "2 3"}}.get(look.dash, {})
    width = str(round(look.width_mm / 0.28, 1))  # a pixel of SLD is 0.28 mm
    _parameters(
        ET.SubElement(symbol, f"{{{_SLD}}}Stroke"), {"stroke": look.stroke or INK, "stroke-width": width} | dashes
    )


def _parameters(parent: ET.Element, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, f"{{{_SLD}}}CssParameter", name=name).text = value
