"""What a garden drinks against what its roof and its tanks give."""

from dataclasses import dataclass

from geo.costs.figures import WaterFigures
from geo.costs.interval import Interval
from geo.messages import N_, Message
from geo.plans import ObjectKind, Quantities, Zone

_LITRES = 1000


@dataclass(frozen=True, slots=True)
class WaterBalance:
    """
    Need and supply of water.

    Attributes
    ----------
    watered_m2
        The beds and the herbs, at most with the flowers. [m²]
    daily, heatwave
        [L/day]
    season, roof_year, tanks
        [m³/yr], [m³/yr], [m³]
    tank_days
        How long full tanks last without rain; missing where nothing is watered. [days]
    mains_needed
        False only where the roof gives the whole need even if the doubts are all bad.
    """

    watered_m2: Interval
    daily: Interval
    heatwave: Interval
    season: Interval
    roof_year: Interval
    tanks: Interval
    tank_days: Interval | None
    mains_needed: bool
    text: Message


def water_balance(quantities: Quantities, figures: WaterFigures) -> WaterBalance:
    """
    Compare the need of a garden with the rain that it can keep.

    The need is a watering ÷ the time between two. The roofs are those of the sheds; the rain that falls on the beds is
    not taken off, young trees are left out.

    References
    ----------
    .. [1] reno-info-maison.com: 3–5 L/m² every 2–3 days, four times that in a heatwave; 7 m³ a year from 12 m² of roof.
    """
    watered = _watered_m2(quantities)
    daily = watered * (figures.need.interval / figures.every.interval)
    season = daily * figures.season.interval / _LITRES
    roof = figures.roof.interval * quantities.shed_m2
    tanks = figures.tank.interval * quantities.objects.get(ObjectKind.TANK, 0)
    needed = roof.low < season.high
    return WaterBalance(
        watered_m2=watered,
        daily=daily,
        heatwave=daily * figures.heatwave.interval,
        season=season,
        roof_year=roof,
        tanks=tanks,
        tank_days=tanks * _LITRES / daily if daily.low else None,
        mains_needed=needed,
        text=_text(needed=needed),
    )


def _watered_m2(quantities: Quantities) -> Interval:
    least = quantities.beds_m2 + quantities.zones_m2.get(Zone.AROMATIQUES, 0.0)
    return Interval(least, least + quantities.zones_m2.get(Zone.FLEURS, 0.0))


def _text(*, needed: bool) -> Message:
    if needed:
        return Message(N_("The roof does not give enough: the garden needs the water mains."))
    return Message(N_("The roof gives enough in a usual year; keep a way to the water mains for dry ones."))
