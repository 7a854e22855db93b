"""The dossier of a site: what an association hands to the mayor. One module a part; nothing is computed here.

Every figure comes from the study; what is not known is said; what an association did not write is left to complete.
"""

from geo.messages import N_
from geo.present.document import Document
from geo.present.dossier import telling
from geo.present.dossier.budget import budget
from geo.present.dossier.comparison import comparison
from geo.present.dossier.council import council
from geo.present.dossier.identity import identity
from geo.present.dossier.joining import joined
from geo.present.dossier.people import people
from geo.present.dossier.plan import plan
from geo.present.dossier.proposal import convention, proposal
from geo.present.dossier.situation import cover_map, situation
from geo.present.dossier.soil import soil
from geo.present.dossier.sources import sources
from geo.present.dossier.summary import summary, verdict
from geo.present.dossier.sun import sun
from geo.present.dossier.team import team
from geo.present.labels import Translator
from geo.present.plan_words import Words
from geo.study.dossier import Case, day_of_data

__all__ = ["dossier"]

PARTS = (
    *(summary, identity, situation, sun, soil, people, comparison, council, plan),
    *(budget, team, proposal, convention, sources),
)
"""In the order of the pages."""


def dossier(case: Case, translate: Translator, language: str) -> Document:
    """
    Return the dossier of a site.

    Parameters
    ----------
    case
        From `geo.study.dossier.gather`.
    language
        ``fr`` or ``en``.
    """
    words, own = Words(translate, language), case.asked.words
    told = [blocks for part in PARTS if (blocks := part(case, words))]
    blocks = tuple(block for part in joined(told) for block in part)
    place = telling.place(case, words)
    title = own.project or place
    area = telling.indicator(case, "area_m2", words)
    where = [telling.place_and_references(case, words) if own.project else _references(case)]
    under = " · ".join(filter(None, [*where, telling.commune(case, words), area]))
    return Document(
        language=language,
        kicker=words.say(N_("Jachère · proposal for a solidarity garden")),
        title=title,
        subtitle=under,
        authors=own.association,
        day=_day(case, words),
        warning=words.say(N_("Fictional territory")) if case.territory.fictional else "",
        cover=(cover_map(case, words, letters=len(f"{title}{under}{own.association}")), verdict(case, words)),
        blocks=blocks,
    )


def _references(case: Case) -> str:
    """Return the references under the street; where none is known they are the title."""
    return telling.references(case) if case.word("street") else ""


def _day(case: Case, words: Words) -> str:
    if case.asked.day is not None:
        return words.translate(case.asked.day)
    known = day_of_data(case.territory)
    return "" if known is None else words.say(N_("Data up to {day}"), day=known)
