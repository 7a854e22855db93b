"""Who works there, when things happen, what must be asked of whom."""

from collections.abc import Iterator

from geo.messages import N_
from geo.present import costs
from geo.present.document import Block, Bullets, Heading, Paragraph, Table
from geo.present.dossier.budget import blocks
from geo.present.plan_words import Words
from geo.study.dossier import Case
from geo.study.explanations import explanations

_CALENDAR = (
    (N_("Visit, history of the land, agreement of the owner"), N_("months 1 and 2"), N_("association, town, owner")),
    (
        N_("Samples of the soil, reading of the results"),
        N_("months 1 to 3"),
        N_("association, laboratory, health agency"),
    ),
    (N_("Partners met, words of the residents gathered"), N_("months 2 to 4"), N_("association, partners")),
    (N_("Convention, search for funding"), N_("months 2 to 8"), N_("association, town")),
    (N_("Formalities of town planning"), N_("months 4 to 6"), N_("association, town")),
    (N_("Team recruited"), N_("months 7 to 9"), N_("association, State, job centre")),
    (N_("Works: clearing, fence, water, paths, beds"), N_("autumn"), N_("association, companies, town")),
    (N_("Trees planted"), N_("November to March"), N_("team, residents, schools")),
    (N_("First crops, opening"), N_("spring"), N_("team, residents, partners")),
    (N_("Review with the town and the partners"), N_("each year"), N_("all")),
)
"""Step, when, who: our assumption, in the order in which a garden is made."""


def team(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the team, the calendar and the formalities."""
    return (
        Heading(words.say(N_("Team, calendar, formalities"))),
        *_people(case, words),
        Heading(words.say(N_("Calendar")), 2),
        _calendar(words),
        Paragraph(words.say(N_("An order of magnitude, our assumption: to be set with the town.")), "note"),
        Heading(words.say(N_("Formalities")), 2),
        *_formalities(case, words),
    )


def _people(case: Case, words: Words) -> Iterator[Block]:
    yield Heading(words.say(N_("Team")), 2)
    yield Paragraph(words.say(_CLAMART))
    if case.found is not None:
        yield from blocks(
            costs.team_table(case.found.team, words.translate), widths=(3, 2), figures=(1,), captioned=False
        )


_CLAMART = N_(
    "The reference is the garden of Clamart: four gardeners on insertion contracts and one supervisor for 800 m². One "
    "team can share several gardens."
)


def _calendar(words: Words) -> Table:
    header = tuple(words.say(name) for name in (N_("Step"), N_("When"), N_("Who")))
    rows = tuple(tuple(words.say(cell) for cell in row) for row in _CALENDAR)
    return Table(header, rows, widths=(4, 2, 3))


def _formalities(case: Case, words: Words) -> Iterator[Block]:
    tripped = explanations(case.surveyed, case.judgement, [case.site])[case.site]
    told = [
        words.translate(one.text) for one in tripped if one.rule in {"heritage", "flood", "private_owner", "permit"}
    ]
    if told:
        yield Bullets(tuple(told))
    if case.found is not None:
        table = costs.formalities_table(case.found.formalities, words.translate)
        yield from blocks(table, widths=(1.4, 2, 5, 2.4), captioned=False)
    elif not told:
        yield Paragraph(words.say(N_("None is known before a garden is drawn.")))
