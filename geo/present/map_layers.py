"""The layers of the map: which roles it draws, in which order, under which names, and what is read on each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.kinds import PlaceKind
from geo.messages import N_, Message
from geo.models import Role, Territory
from geo.present.labels import Translator
from geo.present.map_document import MapLayer

Texts = Callable[[Mapping[str, Any], Translator], str]

LAW, GROUND, PEOPLE = N_("Law and risks"), N_("Ground and water"), N_("People and partners")
"""Groups of the layers that are not drawn at first."""

_CHILDREN = frozenset({PlaceKind.SCHOOL.value, PlaceKind.LEISURE_CENTRE.value})


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    How one role is drawn.

    Attributes
    ----------
    key
        Of the layer and its style in `palette.LAYER_STYLES`.
    group
        Folded away under this name, and not drawn at first; empty for the usual layers.
    kinds
        Values of the column `kind` that are drawn; all of them when empty.
    texts
        What is read on one feature; nothing to stay mute.
    """

    role: Role
    key: str
    label: str
    group: str = ""
    kinds: frozenset[str] = frozenset()
    texts: Texts | None = None


def _named(name: str, *kinds: str) -> Texts:
    """Read the name of a feature, then what it is, in words that the catalogue knows."""

    def text(row: Mapping[str, Any], translate: Translator) -> str:
        told = [translate(Message(str(row[kind]))) for kind in kinds if pd.notna(row[kind])]
        title = [str(row[name])] if pd.notna(row[name]) else []
        return "\n".join([*title, *told])

    return text


def _neighbourhood(row: Mapping[str, Any], _: Translator) -> str:
    return str(row["name"] if pd.notna(row["name"]) else row["neighbourhood_id"])


def _zone(row: Mapping[str, Any], translate: Translator) -> str:
    title = " · ".join(str(row[name]) for name in ("label", "long_label") if pd.notna(row[name]))
    return "\n".join([title or translate(Message(row["zone"])), translate(Message(row["zone"]))])


def _soil(row: Mapping[str, Any], translate: Translator) -> str:
    title = str(row["name"]) if pd.notna(row["name"]) else translate(Message(N_("Soil")))
    told = [Message(row["texture"])] if pd.notna(row["texture"]) else []
    told += [Message(N_("pH {value}"), {"value": float(row["ph"])})] if pd.notna(row["ph"]) else []
    depth = row["depth_cm"]
    told += [Message(N_("{value} cm deep"), {"value": float(depth)})] if pd.notna(depth) else []
    return "\n".join([title, *map(translate, told)])


def _cell(row: Mapping[str, Any], translate: Translator) -> str:
    values = {"people": round(row["people"]), "flats": round(row["households_in_flats"])}
    told = Message(N_("{people} people, {flats} households in flats"), values)
    return translate(told) if pd.notna(row["people"]) else ""


DRAWN: tuple[Drawn, ...] = (
    Drawn(Role.COMMUNES, "communes", N_("Communes")),
    Drawn(Role.SOIL, "soil", N_("Map of soils"), GROUND, texts=_soil),
    Drawn(Role.POPULATION, "population", N_("Population (200 m)"), PEOPLE, texts=_cell),
    Drawn(Role.STREETS, "streets", N_("Streets")),
    Drawn(Role.PARCELS, "parcels", N_("Parcels")),
    Drawn(Role.BUILDINGS, "buildings", N_("Buildings")),
    Drawn(Role.ZONING, "zoning", N_("Zones of the local plan"), LAW, texts=_zone),
    Drawn(
        Role.PRESCRIPTIONS,
        "prescriptions",
        N_("Prescriptions of the local plan"),
        LAW,
        texts=_named("label", "prescription"),
    ),
    Drawn(Role.HERITAGE, "heritage", N_("Heritage perimeters"), LAW, texts=_named("name")),
    Drawn(Role.PROTECTED_NATURE, "protected_nature", N_("Protected nature"), LAW, texts=_named("name", "nature")),
    Drawn(Role.FLOOD, "flood", N_("Flood zones"), LAW, texts=_named("name", "flood_zone")),
    Drawn(Role.GARDENS_AND_PARKS, "gardens_and_parks", N_("Green spaces"), PEOPLE, texts=_named("name", "kind")),
    Drawn(Role.NEIGHBOURHOODS, "neighbourhoods", N_("Priority neighbourhoods"), texts=_neighbourhood),
    Drawn(Role.POLLUTION, "pollution", N_("Polluted or formerly industrial"), LAW, texts=_named("name", "register")),
    Drawn(Role.WATER, "water", N_("Water points"), GROUND, texts=_named("kind")),
    Drawn(Role.STOPS, "stops", N_("Stops"), PEOPLE, texts=_named("name")),
    Drawn(Role.PLACES, "children", N_("Schools and leisure centres"), PEOPLE, _CHILDREN, texts=_named("name", "kind")),
    Drawn(
        Role.PLACES,
        "partners",
        N_("Social partners"),
        PEOPLE,
        frozenset(kind.value for kind in PlaceKind) - _CHILDREN,
        texts=_named("name", "kind"),
    ),
    Drawn(Role.FALLOW, "fallow", N_("Inventory of fallow land"), texts=_named("name", "status")),
)
"""From the lowest to the highest."""


def map_layers(territory: Territory, translate: Translator) -> Iterator[MapLayer]:
    """Yield the layers of a territory that the map draws, from the lowest to the highest."""
    for drawn in DRAWN:
        if drawn.role in territory.layers:
            yield _layer(drawn, gpd.GeoDataFrame(territory.layers[drawn.role].frame), translate)


def _layer(drawn: Drawn, whole: gpd.GeoDataFrame, translate: Translator) -> MapLayer:
    frame = whole[whole["kind"].isin(drawn.kinds)] if drawn.kinds else whole
    told = drawn.texts
    texts = None if told is None else [told(row, translate) for row in _rows(frame)]
    return MapLayer(
        key=drawn.key,
        label=translate(Message(drawn.label)),
        frame=frame,
        style=drawn.key,
        tooltips=texts,
        shown=not drawn.group,
        group=translate(Message(drawn.group)) if drawn.group else "",
    )


def _rows(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pd.DataFrame(frame.drop(columns=frame.geometry.name)).to_dict("records")
    return rows
