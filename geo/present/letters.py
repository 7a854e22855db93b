"""Drafts of letters to the partners around a site, one for each kind of them: an association completes and sends them.

What a partner brings is told after the story of Clamart; nobody is said to have agreed to anything.
"""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from geo.messages import N_, Message
from geo.present.document import Block, Bullets, Document, Heading, Paragraph
from geo.present.dossier import telling
from geo.present.dossier.people import BRINGS, walk
from geo.present.labels import Translator
from geo.present.plan_words import Words
from geo.study.dossier import Case


def letters(case: Case, translate: Translator, language: str) -> Document:
    """
    Return the letters to the partners of a site, each on a page of its own.

    Parameters
    ----------
    case
        From `geo.study.dossier.gather`.
    language
        ``fr`` or ``en``.
    """
    words, own = Words(translate, language), case.asked.words
    kinds = dict.fromkeys(str(kind) for kind in case.partners["kind"])
    parts = [_letter(case, kind, words) for kind in kinds] or [_nobody(words)]
    first, *others = parts
    day = "" if case.asked.day is None else words.translate(case.asked.day)
    return Document(
        language=language,
        kicker=words.say(N_("Jachère · drafts of letters to partners")),
        title=own.project or telling.place(case, words),
        subtitle=f"{telling.place_and_references(case, words)} · {telling.commune(case, words)}",
        authors=own.association,
        day=day,
        warning=words.say(N_("Fictional territory")) if case.territory.fictional else "",
        cover=(),
        blocks=(*_under_the_title(first), *(block for part in others for block in part)),
    )


def _nobody(words: Words) -> tuple[Block, ...]:
    return (
        Heading(words.say(N_("Letters to partners"))),
        Paragraph(words.say(N_("None found within 800 m on foot in the files of the folder."))),
    )


def _under_the_title(part: tuple[Block, ...]) -> Iterator[Block]:
    """Set the first letter under the title: a page for a title alone would be nearly empty."""
    for block in part:
        yield replace(block, joined=True) if isinstance(block, Heading) else block


def _letter(case: Case, kind: str, words: Words) -> tuple[Block, ...]:
    rows = case.partners[case.partners["kind"] == kind].to_dict("records")
    return (
        Heading(words.say(N_("To the partners of the kind: {kind}"), kind=Message(kind))),
        Bullets(tuple(_addressee(row, words) for row in rows)),
        *(Paragraph(text) for text in _body(case, kind, words)),
        Paragraph(words.say(N_("Signature, address, telephone: to be completed by the association.")), "note"),
        Paragraph(words.say(N_("A draft, to be read again and adapted: nobody was asked yet.")), "note"),
    )


def _addressee(row: dict[str, object], words: Words) -> str:
    name = str(row["name"]) if pd.notna(row["name"]) else words.say(N_("name not known"))
    where = f", {row['address']}" if pd.notna(row["address"]) else ""
    return f"{name}{where} ({walk(row, words)})"


def _body(case: Case, kind: str, words: Words) -> Iterator[str]:
    association = case.asked.words.association or words.say(N_("the association (name to be completed)"))
    place, town = telling.place_and_references(case, words), telling.commune(case, words)
    yield words.say(N_("Subject: a solidarity garden near you, {place}, {town}"), place=place, town=town)
    yield words.say(N_("Madam, Sir,"))
    area = telling.indicator(case, "area_m2", words)
    yield words.say(_PROPOSAL, association=association, place=place, town=town, area=area)
    said = " ".join(case.asked.words.activities.split())
    if said:
        yield words.say(N_("What we would like to do there: {activities}"), activities=said)
    yield words.say(_CLAMART, brings=Message(BRINGS[kind]))
    yield words.say(_QUESTIONS)
    yield words.say(N_("Yours faithfully,"))


_PROPOSAL = N_(
    "{association} proposes a solidarity garden, open to all, on a piece of land close to you: {place}, {town}, {area}."
    " Vegetables, an orchard, herbs, flowers and a place to meet would be kept by gardeners on insertion contracts and "
    "their supervisor, with the people who live around."
)
_CLAMART = N_(
    "The garden of Clamart, proposed to its town in 2004, lives by its partners. What you could bring to this one, if "
    "you wish: {brings}."
)
_QUESTIONS = N_(
    "Nothing is decided: the town and the owner are to agree, and the soil is to be analysed before anything is grown "
    "to be eaten. Would such a garden be of use to the people whom you know? On which days, for how many of them? "
    "Could we visit the land together?"
)
