"""The association's own words, and a draft of the points of a convention."""

from collections.abc import Iterator

from geo.messages import N_, Message
from geo.models import OwnerGroup
from geo.present.document import Block, Heading, Pairs, Paragraph, Table
from geo.present.dossier import summary, telling
from geo.present.plan_words import Words
from geo.study.dossier import Case
from geo.study.own_words import Convention

_TO_COMPLETE = N_("To be completed by the association.")
_CONVENTIONS = {
    Convention.UNDECIDED: N_("To be decided: a new convention, or an amendment to one that exists."),
    Convention.NEW: N_("A new convention between the town and the association."),
    Convention.AMENDMENT: N_("An amendment to the convention that exists, as in Clamart."),
}
_CLAUSES = (
    (N_("Purpose"), N_("A solidarity garden open to all: vegetables, orchard, herbs, flowers, a place to meet.")),
    (N_("Town"), N_("Makes the land available free of charge, keeps its own duties as owner, names a correspondent.")),
    (
        N_("Association"),
        N_("Makes and runs the garden, employs and supervises the team, keeps the land clean, reports once a year."),
    ),
    (
        N_("Soil"),
        N_("Analysed before any food is grown; who pays for it, who keeps the results, what is done with them."),
    ),
    (N_("Water"), N_("Connection, meter, who pays what is used; restrictions in a drought are respected.")),
    (N_("Works"), N_("Who does what, after which plan; what belongs to whom at the end.")),
    (N_("Opening"), N_("Days and hours, visits of schools and leisure centres, access for people with disabilities.")),
    (
        N_("Insurance"),
        N_("Public liability of the association; damage to the works; children stay under their group’s care."),
    ),
    (
        N_("Follow-up"),
        N_("A committee of the town, the association, the partners and the residents meets once a year."),
    ),
    (N_("End"), N_("Notice to give, state in which the land is handed back, another plot if the town takes it back.")),
)


def proposal(case: Case, words: Words) -> tuple[Block, ...]:
    """Return what the association says of its project."""
    own = case.asked.words
    texts = (
        (N_("For whom"), own.public),
        (N_("To do what"), own.activities),
        (N_("With whom"), own.partners),
    )
    return (
        Heading(words.say(N_("The project, in the words of the association"))),
        Pairs(
            (
                (words.say(N_("Project")), own.project or words.say(_TO_COMPLETE)),
                (words.say(N_("Association")), own.association or words.say(_TO_COMPLETE)),
                (words.say(N_("Form")), words.say(_CONVENTIONS[own.convention])),
            )
        ),
        *(block for title, text in texts for block in _said(title, text, words)),
        Heading(words.say(N_("What is asked of the town")), 2),
        *summary.asked(case, words),
    )


def _said(title: str, text: str, words: Words) -> Iterator[Block]:
    yield Heading(words.say(title), 2)
    if not text:
        yield Paragraph(words.say(_TO_COMPLETE), "note")
    for part in filter(None, (line.strip() for line in text.splitlines())):
        yield Paragraph(part, "words")


def convention(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the points of a convention, those that are known filled in, the others left to agree on."""
    amendment = case.asked.words.convention is Convention.AMENDMENT
    title = N_("Draft of an amendment to the convention") if amendment else N_("Draft of the points of a convention")
    rows = [*_known(case, words), *((words.say(name), words.say(text)) for name, text in _CLAUSES)]
    numbered = tuple((str(place), *row) for place, row in enumerate(rows, start=1))
    header = ("", words.say(N_("Point")), words.say(N_("Proposal, to be discussed")))
    return (
        Heading(words.say(title)),
        Table(header, numbered, widths=(0.4, 1.6, 7)),
        Paragraph(
            words.say(N_("A list to begin from, not a legal text: to be read again by the legal service of the town.")),
            "note",
        ),
    )


def _known(case: Case, words: Words) -> Iterator[tuple[str, str]]:
    association = case.asked.words.association or words.say(N_("the association (name to be completed)"))
    town, owner = telling.commune(case, words), case.word("owner_group")
    third = (
        ""
        if owner in {"", OwnerGroup.COMMUNE}
        else words.say(N_("The owner ({owner}) signs too."), owner=Message(owner))
    )
    named = not any(letter.isdigit() for letter in town)
    text = N_("The town of {town} and {association}.") if named else N_("The town ({town}) and {association}.")
    between = words.say(text, town=town, association=association)
    yield words.say(N_("Parties")), f"{between} {third}".strip()
    land = N_("{references}, {town}: {area} in all, of which {usable} usable; plan attached.")
    yield (
        words.say(N_("Land")),
        words.say(
            land,
            references=telling.references(case),
            town=town,
            area=telling.indicator(case, "area_m2", words),
            usable=telling.indicator(case, "usable_area_m2", words),
        ),
    )
    years = case.number("secured_years")
    if years > 0:
        yield (
            words.say(N_("Length")),
            words.say(N_("{years} years are said to be secured: to be confirmed."), years=years),
        )
    else:
        yield (
            words.say(N_("Length")),
            words.say(N_("To be agreed; fruit trees and people on insertion need several years.")),
        )
