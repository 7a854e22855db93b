"""Analyses of the soil that the user had made by a laboratory, in a table of one row a sample.

The table is ours, in CSV, with these columns (brackets and capitals do not count, all but the first may be missing)::

    echantillon                        the laboratory's name of the sample
    parcelle or site                   what it is about: 14 characters of a parcel, or the identifier of a site
    longitude, latitude                or where it was taken, in WGS84 [degrees]
    date, laboratoire
    plomb_mg_kg, cadmium_mg_kg, cuivre_mg_kg, zinc_mg_kg, nickel_mg_kg, chrome_mg_kg        [mg/kg of dry soil]
    plomb_bioaccessible_pct            part of the lead that a body takes up [%]
    ph, texture, profondeur_cm         acidity in water, texture, depth of the soil [cm]

The decimal mark is a point or a comma. Below the limit of detection (`<10`), half of the limit is kept and told.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from geo.messages import N_, Message
from geo.models import Role
from geo.schemas import METALS
from geo.sources._files import Table
from geo.sources.soil import texture, unknown_textures
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, well_formed
from geo.sources.written import days

LABORATORY = Dataset(
    publisher="Laboratoire",
    name="Analyses de sol",
    licence="",
    attribution="Analyses de sol de l’utilisateur",
    url="https://www.gissol.fr",
)

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "echantillon": "sample_id",
        "parcelle": "target",
        "site": "target",
        "longitude": "longitude",
        "latitude": "latitude",
        "date": "date",
        "laboratoire": "laboratory",
        "plomb_mg_kg": "lead_mg_kg",
        "plomb": "lead_mg_kg",
        "pb_mg_kg": "lead_mg_kg",
        "cadmium_mg_kg": "cadmium_mg_kg",
        "cadmium": "cadmium_mg_kg",
        "cd_mg_kg": "cadmium_mg_kg",
        "cuivre_mg_kg": "copper_mg_kg",
        "cuivre": "copper_mg_kg",
        "cu_mg_kg": "copper_mg_kg",
        "zinc_mg_kg": "zinc_mg_kg",
        "zinc": "zinc_mg_kg",
        "zn_mg_kg": "zinc_mg_kg",
        "nickel_mg_kg": "nickel_mg_kg",
        "nickel": "nickel_mg_kg",
        "ni_mg_kg": "nickel_mg_kg",
        "chrome_mg_kg": "chromium_mg_kg",
        "chrome": "chromium_mg_kg",
        "cr_mg_kg": "chromium_mg_kg",
        "plomb_bioaccessible_pct": "bioaccessible_percent",
        "ph": "ph",
        "texture": "texture",
        "profondeur_cm": "depth_cm",
    }
)

_BELOW = r"^\s*(?:<|inf(?:érieur)?(?: à)?\s)\s*(?P<limit>\d+(?:[.,]\d+)?)\s*(?:mg/kg)?\s*$"
_HALVED = N_("Values below the limit of detection, read as half of it: {count}.")
_NOWHERE = N_("Samples left out, since they are of no parcel, site or place: {count}.")
_SHARES = N_("Bioaccessible shares left out, since they are beyond 100 %: {count}.")


def read_samples(table: Table) -> Extract:
    """
    Return the samples, in milligrams per kilogram of dry soil.

    Parameters
    ----------
    table
        Samples with folded names, all of them texts.
    """
    frame = take(table.frame, COLUMNS)
    metals = [f"{metal}_mg_kg" for metal in METALS]
    halved = sum(int(is_below(frame[name]).sum()) for name in metals)
    share = numbers(frame["bioaccessible_percent"]) / 100
    kinds = texture(frame["texture"])
    acidity = numbers(frame["ph"])
    described = frame.assign(
        **{name: measured(frame[name]) for name in metals},
        sample_id=texts(frame["sample_id"]),
        target=texts(frame["target"]),
        longitude=numbers(frame["longitude"]).where(lambda degrees: degrees.abs() <= 180),
        latitude=numbers(frame["latitude"]).where(lambda degrees: degrees.abs() <= 90),
        date=days(frame["date"]),
        laboratory=texts(frame["laboratory"]),
        lead_bioaccessible_share=share.where((share >= 0) & (share <= 1)),
        ph=acidity.where((acidity > 0) & (acidity <= 14)),
        texture=kinds,
        depth_cm=numbers(frame["depth_cm"]).where(lambda depth: depth > 0),
    )
    located = _located(described)
    strange = int((texts(frame["texture"]).notna() & kinds.isna()).sum())
    told = (*_counted(_HALVED, halved), *_counted(_SHARES, int((share > 1).sum())), *unknown_textures(strange))
    return Extract(located.frame, (*told, *located.notes))


def measured(values: pd.Series) -> pd.Series:
    """
    Return contents, those below the limit of detection as half of it; negative ones are missing. [mg/kg]

    Examples
    --------
    >>> measured(pd.Series(["42,5", "<10", "< 0,4 mg/kg", "nd", "-3"])).tolist()
    [42.5, 5.0, 0.2, nan, nan]
    """
    limits = numbers(values.astype("str").str.extract(_BELOW)["limit"])
    contents = numbers(values)
    return contents.where(contents >= 0).fillna(limits / 2)


def is_below(values: pd.Series) -> pd.Series:
    """
    Tell which contents are below a limit of detection.

    Examples
    --------
    >>> is_below(pd.Series(["42,5", "<10", None])).tolist()
    [False, True, False]
    """
    return values.astype("str").str.match(_BELOW).fillna(value=False).astype(bool)


def _located(frame: pd.DataFrame) -> Extract:
    named = well_formed(frame, "sample_id", ".+")
    place = named.frame["longitude"].notna() & named.frame["latitude"].notna()
    somewhere = named.frame["target"].notna() | place
    kept = named.frame.loc[somewhere].reset_index(drop=True)
    return Extract(kept, (*named.notes, *_counted(_NOWHERE, int((~somewhere).sum()))))


def _counted(note: str, count: int) -> tuple[Message, ...]:
    return (Message(note, {"count": count}),) if count else ()


SOURCES = tuple(
    Source(
        role=Role.LAB_SAMPLES,
        dataset=LABORATORY,
        signature=frozenset({"echantillon", measure}),
        read=read_samples,
        updated="date",
    )
    for measure in ("plomb_mg_kg", "plomb", "pb_mg_kg", "ph")
)
