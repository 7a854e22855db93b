"""Which land this is: cadastre, owner, local plan, what the law says of it."""

from collections.abc import Iterator, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from geo.messages import N_, Message
from geo.models import Role
from geo.present.document import Block, Bullets, Heading, Pairs, Paragraph, Table
from geo.present.dossier import telling
from geo.present.plan_words import Words
from geo.present.screening import cadastral_reference
from geo.study.appeals import facts
from geo.study.dossier import Case

_LAW = ("zoning", "permit", "heritage", "flood_zone", "protected_nature", "fallow_status", "occupied_share")
_OVERLAP_M2 = 1.0


def identity(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the identity of the land."""
    said = tuple(words.translate(fact) for fact in _said(case))
    checked = (Heading(words.say(N_("Seen on the ground")), 2), Bullets(said)) if said else ()
    roles = (Role.PARCELS, Role.OWNERS, Role.ZONING, Role.PRESCRIPTIONS, Role.FALLOW)
    return (
        Heading(words.say(N_("The land"))),
        Heading(words.say(N_("Identity")), 2),
        Pairs(tuple(_pairs(case, words))),
        _parcels(case, words),
        Pairs(tuple(_law(case, words))),
        *checked,
        Paragraph(telling.sources(case.territory, roles, words), "note"),
    )


def _pairs(case: Case, words: Words) -> Iterator[tuple[str, str]]:
    yield words.say(N_("Cadastral references")), telling.references(case)
    yield words.say(N_("Commune")), _commune(case, words)
    yield words.say(N_("Area")), telling.indicator(case, "area_m2", words)
    yield words.say(N_("Usable area")), telling.indicator(case, "usable_area_m2", words)
    yield words.say(N_("Owner")), telling.indicator(case, "owner_group", words)
    yield words.say(N_("Why it is proposed")), telling.indicator(case, "evidence", words)


def _commune(case: Case, words: Words) -> str:
    code, told = str(case.surveyed.sites.at[case.site, "commune"]), telling.commune(case, words)
    return words.say(N_("{code}, no file names it"), code=code) if code in told else f"{told} ({code})"


def _parcels(case: Case, words: Words) -> Block:
    """List the parcels; the name of an owner is that of a legal person, the file holds no other."""
    parcels = case.territory.layers[Role.PARCELS].frame.set_index("parcel_id")
    owners = case.frame(Role.OWNERS)
    named = {} if owners is None else owners.set_index("parcel_id")["owner_name"].to_dict()
    rows = []
    for parcel in case.parcels:
        area = parcels["registered_area_m2"].get(parcel, float("nan"))
        owner = named.get(parcel)
        told = words.say(telling.UNKNOWN) if pd.isna(area) else words.area(float(area))
        rows.append(
            (cadastral_reference(parcel), parcel, told, words.say(N_("not known")) if pd.isna(owner) else str(owner))
        )
    head = (N_("Parcel"), N_("Identifier"), N_("Registered area"), N_("Owner, where a legal person"))
    header = tuple(words.say(name) for name in head)
    return Table(header, tuple(rows), widths=(1, 2, 1.3, 3))


def _law(case: Case, words: Words) -> Iterator[tuple[str, str]]:
    for name in _LAW:
        value = telling.indicator(case, name, words)
        if name == "zoning":
            value = " · ".join([value, *_zones(case, words)])
        if name != "fallow_status" or case.word(name):
            yield telling.label(name, words), value


def _zones(case: Case, words: Words) -> list[str]:
    """Name the zones of the local plan that the site lies in, and its prescriptions."""
    found = []
    for role in (Role.ZONING, Role.PRESCRIPTIONS):
        for row in overlapping(case, role).to_dict("records"):
            label = " – ".join(str(row[name]) for name in ("label", "long_label") if pd.notna(row.get(name)))
            approved = row.get("approved")
            if label and pd.notna(approved) and approved:
                label = words.say(N_("{zone}, approved on {day}"), zone=label, day=telling.day(str(approved), words))
            found.append(label)
    return [text for text in dict.fromkeys(found) if text]


def overlapping(case: Case, role: Role) -> pd.DataFrame:
    """Return the rows of a layer that lie on the site, not beside it; none where the layer is missing."""
    if role not in case.territory.layers:
        return pd.DataFrame()
    layer = gpd.GeoDataFrame(case.territory.layers[role].frame)
    shape = case.surveyed.sites.geometry[case.site]
    near = layer.iloc[layer.sindex.query(shape, predicate="intersects")]
    shared = shapely.area(shapely.intersection(shapely.make_valid(near.geometry.to_numpy()), shape))
    return pd.DataFrame(near)[shared > _OVERLAP_M2]


def _said(case: Case) -> Sequence[Message]:
    if case.surveyed.proofs is None:
        return ()
    return facts(case.surveyed.proofs[case.surveyed.proofs["site_id"] == case.site])
