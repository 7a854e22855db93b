"""The drawing of a garden plan: a sheet to pin on a wall, a thumbnail for a page, and their picture."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.messages import N_
from geo.plans import Plan, Sketch
from geo.present.labels import DEFAULT_LANGUAGE, Translator
from geo.present.palette import INK, PAPER
from geo.present.plan_dimensions import Dimension, dimensions, entrance_tag, street_tag
from geo.present.plan_fills import grounds, shape_path, surroundings
from geo.present.plan_ink import QUIET, Style, figure
from geo.present.plan_labels import zone_tags
from geo.present.plan_legend import compass, symbols_block, zones_block
from geo.present.plan_scene import Scene, extent, scene_of
from geo.present.plan_sheet import Frame, Paper, Sheet, View, choose_sheet
from geo.present.plan_symbols import entrance_mark, espalier, furniture, trees
from geo.present.plan_tags import Tag
from geo.present.plan_text import FACES
from geo.present.plan_title import title_panel
from geo.present.plan_words import ZONE_NAMES, TitleBlock, Words
from geo.present.rendering import png_of_svg
from geo.present.svg import Element, drawing, element, length

_THUMBNAIL_PX, _PX_PER_MM, _THUMBNAIL_ZOOM = 480.0, 4.0, 1.15


def plan_svg(
    sketch: Sketch,
    translate: Translator,
    *,
    block: TitleBlock,
    sheet: Paper | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """
    Return the plan of a garden on a sheet with its legend and title block, as SVG in true millimetres.

    Parameters
    ----------
    block
        Name of the site, date, sources: what the sketch does not know itself.
    sheet
        Format of the paper; the one that shows most where none is given.
    language
        Of the numbers.
    """
    words = Words(translate, language)
    plan = sketch.plan
    panel = [zones_block(plan, words), symbols_block(plan, words), title_panel(sketch, words, block, "")]
    arranged = choose_sheet(extent(plan), [part.height for part in panel], paper=sheet)
    scale = f"1:{arranged.denominator} ({arranged.paper})"
    panel[2] = title_panel(sketch, words, block, scale)
    scene = scene_of(plan, arranged.view(extent(plan)), arranged.field, arranged.zoom)
    blocks = [_block(parts.parts, frame, arranged.zoom) for parts, frame in zip(panel, arranged.blocks, strict=True)]
    north = compass(words, scene.north_deg, arranged.denominator * arranged.zoom)
    children = [
        figure("rect", width=arranged.width, height=arranged.height, fill=PAPER),
        *garden(scene, writing_of(scene, plan, words, block)),
        _border(arranged.field),
        *blocks,
        _block(north, arranged.blocks[0], arranged.zoom),
    ]
    return _page(arranged, children, title=_title(sketch, words, block), description=_told(sketch, words))


def plan_thumbnail_svg(
    sketch: Sketch, translate: Translator, *, language: str = DEFAULT_LANGUAGE, street: str = ""
) -> str:
    """
    Return the plan alone, without legend nor title block, as SVG that takes the width that a page has.

    Parameters
    ----------
    language
        Of the numbers.
    street
        Name of the public way; empty where unknown.
    """
    words, block = Words(translate, language), TitleBlock(site=sketch.plan.ground.site_id, street=street)
    site = extent(sketch.plan)
    shape = (site.north - site.south) / (site.east - site.west)
    width = _THUMBNAIL_PX / _PX_PER_MM
    height = width * min(max(shape, 0.55), 1.3)
    field = Frame(0, 0, width, height)
    scale = min((width - 24) / (site.east - site.west), (height - 24) / (site.north - site.south))
    west, north = (site.west + site.east - width / scale) / 2, (site.south + site.north + height / scale) / 2
    scene = scene_of(sketch.plan, View(west, north, scale), field, _THUMBNAIL_ZOOM)
    writing = writing_of(scene, sketch.plan, words, block, dimensioned=False)
    ground = figure("rect", width=width, height=height, fill=PAPER)
    drawn = element("g", ground, *garden(scene, writing), transform=f"scale({length(_PX_PER_MM)})")
    return drawing(
        _THUMBNAIL_PX,
        height * _PX_PER_MM,
        [drawn],
        title=_title(sketch, words, block),
        description=_told(sketch, words),
    )


def plan_png(svg: str, *, dpi: int = 150) -> bytes:
    """
    Return the picture of a drawing.

    Parameters
    ----------
    svg
        From `plan_svg` or `plan_thumbnail_svg`.
    dpi
        Of the paper. [dots per inch]

    Notes
    -----
    Rendered by resvg with the fonts of a package: the same picture on every machine.
    """
    return png_of_svg(svg, dpi=dpi)


@dataclass(frozen=True, slots=True)
class Writing:
    """
    Every text on a plan, none over another.

    Attributes
    ----------
    zones
        Names and areas, some outside of the site with a leader.
    """

    street: Tag
    entrance: Tag
    dimensions: tuple[Dimension, ...]
    zones: tuple[Tag, ...]

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All of them."""
        return (self.street, self.entrance, *(dimension.tag for dimension in self.dimensions), *self.zones)


