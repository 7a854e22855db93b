"""The minutes of a meeting: who was there by group, what they weighed, how far they agree, the votes, the decision.

Nobody's own weights or votes are told: minutes are read by those who were not there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

import pandas as pd

from geo.messages import N_, word
from geo.models import Verdict
from geo.present.document import Block, Document, Heading, Notice, Pairs, Paragraph, Table
from geo.present.labels import Translator, number
from geo.present.palette import VERDICT_LABELS, VERDICT_MARKS
from geo.present.plan_words import Words
from geo.present.screening import score_text, site_names, territory_title
from geo.present.themes import THEME_LABELS
from geo.scoring import Profile, Theme
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant
from geo.study import Judgement, Survey, judge
from geo.study.council import Council, council, counted, ranks_among, themes


def minutes(
    meeting: Meeting,
    people: Sequence[Participant],
    surveyed: Survey,
    profile: Profile,
    translate: Translator,
    language: str,
) -> Document:
    """
    Return the minutes of a meeting.

    Parameters
    ----------
    people
        Of `geo.store.room.room`, with the organiser's key: votes that are still hidden are not in the minutes.
    profile
        How the points of a theme are shared among its criteria.
    """
    words = Words(translate, language)
    together = council(profile, {person.id: person.weights for person in people if person.weights})
    judgement = judge(surveyed, together.profile)
    sites = tuple(site for site in meeting.sites if site in surveyed.sites.index)
    return Document(
        language=language,
        kicker=words.say(N_("Jachère · minutes of a meeting")),
        title=meeting.title,
        subtitle=territory_title(surveyed.territory, translate),
        authors="",
        day=_day(meeting.closed or meeting.opened, words),
        warning=words.say(N_("Fictional territory")) if surveyed.territory.fictional else "",
        cover=(_decision(meeting, words),),
        blocks=(
            *_participants(people, words),
            *_weights(together, people, words),
            *_ranking(surveyed, judgement, sites, words),
            *_votes(surveyed, sites, people, words),
            Paragraph(words.say(_PRIVATE), "note"),
        ),
        paged=False,
    )


_PRIVATE = N_(
    "Weights and votes are told together, a group of one person with the others only: nobody’s own are in the minutes."
)


def _day(moment: str, words: Words) -> str:
    try:
        return words.translate(datetime.fromisoformat(moment).date())
    except ValueError:
        return moment


def _decision(meeting: Meeting, words: Words) -> Notice:
    if meeting.decision:
        return Notice(words.say(N_("Decision")), meeting.decision, "eligible")
    open_ = meeting.stage is not Stage.CLOSED
    text = N_("None yet: the meeting is not closed.") if open_ else N_("The meeting was closed without a decision.")
    return Notice(words.say(N_("Decision")), words.say(text))


def _participants(people: Sequence[Participant], words: Words) -> Iterator[Block]:
    yield Heading(words.say(N_("Participants")))
    if not people:
        yield Paragraph(words.say(N_("Nobody joined the meeting.")))
        return
    groups = Counter(person.group for person in people)
    rows = tuple(_group(group, people, words) for group in groups)
    every = _counts(people)
    header = (N_("Group"), N_("Participants"), N_("Weights given"), N_("Have voted"))
    total = (words.say(N_("Total")), *every)
    yield Table(tuple(words.say(name) for name in header), (*rows, total), figures=(1, 2, 3), total=True, widths=_FOUR)


_FOUR = (4, 1.6, 1.6, 1.6)


def _group(group: str, people: Sequence[Participant], words: Words) -> tuple[str, ...]:
    name = words.translate(word(group)) if group else words.say(N_("no group told"))
    return (name, *_counts([person for person in people if person.group == group]))


def _counts(people: Sequence[Participant]) -> tuple[str, str, str]:
    weighed, voted = sum(bool(one.weights) for one in people), sum(one.has_voted for one in people)
    return str(len(people)), str(weighed), str(voted)


def _weights(together: Council, people: Sequence[Participant], words: Words) -> Iterator[Block]:
    yield Heading(words.say(N_("What counts, in the eyes of the room")))
    if together.shares.empty:
        yield Paragraph(words.say(N_("Nobody gave weights: the usual ones were used.")))
        return
    weighed = Counter(person.group for person in people if person.id in together.shares.index)
    shown = {person.id: person.group for person in people if weighed[person.group] > 1}
    by_group = themes(together.profile, together.shares, shown)
    every = themes(together.profile, together.shares, {person.id: "all" for person in people})
    rows = [(words.translate(word(str(group))), *_percents(row, words)) for group, row in by_group.iterrows()]
    rows.append((words.say(N_("All together")), *_percents(every.iloc[0], words)))
    header = (words.say(N_("Group")), *(words.say(THEME_LABELS[Theme(theme)]) for theme in every.columns))
    figures = tuple(range(1, len(header)))
    yield Table(header, tuple(rows), figures=figures, total=True, widths=(2.4, *(1.5,) * len(figures)))
    yield Pairs(((words.say(N_("Agreement")), _agreement(together, words)),))


def _percents(row: pd.Series, words: Words) -> tuple[str, ...]:
    return tuple(f"{number(float(share), words.language, decimals=0)}\u00a0%" for share in row)


def _agreement(together: Council, words: Words) -> str:
    if together.agreement is None:
        return words.say(N_("not measured: fewer than two people gave weights"))
    share = f"{number(100 * together.agreement, words.language, decimals=0)}\u00a0%"
    return words.say(N_("{share} of the weights are common to two people of the room, on average"), share=share)


def _ranking(surveyed: Survey, judgement: Judgement, sites: Sequence[str], words: Words) -> Iterator[Block]:
    yield Heading(words.say(N_("Ranking under the weights of the room")))
    if not sites:
        yield Paragraph(words.say(N_("No site of this meeting is in the territory any more.")))
        return
    ranks = ranks_among(judgement, sites)
    names = dict(zip(ranks.index, site_names(surveyed, ranks.index.tolist(), words.translate), strict=True))
    rows = []
    for site, rank in ranks.items():
        result = judgement.results.loc[site].to_dict()
        verdict = Verdict(result["verdict"])
        told = f"{VERDICT_MARKS[verdict]} {words.translate(VERDICT_LABELS[verdict])}"
        place = "–" if verdict is Verdict.EXCLUDED else str(rank)
        rows.append((place, names[site], told, score_text(result, words.translate)))
    header = (N_("Rank"), N_("Site"), N_("Verdict"), N_("Score and interval"))
    yield Table(tuple(words.say(name) for name in header), tuple(rows), figures=(3,), widths=(0.8, 5, 2, 2))


def _votes(surveyed: Survey, sites: Sequence[str], people: Sequence[Participant], words: Words) -> Iterator[Block]:
    yield Heading(words.say(N_("Votes")))
    if not any(person.votes for person in people):
        told = N_("Votes were given and are not revealed.") if any(p.has_voted for p in people) else N_("Nobody voted.")
        yield Paragraph(words.say(told))
        return
    counts = counted(tuple(sites), {person.id: person.votes for person in people})
    names = site_names(surveyed, list(sites), words.translate)
    rows = tuple(
        (name, str(row["approve"]), str(row["refuse"]), str(len(people) - row["approve"] - row["refuse"]))
        for name, row in zip(names, counts.to_dict("records"), strict=True)
    )
    header = (N_("Site"), N_("Approve"), N_("Do not approve"), N_("Said nothing"))
    yield Table(tuple(words.say(name) for name in header), rows, figures=(1, 2, 3), widths=_FOUR)
