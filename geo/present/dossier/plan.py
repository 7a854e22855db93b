"""The sketch of the garden: what it holds in words, then the plan on a page of its own at its true scale."""

import re
from collections.abc import Iterator

from geo.messages import N_
from geo.models import Role
from geo.plans import Sketch, Zone
from geo.present import costs
from geo.present.document import Block, Bullets, Heading, Notice, Paragraph, Sheet, Table
from geo.present.dossier import telling
from geo.present.labels import error_text, number
from geo.present.plan_words import ZONE_NAMES, TitleBlock, Words
from geo.present.plans import plan_svg
from geo.study.dossier import Case

_SIZE_MM = re.compile(r'<svg[^>]* width="([\d.]+)mm" height="([\d.]+)mm"')


def plan(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the sketch, or why there is none."""
    title = Heading(words.say(N_("Sketch of the garden")))
    if case.sketch is None or case.found is None:
        refusal = case.drawn.refusal
        why = error_text(refusal, words.translate) if refusal else ""
        return (title, Notice(words.say(N_("No garden could be drawn on this land.")), why, "excluded"))
    notes = case.drawn.prepared.notes if case.drawn.prepared else ()
    quantities = costs.quantities_table(case.found.quantities, words.translate)
    return (
        title,
        Paragraph(words.say(N_("Indicative sketch: a first draft to discuss, not a plan to build from.")), "note"),
        _rules(case.sketch, words),
        *_unmet(case.sketch, words),
        _zones(case.sketch, words),
        _doubled(quantities, words),
        *(Paragraph(words.translate(note), "note") for note in notes),
        sheet(case, case.sketch, words),
    )


def _rules(sketch: Sketch, words: Words) -> Notice:
    unmet = sum(not check.met for check in sketch.checks)
    total = len(sketch.checks)
    if unmet:
        told = words.say(N_("Rules not met: {count} of {total}"), count=unmet, total=total)
    else:
        told = words.say(N_("All {total} rules are met"), total=total)
    return Notice(told, words.translate(sketch.name), "conditional" if unmet else "eligible")


def _unmet(sketch: Sketch, words: Words) -> Iterator[Block]:
    told = [words.translate(check.text) for check in sketch.checks if not check.met]
    told += [words.translate(remedy) for remedy in sketch.remedies]
    if told:
        yield Bullets(tuple(told))


def _zones(sketch: Sketch, words: Words) -> Table:
    drawn = sketch.plan
    total = sum(shape.area for shape in drawn.zones.values()) + drawn.paths.area
    areas = [(words.translate(ZONE_NAMES[zone]), drawn.zones[zone].area) for zone in Zone if zone in drawn.zones]
    areas.append((words.say(N_("Paths")), drawn.paths.area))
    rows = tuple((name, words.area(area), _percent(100 * area / total, words)) for name, area in areas)
    header = tuple(words.say(name) for name in (N_("Zone"), N_("Area"), N_("Share")))
    return Table(header, rows, words.say(N_("Zones of the sketch")), (1, 2), widths=(4, 1, 1))


def _percent(value: float, words: Words) -> str:
    return f"{number(value, words.language, decimals=0)}\u00a0%"


def _doubled(table: costs.Table, words: Words) -> Table:
    """Lay a list of two columns out in four: it fits under the zones."""
    half = (len(table.rows) + 1) // 2
    left, right = table.rows[:half], [*table.rows[half:], ("", "")][:half]
    rows = tuple((*one, *other) for one, other in zip(left, right, strict=True))
    return Table((*table.headers, *table.headers), rows, table.caption, (1, 3), widths=(3, 1.2, 3, 1.2))


def sheet(case: Case, sketch: Sketch, words: Words) -> Sheet:
    """Return the plan on a page of its own, as large as its sheet."""
    block = TitleBlock(
        site=telling.place_and_references(case, words),
        date=case.asked.day or "",
        project=case.asked.words.project,
        street=case.word("street"),
        sources=tuple(_sources(case, words)),
    )
    svg = plan_svg(sketch, words.translate, block=block, language=words.language)
    size = _SIZE_MM.search(svg)
    width, height = (float(side) for side in size.groups()) if size else (210.0, 297.0)
    told = words.say(N_("Plan of the sketch; its zones and areas are in the table before it."))
    return Sheet(svg.encode(), told, width, height)


def _sources(case: Case, words: Words) -> Iterator[str]:
    for role in (Role.PARCELS, Role.BUILDINGS):
        for origin in telling.provenances(case.territory, role)[:1]:
            yield f"{origin.dataset or origin.file} {origin.vintage[:4]}".strip()
