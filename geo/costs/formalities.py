"""What the law asks before a garden is made; each is told with its article, to be checked at the town hall."""

from dataclasses import dataclass
from enum import StrEnum

from geo.costs.figures import FormalityFigures
from geo.messages import N_, Message
from geo.plans import Quantities


class Step(StrEnum):
    """What there is to do, from nothing to the heaviest."""

    NOTHING = "nothing"
    RESPECT = "respect"
    ASK = "ask"
    DECLARATION = "declaration"
    PERMIT = "permit"


@dataclass(frozen=True, slots=True)
class Formality:
    """
    One thing that the law says of a plan.

    Attributes
    ----------
    id
        Its subject: ``shed``, ``fence``, ``trees``.
    """

    id: str
    step: Step
    text: Message
    source: Message


def formalities(
    quantities: Quantities, figures: FormalityFigures, *, protected: bool | None = None
) -> tuple[Formality, ...]:
    """
    List the formalities of a plan.

    Parameters
    ----------
    protected
        Whether the site is in a heritage perimeter or a protected place; None where it is not known.

    References
    ----------
    .. [1] Code de l'urbanisme, R421-1, R421-2, R421-9, R421-11, R421-12; Code civil, article 671.
    """
    found = [_fence(protected=protected)]
    if quantities.shed_m2:
        found.insert(0, _shed(round(quantities.shed_m2, 1), figures, protected=protected))
    if quantities.trees or quantities.espalier_m:
        found.append(_trees(figures))
    return tuple(found)


def _shed(area_m2: float, figures: FormalityFigures, *, protected: bool | None) -> Formality:
    values = {"area_m2": area_m2, "free_m2": figures.shed_free_m2, "permit_m2": figures.shed_permit_m2}
    if area_m2 > figures.shed_permit_m2:
        text = N_("Sheds of {area_m2} m² in all, more than {permit_m2} m²: a building permit is needed.")
        return Formality("shed", Step.PERMIT, Message(text, values), _planning("R421-1"))
    if protected:
        text = N_("Sheds of {area_m2} m² in all, in a protected place: a prior declaration, whatever their size.")
        return Formality("shed", Step.DECLARATION, Message(text, values), _planning("R421-11"))
    if area_m2 > figures.shed_free_m2:
        text = N_("Sheds of {area_m2} m² in all, more than {free_m2} m²: a prior declaration is needed.")
        return Formality("shed", Step.DECLARATION, Message(text, values), _planning("R421-9"))
    text = N_("Sheds of {area_m2} m² in all, {free_m2} m² at most: nothing to ask, unless the place is protected.")
    step = Step.NOTHING if protected is False else Step.ASK
    return Formality("shed", step, Message(text, values), _planning("R421-2"))


def _fence(*, protected: bool | None) -> Formality:
    if protected:
        text = Message(N_("The fence, in a protected place: a prior declaration is needed."))
        return Formality("fence", Step.DECLARATION, text, _planning("R421-12"))
    text = Message(
        N_("The fence: ask the town hall whether it wants a prior declaration, and which height it accepts.")
    )
    return Formality("fence", Step.ASK, text, _planning("R421-12"))


def _trees(figures: FormalityFigures) -> Formality:
    values = {"tall_m": figures.tall_tree_m, "far_m": figures.tall_distance_m, "near_m": figures.short_distance_m}
    text = N_(
        "Trees over {tall_m} m tall stand {far_m} m or more from a neighbour’s boundary, others {near_m} m; none for "
        "espaliers on a wall that do not rise above it. Local rules and customs come first; public ways have their own."
    )
    return Formality("trees", Step.RESPECT, Message(text, values), Message(N_("Civil code, article 671")))


def _planning(article: str) -> Message:
    return Message(N_("Town planning code, article {article}"), {"article": article})
