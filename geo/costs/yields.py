"""What a garden can give to eat."""

from dataclasses import dataclass

from geo.costs.figures import Figures
from geo.costs.interval import Interval
from geo.messages import N_, Message
from geo.plans import Quantities, Zone

EDIBLE_ZONES = (Zone.POTAGER, Zone.VERGER, Zone.AROMATIQUES)


@dataclass(frozen=True, slots=True)
class Harvest:
    """
    Food of a year, once the trees bear.

    Attributes
    ----------
    edible_m2
        Zones whose plants are eaten, alleys included. [m²]
    edible_percent
        Their part of the usable land. [%]
    kilograms_year
        [kg/yr]
    """

    edible_m2: float
    edible_percent: float
    kilograms_year: Interval
    text: Message


def harvest(quantities: Quantities, figures: Figures) -> Harvest:
    """
    Estimate the harvest of the edible zones.

    The interval is wide since harvests are: it depends on the soil, the people and the year.

    References
    ----------
    .. [1] ediblecity: community gardens give 0.2–2.2 kg/m²·yr; 52–75 % of a plot is edible.
    """
    edible_m2 = sum(quantities.zones_m2.get(zone, 0.0) for zone in EDIBLE_ZONES)
    percent = 100 * edible_m2 / quantities.usable_m2
    usual = figures.edible_share.interval
    return Harvest(
        edible_m2=edible_m2,
        edible_percent=percent,
        kilograms_year=figures.yearly_yield.interval * edible_m2,
        text=_text(usual, percent),
    )


def _text(usual: Interval, percent: float) -> Message:
    values = {"percent": round(percent), "low": round(usual.low), "high": round(usual.high)}
    if percent < usual.low:
        return Message(N_("{percent} % of the land is edible, less than the usual {low}–{high} %."), values)
    if percent > usual.high:
        return Message(N_("{percent} % of the land is edible, more than the usual {low}–{high} %."), values)
    return Message(N_("{percent} % of the land is edible, as is usual ({low}–{high} %)."), values)
