"""Values of a study in words: with their unit, or plainly said to be unknown."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.messages import N_, Message, Value, word
from geo.models import Provenance, Role, Territory
from geo.present.comparison import value_text
from geo.present.labels import COLUMNS
from geo.present.plan_words import Words
from geo.present.portfolio import commune_names
from geo.present.screening import cadastral_reference, score_text
from geo.scoring import Criterion
from geo.study.dossier import Case, day_of

UNKNOWN = N_("not known, to be checked")
_NAME_PARTS = 2


def indicator(case: Case, name: str, words: Words) -> str:
    """
    Return an indicator of the site in words.

    Parameters
    ----------
    name
        A column of the survey.
    """
    value = case.row.get(name)
    if value is None or pd.isna(value):
        return words.say(UNKNOWN)
    if isinstance(value, str):
        return words.say(N_("none found")) if value == "none" else words.translate(word(value))
    return figure(float(value), name, words)


def figure(value: float, name: str, words: Words) -> str:
    """
    Return a number of an indicator with its unit.

    Examples
    --------
    >>> figure(0.25, "occupied_share", Words(str, "en")), figure(float("inf"), "pollution_distance_m", Words(str))
    ('25\\xa0%', 'none found')
    """
    if np.isnan(value):
        return words.say(UNKNOWN)
    if np.isinf(value):
        return words.say(N_("none found"))
    if name.endswith("_share"):
        return words.figure(round(100 * value), "%")
    unit = COLUMNS[name][1]
    return words.figure(round(value) if unit in {"m", "m²"} else value, words.say(unit) if unit else "")


def label(name: str, words: Words) -> str:
    """Return the name of an indicator, without its unit."""
    return words.say(COLUMNS[name][0])


def criterion_text(case: Case, criterion: Criterion, words: Words) -> str:
    """Return a criterion of the site with its value, such as “Slope: 2 %”; empty where it is not known."""
    if pd.isna(case.judgement.utilities.at[case.site, criterion.id]):
        return ""
    value = value_text(criterion, case.row.to_dict(), words.translate)
    return words.say(N_("{label}: {value}"), label=Message(criterion.label), value=value)


def score(case: Case, words: Words) -> str:
    """Return the score with its interval and its reliability."""
    told = score_text(case.standing.to_dict(), words.translate)
    reliability: Value = round(float(case.standing["reliability"]), 2)
    return words.say(N_("Score {score}, reliability {reliability}"), score=told, reliability=reliability)


def references(case: Case) -> str:
    """Return the cadastral references of the parcels."""
    return " + ".join(cadastral_reference(parcel) for parcel in case.parcels)


def place(case: Case, words: Words) -> str:
    """Return the street of the site, else its references."""
    several = len(case.parcels) > 1
    text = N_("Parcels {references}") if several else N_("Parcel {references}")
    return case.word("street") or words.say(text, references=references(case))


def place_and_references(case: Case, words: Words) -> str:
    """Return the street with the references, told once where no street is known."""
    told = place(case, words)
    return f"{told}, {references(case)}" if case.word("street") else told


def commune(case: Case, words: Words) -> str:
    """Return the name of the commune, else that it is the commune of some code."""
    code = str(case.surveyed.sites.at[case.site, "commune"])
    name = commune_names(case.surveyed).get(code, code)
    return words.say(N_("commune {code}"), code=code) if name == code else name


def day(vintage: str, words: Words) -> str:
    """Return a vintage as people write a day; as it is where it is none."""
    found = day_of(vintage)
    return vintage if found is None else words.translate(found)


def sources(territory: Territory, roles: Sequence[Role], words: Words) -> str:
    """Return the line that quotes the files of some layers, with their days."""
    origins = [origin for role in roles for origin in provenances(territory, role)]
    quoted = list(dict.fromkeys(_quoted(origin, words) for origin in origins))
    return words.say(N_("Sources: {sources}."), sources=" · ".join(quoted)) if quoted else ""


def provenances(territory: Territory, role: Role) -> tuple[Provenance, ...]:
    """Return the origins of the files of a role."""
    if role in territory.layers:
        return territory.layers[role].provenances
    return tuple(tile.provenance for tile in territory.rasters.get(role, ()))


def _quoted(origin: Provenance, words: Words) -> str:
    """Quote a file without the commune that it is of: a line under a map has room for the dataset and its day."""
    name = ", ".join((origin.dataset or origin.file).split(", ")[:_NAME_PARTS])
    return ", ".join(filter(None, [name, day(origin.vintage, words)]))