def writing_of(scene: Scene, plan: Plan, words: Words, block: TitleBlock, *, dimensioned: bool = True) -> Writing:
    """
    Place the texts of a plan: its street and entrance, the dimensions of its main sides, the names of its zones.

    Parameters
    ----------
    dimensioned
        With the dimensions.
    """
    street = street_tag(scene, words, block, known=plan.ground.street_known)
    entrance = entrance_tag(scene, words)
    measured = dimensions(scene, words, (street, entrance)) if dimensioned else []
    taken: list[BaseGeometry] = [tag.box(0.5) for tag in (street, entrance, *(part.tag for part in measured))]
    taken += [dimension.lines() for dimension in measured]
    areas = {zone: shape.area for zone, shape in plan.zones.items()}
    return Writing(street, entrance, tuple(measured), tuple(zone_tags(scene, words, areas, taken)))


def garden(scene: Scene, writing: Writing) -> list[Element]:
    """Return the plan itself, from the ground up to its texts."""
    return [
        *surroundings(scene),
        *grounds(scene),
        *trees(scene),
        *(espalier(line) for line in scene.espaliers),
        *furniture(scene),
        _limit(scene),
        *entrance_mark(scene),
        *(part for dimension in writing.dimensions for part in dimension.drawn()),
        writing.street.drawn(colour=QUIET, italic=True),
        writing.entrance.drawn(halo=True),
        *_leaders(writing.zones),
        *(tag.drawn() for tag in writing.zones),
    ]


def _limit(scene: Scene) -> Element:
    pen: Style = {"fill": "none", "stroke": INK, "stroke_width": 0.6, "stroke_linejoin": "round"}
    return figure("path", d=shape_path(scene.outline), **pen)


def _leaders(tags: Sequence[Tag]) -> list[Element]:
    drawn = []
    for tag in tags:
        if tag.end is not None:
            pen: Style = {"fill": "none", "stroke": INK}
            line = shape_path(tag.leader())
            drawn.append(figure("path", d=line, **pen | {"stroke": PAPER, "stroke_width": 0.7, "stroke_opacity": 0.8}))
            drawn.append(figure("path", d=line, **pen, stroke_width=0.22))
            drawn.append(
                figure("circle", cx=tag.end[0], cy=tag.end[1], r=0.6, fill=INK, stroke=PAPER, stroke_width=0.2)
            )
    return drawn


def _border(field: Frame) -> Element:
    pen: Style = {"fill": "none", "stroke": INK, "stroke_width": 0.25}
    return figure("rect", x=field.x, y=field.y, width=field.width, height=field.height, **pen)


def _block(parts: Sequence[Element], frame: Frame, zoom: float) -> Element:
    larger = f" scale({length(zoom)})" if zoom != 1 else ""
    return element("g", *parts, transform=f"translate({length(frame.x)} {length(frame.y)}){larger}")


def _title(sketch: Sketch, words: Words, block: TitleBlock) -> str:
    told = N_("Garden plan of {site}, variant {number}")
    return words.say(told, site=block.site, number=sketch.number)


def _told(sketch: Sketch, words: Words) -> str:
    """Describe the plan to who cannot see it: its zones with their areas."""
    zones = tuple(
        f"{words.translate(ZONE_NAMES[zone])} {words.area(shape.area)}" for zone, shape in sketch.plan.zones.items()
    )
    return words.say(N_("Indicative sketch. Zones: {zones}."), zones=zones)


def _page(sheet: Sheet, children: Sequence[Element], *, title: str, description: str) -> str:
    root = element(
        "svg",
        element("title", text=title),
        element("desc", text=description),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {length(sheet.width)} {length(sheet.height)}",
        width=f"{length(sheet.width)}mm",
        height=f"{length(sheet.height)}mm",
        role="img",
        font_family=FACES,
    )
    return ET.tostring(root, encoding="unicode")
