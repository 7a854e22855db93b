"""The words of a garden plan: names of zones and objects, areas and lengths as the language writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geo.messages import N_, Message, Value
from geo.plans import ObjectKind, Zone
from geo.present.labels import DEFAULT_LANGUAGE, Translator, number

ZONE_NAMES: Mapping[Zone, Message] = MappingProxyType(
    {
        Zone.POTAGER: Message(N_("Vegetables")),
        Zone.VERGER: Message(N_("Orchard")),
        Zone.AROMATIQUES: Message(N_("Herbs")),
        Zone.FLEURS: Message(N_("Flowers")),
        Zone.ACCUEIL: Message(N_("Gathering place")),
        Zone.SERVICE: Message(N_("Service")),
    }
)

OBJECT_NAMES: Mapping[ObjectKind, Message] = MappingProxyType(
    {
        ObjectKind.SHED: Message(N_("Tool shed")),
        ObjectKind.COMPOSTER: Message(N_("Compost bay")),
        ObjectKind.TANK: Message(N_("Water tank")),
        ObjectKind.TABLE: Message(N_("Garden table")),
        ObjectKind.BENCH: Message(N_("Bench")),
        ObjectKind.TAP: Message(N_("Tap")),
        ObjectKind.RAISED_BED: Message(N_("Raised bed")),
        ObjectKind.NOTICE_BOARD: Message(N_("Notice board")),
        ObjectKind.BIKE_RACK: Message(N_("Bike rack")),
        ObjectKind.INSECT_HOTEL: Message(N_("Insect hotel")),
    }
)


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """
    What the title block tells beside what the sketch knows itself.

    Attributes
    ----------
    site
        Name of the site.
    date
        Of the drawing, as it will be written; never read from the clock.
    project
        Name of the project; empty for the usual one.
    street
        Name of the public way; empty where unknown.
    sources
        Where the outlines come from, with their years.
    """

    site: Value
    date: Value = ""
    project: Value = ""
    street: Value = ""
    sources: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """
    A language to write a drawing in.

    Examples
    --------
    >>> Words(str).area(1234.4), Words(str).metres(28.44)
    ('1\\u202f234\\xa0m²', '28,4\\xa0m')
    """

    translate: Translator
    language: str = DEFAULT_LANGUAGE

    def say(self, text: str, /, **values: Value) -> str:
        """Return a text that `N_` marks, in the language."""
        return self.translate(Message(text, values))

    def area(self, area_m2: float) -> str:
        """Return an area to the square metre."""
        return f"{number(area_m2, self.language, decimals=0)}\u00a0m²"

    def metres(self, length_m: float) -> str:
        """Return a length to the decimetre."""
        return f"{number(length_m, self.language, decimals=1)}\u00a0m"

    def figure(self, value: float, unit: str) -> str:
        """Return a figure with its unit."""
        return f"{self.translate(value)}\u00a0{unit}" if unit else self.translate(value)
