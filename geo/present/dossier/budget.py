"""What it costs, between a low and a high estimate, and who could help to pay."""

from collections.abc import Sequence
from datetime import date
from string import ascii_lowercase

from geo.costs import Chance
from geo.messages import N_
from geo.present import costs
from geo.present.document import Block, Heading, KeyFigures, Paragraph, Table
from geo.present.plan_words import Words
from geo.study.dossier import Case


def budget(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the budget of the sketch and the funds to look for."""
    title = Heading(words.say(N_("Budget and funding")))
    if case.found is None:
        return (title, Paragraph(words.say(N_("Not estimated: no garden could be drawn on this land."))))
    found, translate = case.found, words.translate
    return (
        title,
        KeyFigures(
            (
                (
                    words.say(N_("Budget")),
                    translate(costs.money(found.budget.total)),
                    words.say(N_("before any quotation")),
                ),
                (words.say(N_("Water")), translate(costs.amount(found.water.season, "m³")), words.say(N_("a year"))),
                (
                    words.say(N_("Harvest")),
                    translate(costs.amount(found.harvest.kilograms_year, "kg")),
                    words.say(N_("a year, once the trees bear")),
                ),
            )
        ),
        *lettered(costs.budget_table(found.budget, translate), words),
        Heading(words.say(N_("Funding to look for"))),
        *blocks(costs.funding_table(found.funding, translate), widths=(3, 4, 1.6, 1.4), captioned=False),
        Paragraph(words.say(N_("What this table says is of {day}."), day=_days(found.funding)), "note"),
        Paragraph(
            words.say(N_("Calls open, close and change their rules: each is to be checked before it is counted on.")),
            "note",
        ),
        Heading(words.say(N_("Water and harvest")), 2),
        *blocks(costs.water_table(found.water, translate), widths=(3, 2), figures=(1,), captioned=False),
        *blocks(costs.harvest_table(found.harvest, translate), widths=(3, 2), figures=(1,), captioned=False),
    )


def _days(found: Sequence[Chance]) -> tuple[date, ...]:
    return tuple(sorted({chance.fund.dated for chance in found}))


def lettered(table: costs.Table, words: Words) -> tuple[Block, ...]:
    """Return the budget with a letter for each source, told under it: whole ones in each row would hide the sums."""
    told = dict.fromkeys(row[-1] for row in table.rows if row[-1])
    letters = dict(zip(told, ascii_lowercase, strict=False))
    rows = tuple((*row[:-1], letters.get(row[-1], "")) for row in table.rows)
    header = (*table.headers[:-1], words.say(N_("Source")))
    legend = " · ".join(f"{letter}: {source}" for source, letter in letters.items())
    short = costs.Table(table.caption, header, rows, (legend, *table.notes))
    return blocks(short, figures=(1, 2, 3), widths=(4, 1.6, 2.4, 2.2, 1), total=True)


def blocks(
    table: costs.Table,
    *,
    widths: tuple[float, ...] = (),
    figures: tuple[int, ...] = (),
    total: bool = False,
    captioned: bool = True,
) -> tuple[Block, ...]:
    """Return a table of costs as a table of a document, its notes under it."""
    caption = table.caption if captioned else ""
    notes = tuple(Paragraph(note, "note") for note in table.notes)
    return (Table(table.headers, table.rows, caption, figures, total, widths), *notes)
