"""Why a site has its verdict: the rules that it trips, what is to be checked, what people on the spot changed."""

from collections.abc import Mapping, Sequence
from html import escape

from geo.messages import N_, Message, Value
from geo.models import Provenance, Verdict
from geo.present import palette
from geo.present.labels import Translator
from geo.present.values import day_text, value_text
from geo.scoring import Profile
from geo.study import Appeal, Doubt, Explanation

_MARKS: Mapping[str, Verdict] = {"excluded": Verdict.EXCLUDED, "conditional": Verdict.CONDITIONAL}


def explanations_html(found: Sequence[Explanation], profile: Profile, translate: Translator) -> str:
    """
    Return the rules that exclude a site or bind it, each with value, limit, source, publisher and date.

    Parameters
    ----------
    profile
        Whose rules they are.
    """
    indicators = {rule.id: rule.indicator for rule in profile.rules}
    items = "".join(_rule(one, indicators[one.rule], translate) for one in found if one.then in _MARKS)
    return f'<ul class="jc-rules-told">{items}</ul>' if items else ""


def _rule(one: Explanation, indicator: str, translate: Translator) -> str:
    verdict = _MARKS[one.then]
    pairs = [(N_("Found"), value_text(indicator, _plain(one.value), translate))]
    if one.limit is not None:
        pairs.append((N_("Limit"), value_text(indicator, one.limit, translate)))
    pairs.append((N_("Where the limit comes from"), one.source or translate(Message(N_("our assumption")))))
    told = [translate(fact) for fact in one.said] or [origin_text(origin, translate) for origin in one.origins]
    pairs.append((N_("Who says so"), " · ".join(told) or translate(Message(N_("no file that is named")))))
    figures = "".join(
        f"<div><dt>{escape(translate(Message(name)))}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs
    )
    return (
        f'<li class="jc-is-{verdict.value}"><p><span aria-hidden="true" style="color:'
        f'{palette.VERDICT_COLOURS[verdict]}">{palette.VERDICT_MARKS[verdict]}</span> '
        f"<strong>{escape(translate(one.text))}</strong></p><dl>{figures}</dl></li>"
    )


def _plain(value: Value) -> object:
    return value.msgid if isinstance(value, Message) else value


def origin_text(origin: Provenance, translate: Translator) -> str:
    """
    Return who published a layer and of when it is.

    Examples
    --------
    >>> origin_text(Provenance("a.csv", "Insee", "Filosofi", "2019"), str), origin_text(Provenance("a.csv"), str)
    ('Insee, Filosofi (2019)', 'a.csv')
    """
    name = ", ".join(part for part in (origin.publisher, origin.dataset) if part) or origin.file
    return f"{name} ({day_text(origin.vintage, translate)})" if origin.vintage else name


def doubts_html(found: Sequence[Doubt], translate: Translator) -> str:
    """Return what is to be checked, what could weigh most first, each with where to get what would tell."""
    items = "".join(_doubt(one, translate) for one in found)
    return f'<ol class="jc-checks">{items}</ol>' if items else ""


def _doubt(one: Doubt, translate: Translator) -> str:
    weight = ""
    if one.weight:
        points = Message(N_("weighs {points} points"), {"points": round(one.weight, 1)})
        weight = f' <span class="jc-doubt">{escape(translate(points))}</span>'
    ways = "".join(f"<li>{escape(translate(remedy))}</li>" for remedy in one.remedies)
    if one.weight and not one.remedies:
        nowhere = Message(N_("The files say nothing of it here. If you know it, write it under “What you know”."))
        ways = f"<li>{escape(translate(nowhere))}</li>"
    more = f'<ul class="jc-doubt">{ways}</ul>' if ways else ""
    return f"<li>{escape(translate(one.text))}{weight}{more}</li>"


def appeal_html(appeal: Appeal, translate: Translator) -> str:
    """Return what people on the spot and laboratories changed: verdict or score, what made it, all that was said."""
    change, *facts = appeal.texts
    decisive = change.values.get("facts", ())
    made = [fact for fact in decisive if isinstance(fact, Message)] if isinstance(decisive, tuple) else []
    title = escape(translate(Message(N_("All that was said on the spot: {count}"), {"count": len(facts)})))
    more = f"<details><summary>{title}</summary>{list_html(facts, translate)}</details>" if facts else ""
    headline = escape(translate(_headline(appeal)))
    return f'<div class="jc-appeal"><p><strong>{headline}</strong></p>{list_html(made, translate)}{more}</div>'


def list_html(texts: Sequence[Message], translate: Translator) -> str:
    """
    Return texts as a list.

    Examples
    --------
    >>> list_html([Message("<b>")], str)
    '<ul class="jc-list"><li>&lt;b&gt;</li></ul>'
    """
    return f'<ul class="jc-list">{"".join(f"<li>{escape(translate(text))}</li>" for text in texts)}</ul>'


def _headline(appeal: Appeal) -> Message:
    before, after = appeal.before, appeal.after
    if before.verdict != after.verdict:
        verdicts = {"before": palette.VERDICT_LABELS[before.verdict], "after": palette.VERDICT_LABELS[after.verdict]}
        return Message(N_("{before} → {after}"), verdicts)
    scores = {"before": round(before.score, 1), "after": round(after.score, 1)}
    if scores["before"] == scores["after"]:
        return Message(N_("Neither the verdict nor the score changes"))
    return Message(N_("Score {before} → {after}"), scores)
