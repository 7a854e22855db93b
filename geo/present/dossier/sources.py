"""Where every figure comes from: files and licences, our assumptions, and what is left to check."""

from collections.abc import Iterator

from geo.messages import N_, Message
from geo.present.document import Block, Bullets, Heading, Paragraph, Table
from geo.present.dossier import telling
from geo.present.labels import number
from geo.present.plan_words import Words
from geo.present.screening import provenances
from geo.present.themes import THEME_LABELS
from geo.scoring import Theme
from geo.study.dossier import Case
from geo.study.explanations import Doubt, doubts


def sources(case: Case, words: Words) -> tuple[Block, ...]:
    """Return what is to be checked, the assumptions and the sources."""
    return (
        Heading(words.say(N_("To be checked, assumptions, sources"))),
        Heading(words.say(N_("To be checked")), 2),
        *_doubts(case, words),
        Heading(words.say(N_("Assumptions")), 2),
        Bullets(tuple(_assumptions(case, words))),
        _weights(case, words),
        Heading(words.say(N_("Sources")), 2),
        _files(case, words),
        Paragraph(
            words.say(N_("Made with Jachère; every figure comes from these files or is said to be an assumption.")),
            "note",
        ),
    )


def _doubts(case: Case, words: Words) -> Iterator[Block]:
    found = doubts(case.surveyed, case.judgement, [case.site])[case.site]
    if not found:
        yield Paragraph(words.say(N_("The files answer every question of the method. A visit is still needed.")))
        return
    yield Bullets(tuple(_doubt(doubt, words) for doubt in found), ("☐",) * len(found))


def _doubt(doubt: Doubt, words: Words) -> str:
    text = words.translate(doubt.text)
    if not doubt.missing:
        return text
    layers = tuple(Message(role.value) for role in doubt.missing)
    return words.say(N_("{text} (would tell: {layers})"), text=text, layers=layers)


def _assumptions(case: Case, words: Words) -> Iterator[str]:
    profile = case.judgement.profile
    yield words.say(
        N_("Weights of the point of view “{view}” and value functions: our assumption, the same for all sites."),
        view=Message(profile.label),
    )
    yield words.say(N_("Shares of the zones, furniture and calendar: our assumption, after the garden of Clamart."))
    yield words.say(
        N_("Prices, yields and funds: the sources and dates are in their tables; “to be checked” means so.")
    )
    notes = (*case.surveyed.notes, *case.surveyed.sun_notes)
    yield from dict.fromkeys(words.translate(note) for note in notes)


def _weights(case: Case, words: Words) -> Table:
    """Return the criteria with their weights and what the site is worth on each."""
    profile = case.judgement.profile
    total = sum(criterion.weight for criterion in profile.criteria)
    worth = case.judgement.utilities.loc[case.site]
    rows = tuple(
        (
            words.say(THEME_LABELS[Theme(criterion.theme)]),
            words.say(criterion.label),
            f"{number(100 * criterion.weight / total, words.language, decimals=0)}\u00a0%",
            "?" if worth.isna()[criterion.id] else str(round(float(worth[criterion.id]))),
        )
        for criterion in profile.criteria
    )
    header = tuple(words.say(name) for name in (N_("Theme"), N_("Criterion"), N_("Weight"), N_("Worth (0 to 100)")))
    return Table(header, rows, words.say(N_("How the score is made")), (2, 3), widths=(3, 4, 1, 1.6))


def _files(case: Case, words: Words) -> Table:
    rows = tuple(
        dict.fromkeys(
            (
                origin.publisher or words.say(N_("not known")),
                origin.dataset or origin.file,
                telling.day(origin.vintage, words) or words.say(N_("not dated")),
                origin.licence or words.say(N_("not known")),
            )
            for origin in provenances(case.territory)
        )
    )
    header = tuple(words.say(name) for name in (N_("Publisher"), N_("Dataset"), N_("Vintage"), N_("Licence")))
    return Table(header, rows, widths=(3, 4, 2.2, 2))
