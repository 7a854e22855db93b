"""The title block, as an office of landscape architects sets it: what is drawn, how far to trust it. Millimetres."""

from geo.messages import N_, Message
from geo.models import Verdict
from geo.plans import RuleCheck, Sketch
from geo.present.palette import INK, PAPER, VERDICT_COLOURS, VERDICT_MARKS
from geo.present.plan_ink import QUIET, figure
from geo.present.plan_legend import Block
from geo.present.plan_sheet import COLUMN
from geo.present.plan_text import fitted, line_of, wrapped
from geo.present.plan_words import TitleBlock, Words
from geo.present.svg import Element

_PAD = 2.6
_ROOM = COLUMN - 2 * _PAD
_MOST_RULES = 4
"""Unmet rules that are told in full; the others are counted."""


class _Column:
    """Lines set one under the other."""

    def __init__(self) -> None:
        self.parts: list[Element] = []
        self.y = 0.0

    def text(
        self, text: str, size: float, *, bold: bool = False, most: int = 1, fill: str = INK, x: float = 0.0
    ) -> None:
        """Set a text on as many lines as it needs."""
        for line in wrapped(text, _ROOM - x, size, bold=bold, most=most):
            self.y += 1.22 * size
            self.parts.append(line_of(line, _PAD + x, self.y - 0.22 * size, size, bold=bold, fill=fill))

    def space(self, height: float) -> None:
        """Leave some room."""
        self.y += height

    def rule(self) -> None:
        """Draw a line from side to side."""
        self.y += 1.2
        self.parts.append(figure("line", x1=0, x2=COLUMN, y1=self.y, y2=self.y, stroke=INK, stroke_width=0.2))
        self.y += 0.9


def title_panel(sketch: Sketch, words: Words, block: TitleBlock, scale: str) -> Block:
    """
    Return the title block in its frame.

    Parameters
    ----------
    scale
        As it is written, with the paper.
    """
    column = _Column()
    column.space(1.2)
    column.text(words.translate(block.project) or words.say(N_("Solidarity garden")), 2.5, fill=QUIET)
    site = words.translate(block.site)
    short = len(wrapped(site, _ROOM, 4.6, bold=True)) <= 2
    column.text(site, 4.6 if short else 3.4, bold=True, most=2 if short else 3)
    column.space(0.6)
    column.text(words.say(N_("Indicative sketch")), 3.4, bold=True)
    variant = words.say(N_("Variant {number}: {name}"), number=sketch.number, name=sketch.name)
    column.text(variant, 2.7, most=2)
    column.rule()
    _cells(column, _facts(sketch, words, block, scale))
    column.rule()
    _rules(column, sketch, words)
    column.rule()
    _small_print(column, words, block)
    column.space(1.4)
    frame = figure("rect", x=0, y=0, width=COLUMN, height=column.y, fill=PAPER, stroke=INK, stroke_width=0.4)
    return Block((frame, *column.parts), column.y)


def _facts(sketch: Sketch, words: Words, block: TitleBlock, scale: str) -> list[tuple[str, str]]:
    return [
        (words.say(N_("Scale")), scale),
        (words.say(N_("Date")), words.translate(block.date) or "–"),
        (words.say(N_("Land")), words.area(sketch.plan.ground.outline.area)),
        (words.say(N_("Projection")), sketch.plan.ground.crs),
    ]


def _cells(column: _Column, facts: list[tuple[str, str]]) -> None:
    top, half = column.y, COLUMN / 2
    for place, (name, value) in enumerate(facts):
        x, y = _PAD + half * (place % 2), top + 6.6 * (place // 2)
        column.parts.append(line_of(name, x, y + 2.0, 2.1, fill=QUIET))
        column.parts.append(line_of(fitted(value, half - _PAD - 1, 2.6, bold=True), x, y + 5.0, 2.6, bold=True))
    column.y = top + 6.6 * ((len(facts) + 1) // 2) - 0.4


def _rules(column: _Column, sketch: Sketch, words: Words) -> None:
    """Tell whether every rule is met; name those that are not, with what was measured."""
    unmet = [check for check in sketch.checks if not check.met]
    verdict = Verdict.CONDITIONAL if unmet else Verdict.ELIGIBLE
    if unmet:
        told = words.say(N_("Rules not met: {count} of {total}"), count=len(unmet), total=len(sketch.checks))
    else:
        told = words.say(N_("All {total} rules are met"), total=len(sketch.checks))
    mark = line_of(VERDICT_MARKS[verdict], _PAD, column.y + 2.9, 2.9, fill=VERDICT_COLOURS[verdict])
    column.parts.append(mark)
    column.text(told, 2.7, bold=True, x=4.0)
    for check in unmet[:_MOST_RULES]:
        column.text(_told(check, words), 2.15, most=2, x=4.0)
    if len(unmet) > _MOST_RULES:
        more = words.say(N_("and {count} more, in the list of the rules"), count=len(unmet) - _MOST_RULES)
        column.text(more, 2.15, x=4.0, fill=QUIET)


def _told(check: RuleCheck, words: Words) -> str:
    return words.say(
        N_("{rule}: {measured} (limit {limit})"),
        rule=words.translate(check.text).rstrip("."),
        measured=words.figure(check.measured, check.unit),
        limit=words.figure(check.limit, check.unit),
    )


def _small_print(column: _Column, words: Words, block: TitleBlock) -> None:
    if block.sources:
        column.text(words.say(N_("Sources: {sources}."), sources=block.sources), 2.05, most=4, fill=QUIET)
    warning = Message(N_("First draft to discuss, not to build from: check limits, networks and soil on the site."))
    column.text(words.translate(warning), 2.05, most=3, fill=QUIET)
