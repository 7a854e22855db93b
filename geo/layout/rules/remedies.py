"""What would make an unmet rule possible."""

from collections.abc import Iterable

from geo.messages import N_, Message
from geo.plans import Plan, RuleCheck

_CRAMPED = ("areas.", "widths.", "geometry.", "beds.share", "beds.inside", "access.", "trees.count", "siting.objects")
_SLOPE = "access.slope"
_WAYS = ("access.", "siting.service", "beds.far", "beds.reach")


def remedies(checks: Iterable[RuleCheck], plan: Plan) -> tuple[Message, ...]:
    """
    Advise on the rules that are not met.

    Returns
    -------
    advice
        Plain sentences, each once, the cheapest first; none where every rule is met.

    Examples
    --------
    >>> from shapely import LineString, Point, Polygon, box
    >>> from geo.plans import Ground
    >>> ground = Ground("a", box(0, 0, 20, 40), "EPSG:2154", LineString([(0, 0), (20, 0)]))
    >>> plan = Plan(ground, {}, {}, Polygon(), 1.6, Point(0, 0))
    >>> crowns = RuleCheck("sun.crowns", False, 12.0, 8.0, "%", Message("…"))
    >>> [str(advice) for advice in remedies([crowns], plan)]
    ['Replace the trees whose shadow reaches the vegetables with espaliers, or with smaller trees.']
    """
    unmet = [check.id for check in checks if not check.met]
    return tuple(advice for applies, advice in _advice(unmet, plan) if applies)


def _advice(unmet: list[str], plan: Plan) -> Iterable[tuple[bool, Message]]:
    def fails(*names: str) -> bool:
        """Return whether a rule of these themes is unmet; no gate and no parcel makes steep land flat."""
        return any(name.startswith(names) for name in unmet if name != _SLOPE)

    yield (
        fails("sun.crowns"),
        Message(N_("Replace the trees whose shadow reaches the vegetables with espaliers, or with smaller trees.")),
    )
    yield fails("trees."), Message(N_("Plant espaliers along the fence instead of some of the trees."))
    yield (
        fails("siting.compost"),
        Message(N_("Move the compost away from the neighbours' house, to another side of the service zone.")),
    )
    yield fails("furniture.taps"), Message(N_("Add a tap."))
    yield fails(*_WAYS) and bool(plan.ground.entrances), Message(N_("Open another gate, elsewhere along the street."))
    yield _SLOPE in unmet, Message(N_("Level the ground along the path, or let it climb in zigzags."))
    yield (
        fails(*_CRAMPED) and not plan.ground.obstacles.is_empty,
        Message(
            N_("Remove what stands on the site: it takes {area} m²."), {"area": round(plan.ground.obstacles.area, 1)}
        ),
    )
    yield fails(*_CRAMPED), Message(N_("Choose a smaller programme: fewer zones, or smaller ones."))
    yield fails(*_CRAMPED, *_WAYS), Message(N_("Add a neighbouring parcel: the site would be wider."))
    yield (
        fails("sun.potager", "sun.herbs"),
        Message(N_("Cut back what shades the site, or keep vegetables that do with less sun, such as salads.")),
    )
