"""The words of field checks: what is asked, how it is answered, how sure one is."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from geo.kinds import Subject, Sureness
from geo.messages import N_, Message
from geo.present.labels import Translator
from geo.present.screening import cadastral_reference
from geo.sources.checks import ANSWERS

QUESTIONS: Mapping[Subject, str] = MappingProxyType(
    {
        Subject.FALLOW: N_("Is it really fallow?"),
        Subject.OCCUPIED: N_("Is it in use (garden, car park, yard)?"),
        Subject.ACCESS: N_("Can one enter from a public way?"),
        Subject.GATE_WIDTH: N_("Width of the gate, or room for one"),
        Subject.SECURED_YEARS: N_("Years for which the land is secured"),
        Subject.WATER_DISTANCE: N_("Distance to drinking water, 0 on the plot"),
        Subject.PERMIT: N_("Is a building permit or a project under way?"),
        Subject.SOIL_DEPTH: N_("Depth of the soil"),
        Subject.SOIL_PH: N_("pH of the soil"),
        Subject.SOIL_TEXTURE: N_("Texture of the soil"),
        Subject.LEAD: N_("Lead in the soil"),
        Subject.ROAD_BARRIER: N_("Is there a wall or a hedge against the road?"),
        Subject.FLOOD_ZONE: N_("Zone of the flood prevention plan"),
    }
)
"""In the order of the form."""
SURENESS: Mapping[Sureness, str] = MappingProxyType(
    {
        Sureness.MEASURED: N_("measured, or read in a document"),
        Sureness.SEEN: N_("seen on the spot"),
        Sureness.TOLD: N_("heard"),
    }
)
_NO_ZONE = N_("no zone")


def answers_of(subject: Subject) -> tuple[str, ...]:
    """
    Return the answers of a closed list, each once; none for a number.

    Examples
    --------
    >>> answers_of(Subject.FALLOW), answers_of(Subject.FLOOD_ZONE), answers_of(Subject.SOIL_PH)
    (('yes', 'no'), ('red', 'blue', 'other', 'none'), ())
    """
    return tuple(dict.fromkeys((ANSWERS[subject].words or {}).values()))


def answer_text(subject: Subject, value: str, translate: Translator) -> str:
    """
    Return an answer in words, or with its unit.

    Examples
    --------
    >>> answer_text(Subject.GATE_WIDTH, "1.4", str), answer_text(Subject.FLOOD_ZONE, "none", str)
    ('1.4\\xa0m', 'no zone')
    """
    answer = ANSWERS[subject]
    if answer.words:
        return translate(Message(_NO_ZONE if value == "none" else value))
    figure = translate(float(value))
    unit = answer.unit or (translate(Message(N_("years"))) if subject is Subject.SECURED_YEARS else "")
    return f"{figure}\u00a0{unit}" if unit else figure


def target_text(target: str, parcels: Sequence[str], translate: Translator) -> str:
    """
    Return what a check is about: the whole site, or one of its parcels.

    Examples
    --------
    >>> target_text("920230000A0007", ["920230000A0007"], str), target_text("92023abc", [], str)
    ('parcel A 7', 'the whole site')
    """
    if target in parcels:
        return translate(Message(N_("parcel {reference}"), {"reference": cadastral_reference(target)}))
    return translate(Message(N_("the whole site")))


def check_text(check: Mapping[str, str], translate: Translator) -> tuple[str, str]:
    """
    Return a check as what was found, and who says so: both are texts, since anybody may have written them.

    Parameters
    ----------
    check
        A row in the contract of field checks.
    """
    subject = Subject(check["subject"])
    found = f"{translate(Message(QUESTIONS[subject]))} {answer_text(subject, check['value'], translate)}"
    who = Message(
        N_("{how}, by {author} on {day}"),
        {
            "how": Message(SURENESS[Sureness(check["sureness"])]),
            "author": check["author"],
            "day": date.fromisoformat(check["date"]),
        },
    )
    return found, translate(who)
