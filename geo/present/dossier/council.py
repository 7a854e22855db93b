"""What the council said of the site in its meetings: place under its weights, votes, decision. Nobody is named."""

from geo.messages import N_
from geo.present.document import Block, Heading, Paragraph, Table
from geo.present.plan_words import Words
from geo.study.dossier import Case, Deliberation


def council(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the meetings on this study; nothing where none is closed."""
    told = case.asked.deliberations
    if not told:
        return ()
    header = (N_("Meeting"), N_("Took part"), N_("Rank in the eyes of the room"), N_("For"), N_("Against"))
    return (
        Heading(words.say(N_("What the council said"))),
        Table(
            tuple(words.say(name) for name in header),
            tuple(_row(one, words) for one in told),
            figures=(1, 3, 4),
            widths=(4, 1.6, 3, 1, 1.4),
        ),
        *(Paragraph(_decision(one, words)) for one in told),
        Paragraph(words.say(_HOW), "note"),
    )


_HOW = N_(
    "The rank is that of this site among those of the meeting, under the mean of the weights that people gave. The "
    "minutes of each meeting hold the weights by group and every vote, without names."
)


def _row(one: Deliberation, words: Words) -> tuple[str, ...]:
    return (_title(one, words), str(one.present), _place(one, words), str(one.approve), str(one.refuse))


def _title(one: Deliberation, words: Words) -> str:
    return one.title if one.day is None else words.say(N_("{title}, {day}"), title=one.title, day=one.day)


def _place(one: Deliberation, words: Words) -> str:
    if not one.weighed:
        return words.say(N_("nobody gave weights"))
    if one.place is None:
        return words.say(N_("excluded"))
    return words.say(N_("{place} of {count}"), place=one.place, count=one.among)


def _decision(one: Deliberation, words: Words) -> str:
    decision = one.decision or words.say(N_("closed without a decision"))
    return words.say(N_("Decision of “{title}”: {decision}"), title=one.title, decision=decision)
