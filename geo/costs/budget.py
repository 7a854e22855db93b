"""From what a plan holds to what it costs: lines, contingency, total, and two outside figures to check the sum."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.costs.interval import ZERO, Interval, total
from geo.costs.prices import Measure, Price, Prices
from geo.errors import CostError
from geo.messages import N_, Message
from geo.plans import ObjectKind, Quantities, Zone


@dataclass(frozen=True, slots=True)
class Options:
    """
    What a plan does not tell.

    Attributes
    ----------
    areas_m2
        Area of each optional price that is wanted, by its id: soil to clean, tarmac to remove. [m²]
    fenced_m
        Walls and fences that stand already and stay. [m]
    """

    areas_m2: Mapping[str, float] = field(default_factory=dict)
    fenced_m: float = 0.0


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """
    One thing to pay.

    Attributes
    ----------
    quantity
        [unit of the measure of the price]
    cost
        Quantity × price. [€]
    """

    price: Price
    quantity: Interval
    cost: Interval


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """
    An outside figure for the sum of the lines and the contingency, options left aside.

    Attributes
    ----------
    usual
        What it says. [€]
    agrees
        Whether a cost can lie in both intervals.
    """

    id: str
    usual: Interval
    agrees: bool
    text: Message


@dataclass(frozen=True, slots=True)
class Budget:
    """
    What a garden costs to make, before any quotation.

    Attributes
    ----------
    contingency, total
        [€]
    fallow_year
        What is no longer spent on the land once it is a garden. [€/yr]
    unpriced
        What the plan holds and the file has no price for.
    """

    lines: tuple[BudgetLine, ...]
    contingency: Interval
    total: Interval
    checks: tuple[CrossCheck, ...]
    fallow_year: Interval
    unpriced: tuple[Measure, ...] = ()


def budget(quantities: Quantities, prices: Prices, options: Options | None = None) -> Budget:
    """
    Price a plan.

    Lines of nothing are left out. The topsoil goes from what the raised beds hold to what all the beds hold: whether
    the ground's own soil can be used is not known before it is analysed.

    Raises
    ------
    CostError
        An option has no optional price, or is negative.
    """
    options = options or Options()
    _check(prices, options)
    amounts = _amounts(quantities, options)
    lines = [_line(price, amounts, options) for price in prices.prices]
    kept = tuple(line for line in lines if line.quantity.high)
    base = total([line.cost for line in kept if not line.price.optional])
    summed = total([line.cost for line in kept])
    contingency = prices.contingency.interval / 100
    return Budget(
        lines=kept,
        contingency=summed * contingency,
        total=summed + summed * contingency,
        checks=_cross_checks(base + base * contingency, prices, quantities.usable_m2),
        fallow_year=prices.fallow.interval * quantities.usable_m2,
        unpriced=_unpriced(amounts, prices),
    )


def _check(prices: Prices, options: Options) -> None:
    known = [price.id for price in prices.prices if price.optional]
    for name, area_m2 in options.areas_m2.items():
        if name not in known:
            raise CostError(
                Message(N_("The price file has no optional price “{name}”."), {"name": name}),
                remedy=Message(N_("Choose among: {known}."), {"known": tuple(known)}),
            )
        if not area_m2 >= 0:
            raise CostError(Message(N_("The area of the option “{name}” is negative."), {"name": name}))


def _amounts(quantities: Quantities, options: Options) -> dict[Measure, Interval]:
    """Return how much there is of what each price is multiplied by."""
    exact = {
        Measure.USABLE_M2: quantities.usable_m2,
        Measure.PATH_M2: quantities.path_m2,
        Measure.BEDS_M2: quantities.beds_m2,
        Measure.AROMATIQUES_M2: quantities.zones_m2.get(Zone.AROMATIQUES, 0.0),
        Measure.FLEURS_M2: quantities.zones_m2.get(Zone.FLEURS, 0.0),
        Measure.FENCE_M: max(quantities.fence_m - options.fenced_m, 0.0),
        Measure.ESPALIER_M: quantities.espalier_m,
        Measure.TREES: quantities.trees,
        Measure.ONCE: 1.0,
        **{Measure(kind.value): quantities.objects.get(kind, 0) for kind in ObjectKind},
    }
    soil = Interval(quantities.raised_soil_m3, quantities.raised_soil_m3 + quantities.bed_soil_m3)
    return {measure: Interval(amount, amount) for measure, amount in exact.items()} | {Measure.SOIL_M3: soil}


def _line(price: Price, amounts: Mapping[Measure, Interval], options: Options) -> BudgetLine:
    wanted_m2 = options.areas_m2.get(price.id, 0.0)
    quantity = Interval(wanted_m2, wanted_m2) if price.optional else amounts[price.measure]
    return BudgetLine(price, quantity, quantity * price.interval)


def _unpriced(amounts: Mapping[Measure, Interval], prices: Prices) -> tuple[Measure, ...]:
    priced = {price.measure for price in prices.prices if not price.optional} | {Measure.USABLE_M2, Measure.ONCE}
    return tuple(measure for measure in Measure if amounts[measure] != ZERO and measure not in priced)


def _cross_checks(found: Interval, prices: Prices, area_m2: float) -> tuple[CrossCheck, ...]:
    usual, ceiling = prices.usual_eur(area_m2), Interval(0.0, prices.ceiling.for_area(area_m2))
    return (
        CrossCheck("shared_garden", usual, found.meets(usual), _usual_text(agrees=found.meets(usual))),
        CrossCheck("ceiling", ceiling, found.high <= ceiling.high, _ceiling_text(found, ceiling.high)),
    )


def _usual_text(*, agrees: bool) -> Message:
    if agrees:
        return Message(N_("In line with the usual cost of a shared garden."))
    return Message(N_("Away from the usual cost of a shared garden: check the lines that weigh most."))


def _ceiling_text(found: Interval, ceiling: float) -> Message:
    if found.high <= ceiling:
        return Message(N_("Under the cost of converting urban land, which is an upper bound for a garden."))
    if found.low <= ceiling:
        return Message(
            N_("The high estimate is above the cost of converting urban land, an upper bound: to be checked.")
        )
    return Message(N_("Above the cost of converting urban land, an upper bound: check the lines that weigh most."))
