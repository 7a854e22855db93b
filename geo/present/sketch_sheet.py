"""What a page tells of a sketch as HTML: verdict of the rules, zones with their areas, tables; texts are escaped."""

from collections.abc import Sequence
from html import escape
from math import isfinite
from types import MappingProxyType

from geo.messages import N_, Message, Value
from geo.models import Verdict
from geo.plans import RuleCheck, Sketch, Zone
from geo.present import palette
from geo.present.costs import Table
from geo.present.labels import Translator, number
from geo.present.plan_words import ZONE_NAMES, Words

_LINE = 24
"""A shorter cell stays on one line. [characters]"""
_PAIR = 2
_SHORT = ' class="jc-short"'
_MARKS = MappingProxyType({True: ("✓", N_("met")), False: ("✕", N_("not met"))})


def verdict_html(sketch: Sketch, words: Words) -> str:
    """
    Return what the rules say of a sketch: all met, or those that are not, with what would help.

    Examples
    --------
    >>> from shapely import Point, Polygon, box
    >>> from geo.plans import Ground, Plan
    >>> plan = Plan(Ground("a", box(0, 0, 9, 9), "EPSG:2154", Polygon()), {}, {}, Polygon(), 1.6, Point(0, 0))
    >>> slope = RuleCheck("access.slope", False, 7.5, 5.0, "%", Message("Paths are gentle & <i>wide</i>."))
    >>> html = verdict_html(Sketch(1, Message("Sun"), plan, (slope,)), Words(str, "en"))
    >>> "gentle &amp; &lt;i&gt;wide" in html, "7.5\\u00a0%" in html
    (True, True)
    """
    unmet = [check for check in sketch.checks if not check.met]
    verdict = Verdict.CONDITIONAL if unmet else Verdict.ELIGIBLE
    colour, mark = palette.VERDICT_COLOURS[verdict], palette.VERDICT_MARKS[verdict]
    if unmet:
        told = words.say(N_("Rules not met: {count} of {total}"), count=len(unmet), total=len(sketch.checks))
    else:
        told = words.say(N_("All {total} rules are met"), total=len(sketch.checks))
    title = (
        f'<p class="jc-verdict"><span aria-hidden="true" style="color:{colour}">{mark}</span> '
        f"<strong>{escape(told)}</strong></p>"
    )
    return f'<section class="jc-sheet jc-rules">{title}{_unmet(unmet, words)}{_remedies(sketch, words)}</section>'


def _unmet(unmet: Sequence[RuleCheck], words: Words) -> str:
    lines = "".join(
        f'<li>{escape(words.translate(check.text))} <span class="jc-doubt">{escape(_measure(check, words))}</span></li>'
        for check in unmet
    )
    return f"<ul>{lines}</ul>" if lines else ""


def _measure(check: RuleCheck, words: Words) -> str:
    if not isfinite(check.measured):
        return words.say(N_("It cannot be measured here."))
    return words.say(N_("Measured: {measured}."), measured=words.figure(float(check.measured), check.unit))


def _remedies(sketch: Sketch, words: Words) -> str:
    if not sketch.remedies:
        return ""
    title = words.say(N_("What would make it possible"))
    lines = "".join(f"<li>{escape(words.translate(remedy))}</li>" for remedy in sketch.remedies)
    return f'<p class="jc-doubt">{escape(title)}</p><ul>{lines}</ul>'


def zones_html(sketch: Sketch, words: Words) -> str:
    """Return the zones with their areas and shares as a table: the plan in words."""
    plan = sketch.plan
    total = sum(shape.area for shape in plan.zones.values()) + plan.paths.area
    areas = [(z.value, words.translate(ZONE_NAMES[z]), plan.zones[z].area) for z in Zone if z in plan.zones]
    areas.append(("paths", words.say(N_("Paths")), plan.paths.area))
    rows = "".join(
        f'<tr><th scope="row"><span class="jc-swatch" style="background:{palette.ZONE_COLOURS[key]}"></span>'
        f"{escape(name)}</th><td>{escape(words.area(area))}</td>"
        f"<td>{escape(number(100 * area / total, words.language, decimals=0))}\u00a0%</td></tr>"
        for key, name, area in areas
    )
    caption = escape(words.say(N_("Zones of the sketch")))
    heads = "".join(f'<th scope="col">{escape(words.say(head))}</th>' for head in (N_("Zone"), N_("Area"), N_("Share")))
    return (
        f'<table class="jc-table jc-zones"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def rules_table(checks: Sequence[RuleCheck], words: Words) -> Table:
    """Return every rule with what was measured and its limit, those that are not met first."""
    ordered = sorted(checks, key=lambda check: check.met)
    rows = tuple(
        (
            f"{_MARKS[check.met][0]} {words.say(_MARKS[check.met][1])}",
            words.translate(check.text),
            _figure(check.measured, check.unit, words),
            _figure(check.limit, check.unit, words),
        )
        for check in ordered
    )
    heads = tuple(words.say(head) for head in (N_("Verdict"), N_("Rule"), N_("Measured"), N_("Limit")))
    return Table(words.say(N_("Rules of the sketch")), heads, rows)


def _figure(value: float, unit: str, words: Words) -> str:
    return words.figure(float(value), unit) if isfinite(value) else "–"


def table_html(table: Table, *, captioned: bool = True, summed: bool = False) -> str:
    """
    Return a table with its notes.

    Parameters
    ----------
    captioned
        Show the caption; without, it is there for who cannot see the heading above.
    summed
        The last row is the sum of the others.

    Examples
    --------
    >>> '<th scope="row">&lt;b&gt;</th>' in table_html(Table("Prices", ("What", "How"), (("<b>", "1"),)))
    True
    """
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.headers)
    rows = "".join(_row(row) for row in table.rows)
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    kind = f"jc-table{' jc-summed' * summed}{' jc-pairs' * (len(table.headers) == _PAIR)}"
    hidden, caption = "" if captioned else ' class="jc-unseen"', escape(table.caption)
    return (
        f'<div class="jc-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="{kind}"><caption{hidden}>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<div class="jc-notes">{notes}</div>'
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    values = "".join(f"<td{_SHORT if len(cell) < _LINE else ''}>{escape(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{escape(first)}</th>{values}</tr>'


def figures_html(figures: Sequence[tuple[str, str, str]]) -> str:
    """
    Return key figures side by side.

    Parameters
    ----------
    figures
        Label, value and a word on it.

    Examples
    --------
    >>> figures_html([("Budget", "12 000 €", "before any quotation")]).count("<div>")
    1
    """
    blocks = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd><dd>{escape(told)}</dd></div>"
        for label, value, told in figures
    )
    return f'<dl class="jc-figures">{blocks}</dl>'


def notes_text(notes: Sequence[Message], translate: Translator) -> str:
    """Return what was assumed on the way to a sketch, on one line."""
    values: tuple[Value, ...] = tuple(notes)
    return " ".join(translate(note) for note in values)
