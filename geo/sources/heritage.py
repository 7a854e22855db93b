"""Heritage perimeters, where the architect of listed buildings (ABF) has a say.

Easements in the CNIG standard SUP, layer ASSIETTE_SUP_S, as served by the Géoportail de l’urbanisme (`suptype` in lower
case) or as delivered, one category a file and without `suptype`. Categories: AC1 surroundings of listed monuments, AC2
listed and inscribed sites, AC4 remarkable heritage sites. Where a town has none of these, the list of monuments of the
ministry of Culture (base Mérimée: a point each) gives the surroundings that the law draws by default.
"""

from types import MappingProxyType
from typing import cast

import geopandas as gpd
import pandas as pd

from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, take, texts
from geo.sources.written import placed

HERITAGE = Dataset(
    publisher="Géoportail de l’urbanisme",
    name="Servitudes d’utilité publique AC1, AC2, AC4",
    licence="Licence Ouverte 2.0",
    attribution="© Géoportail de l’urbanisme – ministère de la Culture",
    url="https://www.geoportail-urbanisme.gouv.fr",
)
MONUMENTS = Dataset(
    publisher="Ministère de la Culture",
    name="Immeubles protégés au titre des monuments historiques (base Mérimée)",
    licence="Licence Ouverte 2.0",
    attribution="© Ministère de la Culture, base Mérimée",
    url="https://data.culture.gouv.fr/explore/dataset/liste-des-immeubles-proteges-au-titre-des-monuments-historiques",
)

EASEMENT_COLUMNS = MappingProxyType({"nomsuplitt": "name", "nomass": "name", "suptype": "kind", "typeass": "area"})
MONUMENT_COLUMNS = MappingProxyType(
    {
        "titre_editorial_de_la_notice": "name",
        "denomination_de_l_edifice": "name",
        "coordonnees_au_format_WGS84": "place",
    }
)
CATEGORIES = frozenset({"ac1", "ac2", "ac4"})
SURROUNDINGS_M = 500.0
"""Around a monument without a perimeter of its own (Code du patrimoine, L621-30). [m]"""

_AREAS = MappingProxyType(
    {
        "ac4": r".*(patrimonial remarquable|zppaup|avap|secteur sauvegardé).*",
        "ac2": r".*\bsites? (inscrit|classé).*",
        "ac1": r".*abords.*",
    }
)
"""Words of TYPEASS that tell a category where the file does not."""
_ANY_AREA = "(?i)" + "|".join(f"({pattern})" for pattern in _AREAS.values())
_DRAWN = N_("Perimeters of {distance} m drawn around monuments whose place alone is known (L621-30): {count}.")
_ELSEWHERE = N_("Easements left out, since they are about something else: {count}.")
_METRIC = "EPSG:2154"


def read_easements(table: Table) -> Extract:
    """
    Return the perimeters of the three categories; the other easements of a file are left out and told.

    Parameters
    ----------
    table
        Easements with folded names.
    """
    frame = take(table.frame, EASEMENT_COLUMNS)
    kind = texts(frame["kind"]).str.lower().fillna(_kinds_of_areas(frame["area"]))
    ours = kind.isin(CATEGORIES)
    kept = frame.assign(kind=kind, name=texts(frame["name"])).loc[ours].reset_index(drop=True)
    lost = int((~ours).sum())
    return Extract(kept, (Message(_ELSEWHERE, {"count": lost}),) if lost else ())


def _kinds_of_areas(areas: pd.Series) -> pd.Series:
    written = texts(areas)
    kind = pd.Series(None, index=areas.index, dtype="str")
    for category, pattern in _AREAS.items():
        kind = kind.mask(
            kind.isna() & written.str.fullmatch(pattern, case=False).fillna(value=False).astype(bool), category
        )
    return kind


def read_monuments(table: Table) -> Extract:
    """
    Return a disc of 500 m around each listed monument, and tell that it is one.

    Parameters
    ----------
    table
        Monuments with folded names; their place is a point, or a text such as ``48.80, 2.26`` (latitude first).
    """
    found = placed(_with_degrees(table.frame), [("longitude", "latitude", "EPSG:4326")])
    frame = cast(gpd.GeoDataFrame, take(found.frame, MONUMENT_COLUMNS))
    plane = frame.estimate_utm_crs() if len(frame) else _METRIC
    discs = frame.geometry.to_crs(plane).buffer(SURROUNDINGS_M).to_crs(frame.crs)
    drawn = frame.assign(name=texts(frame["name"]), kind="ac1").set_geometry(discs)
    told = Message(_DRAWN, {"count": len(drawn), "distance": int(SURROUNDINGS_M)})
    return Extract(drawn, (*found.notes, told) if len(drawn) else found.notes)


def _with_degrees(frame: pd.DataFrame) -> pd.DataFrame:
    if isinstance(frame, gpd.GeoDataFrame):
        return cast(pd.DataFrame, frame)
    parts = texts(frame["coordonnees_au_format_wgs84"]).str.extract(
        r"^(?P<latitude>[-\d.]+)\s*,\s*(?P<longitude>[-\d.]+)$"
    )
    return frame.assign(longitude=parts["longitude"], latitude=parts["latitude"])


SOURCES = (
    Source(
        role=Role.HERITAGE,
        dataset=HERITAGE,
        signature=frozenset({"idass", "suptype"}),
        values=MappingProxyType({"suptype": r"(?i)ac[124]"}),
        read=read_easements,
    ),
    Source(
        role=Role.HERITAGE,
        dataset=HERITAGE,
        signature=frozenset({"idass", "typeass"}),
        without=frozenset({"suptype"}),
        values=MappingProxyType({"typeass": _ANY_AREA}),
        read=read_easements,
    ),
    Source(
        role=Role.HERITAGE,
        dataset=MONUMENTS,
        signature=frozenset({"titre_editorial_de_la_notice", "coordonnees_au_format_wgs84"}),
        read=read_monuments,
        places_in_text=True,
        points=True,
    ),
)
