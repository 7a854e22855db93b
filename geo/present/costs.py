"""What a garden costs, needs and gives, as tables for a page and as records for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from geo.costs import (
    Basis,
    Budget,
    BudgetLine,
    Chance,
    Estimate,
    Figure,
    Formality,
    Harvest,
    Interval,
    Measure,
    Price,
    Reference,
    Step,
    Team,
    WaterBalance,
)
from geo.costs.prices import LUMP_SUM, PIECE
from geo.messages import N_, Message, Value, word
from geo.plans import Quantities
from geo.present.labels import Translator
from geo.present.plan_words import OBJECT_NAMES, ZONE_NAMES

_STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.NOTHING: N_("Nothing to ask"),
        Step.RESPECT: N_("Rule to respect"),
        Step.ASK: N_("To be checked at the town hall"),
        Step.DECLARATION: N_("Prior declaration"),
        Step.PERMIT: N_("Building permit"),
    }
)
_BASES: Mapping[Basis, str] = MappingProxyType(
    {Basis.GENERAL_KNOWLEDGE: N_("general knowledge"), Basis.ASSUMPTION: N_("our assumption")}
)
_SUBJECTS = MappingProxyType({"shed": N_("Tool shed"), "fence": N_("Fence"), "trees": N_("Trees")})


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the user's language; `notes` are read under it."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def estimate_tables(found: Estimate, translate: Translator) -> tuple[Table, ...]:
    """Return every table of an estimate, the budget first."""
    return (
        budget_table(found.budget, translate),
        quantities_table(found.quantities, translate),
        water_table(found.water, translate),
        team_table(found.team, translate),
        harvest_table(found.harvest, translate),
        formalities_table(found.formalities, translate),
        funding_table(found.funding, translate),
    )


def money(value: Interval | float) -> Message:
    """
    Write an amount, to the nearest ten euros from 1 000 € on: more digits than that would be a false promise.

    Examples
    --------
    >>> from geo.present.labels import translator
    >>> translator("fr")(money(Interval(12_504, 20_000)))
    '12\\u202f500–20\\u202f000\\xa0€'
    """
    amounts = value if isinstance(value, Interval) else Interval(value, value)
    low, high = _rounded(amounts.low), _rounded(amounts.high)
    if low == high:
        return Message(N_("€{amount}"), {"amount": high})
    return Message(N_("€{low}–{high}"), {"low": low, "high": high})


def amount(value: Interval | float, unit: str = "") -> Message:
    """
    Write a quantity with its unit, as one number where both bounds are the same.

    Examples
    --------
    >>> str(amount(Interval(1.04, 2.5), "L/m²")), str(amount(7, "m²")), str(amount(7))
    ('1.04–2.5 L/m²', '7 m²', '7')
    """
    both = value if isinstance(value, Interval) else Interval(value, value)
    low, high = _plain(both.low), _plain(both.high)
    bounds = Message("{high}", {"high": high}) if low == high else Message("{low}–{high}", {"low": low, "high": high})
    return Message(N_("{amount} {unit}"), {"amount": bounds, "unit": Message(unit)}) if unit else bounds


def budget_table(found: Budget, translate: Translator) -> Table:
    """Return the lines of a budget, its contingency and its total; the outside figures are its notes."""
    rows = [
        (
            translate(Message(line.price.label)),
            translate(_quantity(line)),
            translate(_unit_price(line.price)),
            translate(money(line.cost)),
            translate(source_text(line.price)),
        )
        for line in found.lines
    ]
    for label, cost in ((N_("Contingency"), found.contingency), (N_("Total"), found.total)):
        rows.append((translate(Message(label)), "", "", translate(money(cost)), ""))
    headers = (N_("Item"), N_("Quantity"), N_("Unit price"), N_("Cost"), N_("Source of the price"))
    return _table(N_("Budget, before any quotation"), headers, rows, _budget_notes(found), translate)


def budget_records(found: Budget, translate: Translator) -> list[dict[str, Any]]:
    """
    Return a budget as records of JSON types, contingency and total last; what does not apply is None.

    Returns
    -------
    records
        id, label, measure, quantity_low, quantity_high, unit_price_low_eur, unit_price_high_eur, cost_low_eur,
        cost_high_eur, source, dated, to_check. Codes stay in English, labels are in the user's language.
    """
    records = [_record(line, translate) for line in found.lines]
    for name, label, cost in (
        ("contingency", N_("Contingency"), found.contingency),
        ("total", N_("Total"), found.total),
    ):
        records.append(
            dict.fromkeys(records[0] if records else ("id", "label"))
            | {"id": name, "label": translate(Message(label))}
            | {"cost_low_eur": round(cost.low), "cost_high_eur": round(cost.high)}
        )
    return records


def source_text(figure: Figure) -> Message:
    """
    Tell what a figure rests on, since when, and whether it is still to be checked.

    Examples
    --------
    >>> from datetime import date
    >>> str(source_text(Figure(label="Fence", low=40, high=80, basis="assumption", dated=date(2026, 11, 25))))
    'our assumption, 2026-11-25, to be checked'
    """
    basis: Value = figure.source or Message(_BASES[figure.basis])
    if figure.published is not None and figure.low != figure.high:
        values = {"source": basis, "published": _plain(figure.published)}
        basis = Message(N_("{source}: {published}, the interval is our assumption"), values)
    values = {"basis": basis, "day": figure.dated}
    return Message(N_("{basis}, {day}, to be checked") if figure.to_check else N_("{basis}, {day}"), values)


def quantities_table(found: Quantities, translate: Translator) -> Table:
    """Return what a plan holds."""
    rows: list[tuple[str, Message]] = [
        (N_("Usable land"), amount(found.usable_m2, "m²")),
        *((ZONE_NAMES[zone].msgid, amount(area, "m²")) for zone, area in found.zones_m2.items()),
        (N_("Paths"), amount(found.path_m2, "m²")),
        (N_("Length of the paths"), amount(found.path_m, "m")),
        (N_("Boundary along the street"), amount(found.street_m, "m")),
        (N_("Boundary along neighbours"), amount(found.private_m, "m")),
        (N_("Fence, without the gate"), amount(found.fence_m, "m")),
        (N_("Width of the gate"), amount(found.gate_width_m, "m")),
        (N_("Number of beds"), amount(found.beds)),
        (N_("Area of the beds"), amount(found.beds_m2, "m²")),
        (N_("Soil of the beds"), amount(found.bed_soil_m3, "m³")),
        (N_("Soil of the raised beds"), amount(found.raised_soil_m3, "m³")),
        (N_("Fruit trees"), amount(found.trees)),
        (N_("Espaliers"), amount(found.espalier_m, "m")),
        *((OBJECT_NAMES[kind].msgid, amount(count)) for kind, count in found.objects.items() if count),
    ]
    return _two_columns(N_("Quantities"), rows, (), translate)


def water_table(found: WaterBalance, translate: Translator) -> Table:
    """Return the need of water against the supply."""
    rows = [
        (N_("Watered area"), amount(found.watered_m2, "m²")),
        (N_("Need of a usual day"), amount(found.daily, "L")),
        (N_("Need of a day in a heatwave"), amount(found.heatwave, "L")),
        (N_("Need of a year"), amount(found.season, "m³")),
        (N_("Rain from the roof of the shed, in a year"), amount(found.roof_year, "m³")),
        (N_("Tanks"), amount(found.tanks, "m³")),
    ]
    if found.tank_days:
        rows.append((N_("Full tanks last"), amount(found.tank_days, N_("days"))))
    return _two_columns(N_("Water"), rows, (found.text,), translate)


def team_table(found: Team, translate: Translator) -> Table:
    """Return the people and the aid of one site."""
    rows = [
        (N_("Gardeners on insertion contracts"), amount(found.gardeners)),
        (N_("Supervisors"), amount(found.supervisors)),
        (N_("Sites that share the team"), amount(found.sites)),
        (N_("Full-time posts of gardeners on this site"), _hundredths(found.posts)),
        (N_("Full-time posts of supervisors on this site"), _decimal(found.supervision)),
        (N_("State aid for the gardeners’ posts, in a year"), money(found.aid_year)),
        (N_("Gardeners’ work in a year"), amount(found.hours_m2_year, "h/m²")),
    ]
    notes = (found.text, Message(N_("Wages that the aid does not pay and the pay of the supervisor are not counted.")))
    return _two_columns(N_("Team"), rows, notes, translate)


def harvest_table(found: Harvest, translate: Translator) -> Table:
    """Return what the garden can give to eat."""
    rows = [
        (N_("Edible zones"), amount(found.edible_m2, "m²")),
        (N_("Harvest of a year, once the trees bear"), amount(found.kilograms_year, "kg")),
    ]
    return _two_columns(N_("Harvest"), rows, (found.text,), translate)


def formalities_table(found: tuple[Formality, ...], translate: Translator) -> Table:
    """Return the formalities with their articles."""
    rows = [
        tuple(translate(text) for text in (Message(_SUBJECTS[f.id]), Message(_STEPS[f.step]), f.text, f.source))
        for f in found
    ]
    notes = (Message(N_("To be checked at the town hall: the local plan may ask for more.")),)
    return _table(N_("Formalities"), (N_("Subject"), N_("Step"), N_("Rule"), N_("Source")), rows, notes, translate)


def funding_table(found: tuple[Chance, ...], translate: Translator) -> Table:
    """Return the funds, those that are closed at the end and told so."""
    rows = [
        tuple(translate(text) for text in (word(c.fund.label), word(c.fund.note), _chance(c), _fund_state(c)))
        for c in found
    ]
    headers = (N_("Fund"), N_("For what"), N_("Amount"), N_("State"))
    return _table(N_("Funding"), headers, rows, (), translate)


def figures_table(found: Iterable[Reference], translate: Translator) -> Table:
    """Return figures that are no prices, each with its source."""
    rows = [
        tuple(translate(text) for text in (Message(f.label), amount(f.interval, f.unit), source_text(f))) for f in found
    ]
    return _table(N_("Figures used"), (N_("Figure"), N_("Value"), N_("Source")), rows, (), translate)


def _table(
    caption: str,
    headers: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    notes: tuple[Message, ...],
    translate: Translator,
) -> Table:
    return Table(
        translate(Message(caption)),
        tuple(translate(Message(header)) for header in headers),
        tuple(rows),
        tuple(translate(note) for note in notes),
    )


def _two_columns(
    caption: str, rows: list[tuple[str, Message]], notes: tuple[Message, ...], translate: Translator
) -> Table:
    told = [(translate(Message(label)), translate(value)) for label, value in rows]
    return _table(caption, (N_("What"), N_("How much")), told, notes, translate)


def _quantity(line: BudgetLine) -> Message:
    unit = line.price.measure.unit
    return Message(unit) if unit == LUMP_SUM else amount(line.quantity, "" if unit == PIECE else unit)


def _unit_price(price: Price) -> Message:
    unit = price.measure.unit
    if unit == LUMP_SUM:
        return money(price.interval)
    cost = money(price.interval) if price.high >= 100 else _cents(price.interval)
    if unit == PIECE:
        return Message(N_("{cost} each"), {"cost": cost})
    return Message(N_("{cost}/{unit}"), {"cost": cost, "unit": unit})


def _cents(value: Interval) -> Message:
    if value.low == value.high:
        return Message(N_("€{amount}"), {"amount": _plain(value.high)})
    return Message(N_("€{low}–{high}"), {"low": _plain(value.low), "high": _plain(value.high)})


def _budget_notes(found: Budget) -> tuple[Message, ...]:
    told = [Message(N_("{text} To compare: {cost}."), {"text": c.text, "cost": _bounds(c.usual)}) for c in found.checks]
    fallow = Message(N_("Left fallow, the land costs {cost} a year."), {"cost": money(found.fallow_year)})
    missing = tuple(_measure(measure) for measure in found.unpriced)
    if missing:
        told.append(Message(N_("Not counted, for want of a price: {missing}."), {"missing": missing}))
    return (*told, fallow)


def _measure(measure: Measure) -> Message:
    furniture = {kind.value: name for kind, name in OBJECT_NAMES.items()}
    names = {
        Measure.PATH_M2: N_("Paths"),
        Measure.BEDS_M2: N_("Beds"),
        Measure.AROMATIQUES_M2: N_("Herbs"),
        Measure.FLEURS_M2: N_("Flowers"),
        Measure.SOIL_M3: N_("Topsoil"),
        Measure.FENCE_M: N_("Fence"),
        Measure.ESPALIER_M: N_("Espaliers"),
        Measure.TREES: N_("Trees"),
    }
    return furniture.get(measure.value) or Message(names[measure])


def _record(line: BudgetLine, translate: Translator) -> dict[str, Any]:
    price = line.price
    return {
        "id": price.id,
        "label": translate(Message(price.label)),
        "measure": price.measure.value,
        "quantity_low": round(line.quantity.low, 2),
        "quantity_high": round(line.quantity.high, 2),
        "unit_price_low_eur": price.low,
        "unit_price_high_eur": price.high,
        "cost_low_eur": round(line.cost.low),
        "cost_high_eur": round(line.cost.high),
        "source": price.source or translate(Message(_BASES[price.basis])),
        "dated": price.dated.isoformat(),
        "to_check": price.to_check,
    }


def _chance(chance: Chance) -> Message:
    if chance.fund.closed:
        return Message("–")
    if chance.amount is None:
        return Message(N_("not published"))
    return _bounds(chance.amount)


def _bounds(value: Interval) -> Message:
    return money(value) if value.low else Message(N_("up to {cost}"), {"cost": money(value.high)})


def _fund_state(chance: Chance) -> Message:
    if chance.fund.closed:
        return Message(N_("closed"))
    return Message(N_("to be checked") if chance.fund.to_check else N_("open"))


def _hundredths(value: Interval) -> Message:
    """Write posts with two decimals: the second one is some days of work a year."""
    low, high = _decimal(value.low), _decimal(value.high)
    return high if low == high else Message("{low}–{high}", {"low": low, "high": high})


def _decimal(value: float) -> Message:
    whole, hundredths = f"{value:.2f}".split(".")
    return Message(N_("{whole}.{hundredths}"), {"whole": whole, "hundredths": hundredths})


def _plain(value: float) -> float:
    """Return a whole number as one, so that no decimal is written after it."""
    return int(value) if value == int(value) else value


def _rounded(value: float) -> int:
    return 10 * round(value / 10) if value >= 1000 else round(value)
