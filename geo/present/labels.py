"""The user's language: translations, numbers, dates, and the name and unit of every column.

English texts stand in the code, but for words that it holds as codes, which are in `locale/en`; French ones stand in
the catalogues of `locale/fr`, one a theme, read as they are.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from geo.errors import GeoError
from geo.messages import N_, Message, Value

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"

CATALOGUES = Path(__file__).with_name("locale")

Translator = Callable[[Value], str]

SUN_BY_MONTH = (
    N_("Direct sun in January"),
    N_("Direct sun in February"),
    N_("Direct sun in March"),
    N_("Direct sun in April"),
    N_("Direct sun in May"),
    N_("Direct sun in June"),
    N_("Direct sun in July"),
    N_("Direct sun in August"),
    N_("Direct sun in September"),
    N_("Direct sun in October"),
    N_("Direct sun in November"),
    N_("Direct sun in December"),
)

COLUMNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rank": (N_("Rank"), ""),
        "site_id": (N_("Site"), ""),
        "parcels": (N_("Parcels"), ""),
        "commune": (N_("Commune"), ""),
        "area_m2": (N_("Area"), "m²"),
        "usable_area_m2": (N_("Usable area"), "m²"),
        "built_share": (N_("Built share"), "%"),
        "gain_m2": (N_("Gain over the best parcel alone"), "m²"),
        "kind": (N_("Kind of site"), ""),
        "evidence": (N_("Evidence"), ""),
        "verdict": (N_("Verdict"), ""),
        "score": (N_("Score"), "/100"),
        "score_low": (N_("Score if the unknown is bad"), "/100"),
        "score_high": (N_("Score if the unknown is good"), "/100"),
        "reliability": (N_("Reliability"), ""),
        "reasons": (N_("Reasons"), ""),
        "owners": (N_("Owners to convince"), ""),
        "owner_group": (N_("Owner"), ""),
        "fallow_status": (N_("State of the fallow site"), ""),
        "fallow_name": (N_("Name in the inventory"), ""),
        "clear_width_m": (N_("Widest place"), "m"),
        "mean_width_m": (N_("Mean width"), "m"),
        "compactness": (N_("Compactness"), ""),
        "street": (N_("Street"), ""),
        "sun_hours": (N_("Direct sun, April to September"), N_("h a day")),
        "sun_under_3h_share": (N_("Share with less than 3 h of sun"), ""),
        "sun_over_6h_share": (N_("Share with 6 h of sun or more"), ""),
        **{f"sun_hours_{month:02d}": (name, N_("h a day")) for month, name in enumerate(SUN_BY_MONTH, start=1)},
        "slope_percent": (N_("Slope"), "%"),
        "neighbourhood_distance_m": (N_("Distance to a priority neighbourhood"), "m"),
        "zoning": (N_("Zone of the local plan"), ""),
        "reserved_share": (N_("Share reserved for a project"), ""),
        "woodland_share": (N_("Share under protected woodland"), ""),
        "secured_years": (N_("Years secured"), N_("years")),
        "permit": (N_("Building permit"), ""),
        "occupied_share": (N_("Share already in use"), ""),
        "occupied_kind": (N_("What is in use there"), ""),
        "heritage": (N_("Around a listed monument"), ""),
        "flood_zone": (N_("Flood zone"), ""),
        "protected_nature": (N_("Protected nature"), ""),
        "pollution_distance_m": (N_("Distance to polluted or possibly polluted land"), "m"),
        "pollution_register": (N_("Inventory that names it"), ""),
        "lead_mg_kg": (N_("Lead"), "mg/kg"),
        "cadmium_mg_kg": (N_("Cadmium"), "mg/kg"),
        "copper_mg_kg": (N_("Copper"), "mg/kg"),
        "zinc_mg_kg": (N_("Zinc"), "mg/kg"),
        "nickel_mg_kg": (N_("Nickel"), "mg/kg"),
        "chromium_mg_kg": (N_("Chromium"), "mg/kg"),
        "lead_bioaccessible_mg_kg": (N_("Bioaccessible lead"), "mg/kg"),
        "busy_road_distance_m": (N_("Distance to a busy road"), "m"),
        "road_barrier": (N_("Barrier against the road"), ""),
        "soil_depth_cm": (N_("Depth of the soil"), "cm"),
        "soil_ph": (N_("Acidity of the soil (pH)"), ""),
        "soil_texture": (N_("Texture of the soil"), ""),
        "water_distance_m": (N_("Distance to water"), "m"),
        "frontage_m": (N_("Boundary on a public way"), "m"),
        "gate_width_m": (N_("Room for a gate"), "m"),
        "access": (N_("Access seen on the ground"), ""),
        "stop_distance_m": (N_("Walk to a stop"), "m"),
        "flats_nearby": (N_("Homes in flats within 300 m"), ""),
        "social_relays": (N_("Social partners within 800 m"), ""),
        "children_places": (N_("Schools and leisure centres within 400 m"), ""),
        "green_m2_per_inhabitant": (N_("Green space per inhabitant"), N_("m² each")),
        "gardens_nearby": (N_("Shared gardens within 300 m"), ""),
    }
)
"""Name and unit of every column that a person may read. A column that is absent here fails a test."""


def translator(language: str = DEFAULT_LANGUAGE) -> Translator:
    """
    Return the function that turns a message, a number or a date into text of a language.

    Parameters
    ----------
    language
        ``fr`` or ``en``.

    Examples
    --------
    >>> french = translator("fr")
    >>> french(Message("{label}: {value} {unit}", {"label": Message("Usable area"), "value": 1234.5, "unit": "m²"}))
    'Surface utile\\xa0: 1\\u202f234 m²'
    """
    texts, locale = _texts(language), Locale(language)

    def translate(value: Value) -> str:
        if isinstance(value, Message):
            filled = {name: translate(part) for name, part in value.values.items()}
            return texts.get(value.msgid, value.msgid).format_map(filled)
        if isinstance(value, tuple):
            return ", ".join(translate(part) for part in value)
        if isinstance(value, date):
            return _day(value, locale)
        return value if isinstance(value, str) else number(value, language)

    return translate


def _day(day: date, locale: Locale) -> str:
    """
    Write a day in full; the first of a month as the French do.

    Examples
    --------
    >>> _day(date(2026, 10, 1), Locale("fr")), _day(date(2026, 10, 21), Locale("fr"))
    ('1er octobre 2026', '21 octobre 2026')
    >>> _day(date(2026, 10, 1), Locale("en"))
    'October 1, 2026'
    """
    text = format_date(day, "long", locale=locale)
    return f"1er{text[1:]}" if locale.language == "fr" and day.day == 1 else text


def number(value: float, language: str = DEFAULT_LANGUAGE, *, decimals: int | None = None) -> str:
    """
    Write a number as the language does: by default no decimal from 100 on, one from 1 on, two below.

    Examples
    --------
    >>> number(0.053), number(12.34), number(1234.5), number(5, decimals=1)
    ('0,05', '12,3', '1\\u202f234', '5,0')
    """
    if decimals is not None:
        pattern = "#,##0" + "." * bool(decimals) + "0" * decimals
    elif isinstance(value, int) or abs(value) >= 100:
        pattern = "#,##0"
    else:
        pattern = "#,##0.#" if abs(value) >= 1 else "#,##0.##"
    return format_decimal(value, format=pattern, locale=Locale(language))


def error_text(error: GeoError, translate: Translator) -> str:
    """Return the message of an error on one line: where, why, what to do."""
    reason = translate(error.reason)
    if error.where:
        reason = translate(Message(N_("{where}: {reason}"), {"where": error.where, "reason": reason}))
    return f"{reason} {translate(error.remedy)}" if error.remedy else reason


def column_label(column: str, translate: Translator) -> str:
    """
    Return the name of a column with its unit in brackets.

    Examples
    --------
    >>> column_label("area_m2", translator("fr"))
    'Surface (m²)'
    """
    name, unit = COLUMNS[column]
    return f"{translate(Message(name))} ({translate(Message(unit))})" if unit else translate(Message(name))


@cache
def _texts(language: str) -> Mapping[str, str]:
    """Read the catalogues of a language; what they do not hold is said as it stands in the code."""
    texts: dict[str, str] = {}
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        texts |= {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
    return MappingProxyType(texts)
