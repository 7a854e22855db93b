"""One page for the elected: verdict, three reasons for, three points to watch, cost, what is asked of the town."""

import textwrap
from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.messages import N_, Message
from geo.models import OwnerGroup, Verdict
from geo.present import costs
from geo.present.document import Block, Bullets, Columns, Heading, KeyFigures, Notice, Paragraph, Picture
from geo.present.dossier import telling
from geo.present.palette import VERDICT_LABELS
from geo.present.plan_words import Words
from geo.present.plans import plan_thumbnail_svg
from geo.present.screening import site_names
from geo.present.situation import SURROUNDINGS_M, situation_svg
from geo.scoring import Criterion
from geo.study.dossier import Case
from geo.study.explanations import doubts, explanations

_POINTS = 3
_MIDDLE, _GOOD = 50.0, 75.0
_SURE = 0.3
"""Reliability under which the score is said to tell little (our assumption)."""
_MOST_LETTERS = 520
"""Of the association's own words on the page for the elected, which stays one page."""
_PUBLIC = {OwnerGroup.COMMUNE, OwnerGroup.INTERCOMMUNAL}


def summary(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the page for the elected."""
    return (
        Heading(words.say(N_("On one page"))),
        verdict(case, words),
        KeyFigures(tuple(_figures(case, words))),
        Heading(words.say(N_("Three reasons for")), 2),
        *_pointed(_strengths(case, words), "+", words),
        Heading(words.say(N_("Three points to watch")), 2),
        *_pointed(_weak_points(case, words), "!", words),
        Heading(words.say(N_("What is asked of the town")), 2),
        *_asked_shortly(case, words),
        *_drawings(case, words),
    )


def _drawings(case: Case, words: Words) -> Iterator[Block]:
    """Return the situation beside the sketch, to see before reading."""
    shape = case.surveyed.sites.geometry[case.site]
    around = situation_svg(case.territory, shape, words.translate, width_m=SURROUNDINGS_M, ratio=0.8)
    seen = Picture(around.encode(), "svg", words.say(N_("Map of the site and what lies around it.")))
    if case.sketch is None:
        yield Columns(((seen,), ()))
        return
    thumbnail = plan_thumbnail_svg(case.sketch, words.translate, language=words.language, street=case.word("street"))
    told = words.say(N_("Sketch of the garden seen from above; it has a part of its own farther on."))
    plan = case.sketch.plan.ground.outline.bounds
    tall = (plan[3] - plan[1]) > 1.25 * (plan[2] - plan[0])
    yield Columns(((seen,), (Picture(thumbnail.encode(), "svg", told, width=0.72 if tall else 0.9),)))


def verdict(case: Case, words: Words) -> Notice:
    """Return the verdict with its reason, then the score: never a number alone."""
    tripped = explanations(case.surveyed, case.judgement, [case.site])[case.site]
    deciding = [words.translate(one.text) for one in tripped if one.then in {Verdict.EXCLUDED, Verdict.CONDITIONAL}]
    if not deciding:
        deciding = [words.say(N_("Nothing in the files excludes it or sets a condition"))]
    told = " ".join(f"{text}." for text in deciding[:_POINTS])
    ranked = "" if case.verdict is Verdict.EXCLUDED else _rank(case, words)
    sure = float(case.standing["reliability"])
    doubt = (
        words.say(N_("Little is known of this site: the score says little before the checks.")) if sure < _SURE else ""
    )
    parts = [told, f"{telling.score(case, words)}.", ranked, doubt]
    return Notice(words.translate(VERDICT_LABELS[case.verdict]), " ".join(filter(None, parts)), case.verdict.value)


def _rank(case: Case, words: Words) -> str:
    results = case.judgement.results
    total = int((results["verdict"] != Verdict.EXCLUDED).sum())
    return words.say(
        N_("Rank {rank} among {total} sites that are not excluded."), rank=int(case.standing["rank"]), total=total
    )


def _figures(case: Case, words: Words) -> Iterator[tuple[str, str, str]]:
    usable = telling.indicator(case, "usable_area_m2", words)
    whole = words.say(N_("of {area} in all"), area=telling.indicator(case, "area_m2", words))
    yield words.say(N_("Usable area")), usable, whole
    hours = case.number("sun_hours")
    sunny = words.say(N_("not known")) if np.isnan(hours) else words.figure(round(hours, 1), "h")
    season = "" if np.isnan(hours) else words.say(N_("a day, April to September"))
    yield words.say(N_("Direct sun")), sunny, season
    if case.found is None:
        yield words.say(N_("Budget")), "–", words.say(N_("no garden could be drawn"))
        return
    low_high = words.translate(costs.money(case.found.budget.total))
    yield words.say(N_("Budget")), low_high, words.say(N_("before any quotation"))
    team = case.found.team
    people = words.say(N_("{gardeners} + {supervisors}"), gardeners=team.gardeners, supervisors=team.supervisors)
    yield words.say(N_("Team")), people, words.say(N_("gardeners on insertion contracts and supervisor"))


def _pointed(texts: list[str], mark: str, words: Words) -> Iterator[Block]:
    if texts:
        yield Bullets(tuple(texts), (mark,) * len(texts))
    if len(texts) < _POINTS:
        told = N_("The files tell no other.") if texts else N_("The files tell none.")
        yield Paragraph(words.say(told), "note" if texts else "body")


def _pulls(case: Case) -> list[tuple[float, Criterion]]:
    """Return the known criteria with what they add to the score over the middle, the best first."""
    worth = case.judgement.utilities.loc[case.site]
    pulls = [
        (float(worth[criterion.id] - _MIDDLE) * criterion.weight, criterion)
        for criterion in case.judgement.profile.criteria
        if pd.notna(worth[criterion.id])
    ]
    return sorted(pulls, key=lambda pull: -pull[0])


def _strengths(case: Case, words: Words) -> list[str]:
    strong = [criterion for pull, criterion in _pulls(case) if pull > 0]
    return [_weighed(case, criterion, words) for criterion in strong[:_POINTS]]


def _weighed(case: Case, criterion: Criterion, words: Words) -> str:
    worth = round(float(case.judgement.utilities.at[case.site, criterion.id]))
    text = telling.criterion_text(case, criterion, words)
    return words.say(N_("{text} ({worth} out of 100)"), text=text, worth=worth)


def _weak_points(case: Case, words: Words) -> list[str]:
    """Return what binds the site, then what nobody knows, then what is worth least."""
    tripped = explanations(case.surveyed, case.judgement, [case.site])[case.site]
    unknown = doubts(case.surveyed, case.judgement, [case.site])[case.site]
    texts = [words.translate(one.text) for one in tripped] + [words.translate(one.text) for one in unknown]
    if "lead_mg_kg" not in case.row or pd.isna(case.row["lead_mg_kg"]):
        texts.append(words.say(N_("The soil was not analysed: no food in the ground before it is")))
    texts += [_weighed(case, criterion, words) for criterion in _losing(case)]
    if case.found is not None:
        cost = costs.money(case.found.budget.total)
        texts.append(words.say(N_("The cost, {cost}, comes before any quotation: to be made surer"), cost=cost))
    texts.append(words.say(N_("A visit with the town and the neighbours, before anything is decided")))
    return list(dict.fromkeys(texts))[:_POINTS]


def _losing(case: Case) -> list[Criterion]:
    """Return the known criteria that take something from the score, the most costly first."""
    worth = case.judgement.utilities.loc[case.site]
    lost = {c.id: float(100 - worth[c.id]) * c.weight for c in case.judgement.profile.criteria if pd.notna(worth[c.id])}
    costly = [c for c in case.judgement.profile.criteria if c.id in lost and c.weight and worth[c.id] < _GOOD]
    return sorted(costly, key=lambda criterion: -lost[criterion.id])


def asked(case: Case, words: Words) -> tuple[Block, ...]:
    """Return what the association asks, in its own words where it gave some, else a proposal to adapt."""
    said = case.asked.words.asked
    if said:
        return tuple(Paragraph(part, "words") for part in filter(None, map(str.strip, said.splitlines())))
    note = Paragraph(words.say(N_("A proposal, to be adapted by the association.")), "note")
    return (Bullets(tuple(_proposals(case, words))), note)


def _asked_shortly(case: Case, words: Words) -> tuple[Block, ...]:
    """Return what the association asks, its beginning where it is long: the whole is in a part of its own."""
    said = " ".join(case.asked.words.asked.split())
    if not said:
        return asked(case, words)
    if len(said) <= _MOST_LETTERS:
        return (Paragraph(said, "words"),)
    begun = textwrap.shorten(said, _MOST_LETTERS, placeholder="\u00a0[…]")
    note = words.say(N_("The whole text is farther on, with the project in the words of the association."))
    return (Paragraph(begun, "words"), Paragraph(note, "note"))


def _proposals(case: Case, words: Words) -> Iterator[str]:
    if case.verdict is Verdict.EXCLUDED:
        yield words.say(N_("Nothing while what excludes the site stands: say whether it can be lifted."))
        if case.others:
            [other] = site_names(case.surveyed, case.others[:1], words.translate)
            yield words.say(N_("Else look at another site first: {name}."), name=other)
        return
    owner = case.word("owner_group")
    if owner in _PUBLIC:
        yield words.say(N_("Make the land available by a convention, for a length of time to be agreed."))
    elif owner:
        text = N_("Help to obtain the agreement of the owner ({owner}), then sign a convention with them.")
        yield words.say(text, owner=Message(owner))
    else:
        yield words.say(N_("Say whose land it is, and help to obtain the agreement of its owner."))
    if np.isnan(case.number("lead_mg_kg")):
        yield words.say(N_("Have the soil analysed, or accept the analysis made by the association."))
    yield words.say(N_("Bring water to the plot, or tell where it can be taken."))
    if case.found is not None:
        cost = costs.money(case.found.budget.total)
        yield words.say(N_("Say what share of a cost of {cost} the town can bear, in money or in works."), cost=cost)
