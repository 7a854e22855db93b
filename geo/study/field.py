"""What people saw on the ground and what a laboratory found, put over what the files tell.

Of what is said of one parcel the latest day counts; on one day a measure beats eyes, and eyes beat hearsay. Of what is
said of the parcels of one site, the worst counts (the nearest water and the easiest access, since neighbours share
them), and good news counts only when all of the parcels have it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.kinds import FloodZone, Sureness, Texture
from geo.messages import N_, Message
from geo.models import Measures, Role, Territory
from geo.study.claims import CONTAMINANTS, PROOF_COLUMNS, claims_of_checks, claims_of_samples, unused
from geo.study.measures.quality import SURENESS, of_one_quality
from geo.study.readings import states
from geo.study.surveyed import Survey

_WORDS = ("access", "road_barrier")
_FIGURES = ("secured_years", *CONTAMINANTS)

SEEN = "seen"
"""What occupies a site of which people only said that it is in use."""

_UNUSED = N_("Field checks that are about no site here, or whose answer makes no sense: {count}.")
_ENTRY = ("frontage_m", "gate_width_m")
_WHEELBARROW_M = 0.8
"""Less boundary on a public way lets nobody in (terrabotanica-thouars.fr). [m]"""
_BEST_PH = 6.75
"""Middle of what vegetables like, 6 to 7.5."""
_SURER_LAST = (Sureness.TOLD, Sureness.SEEN, Sureness.MEASURED)


@dataclass(frozen=True, slots=True)
class Merging:
    """
    How what is said of the parts of a site becomes what is said of the site.

    Attributes
    ----------
    order
        From a column of answers to numbers: the answer with the lowest decides.
    shared
        Answers that hold only when all of the parcels have them.
    complete
        No answer holds unless something is said of every parcel.
    """

    order: Callable[[pd.Series], pd.Series]
    shared: frozenset[str] = frozenset()
    complete: bool = False


def _first_of(*words: str) -> Callable[[pd.Series], pd.Series]:
    places = {word: float(place) for place, word in enumerate(words)}
    return lambda answers: answers.map(places)


def _lowest(answers: pd.Series) -> pd.Series:
    return answers.astype("float64")


def _highest(answers: pd.Series) -> pd.Series:
    return -answers.astype("float64")


def _sourest_or_most_alkaline(answers: pd.Series) -> pd.Series:
    return -(answers.astype("float64") - _BEST_PH).abs()


_HARDEST_SOIL_FIRST = (Texture.CLAY, Texture.SAND, Texture.CLAY_LOAM, Texture.SANDY_LOAM, Texture.LOAM)
MERGING: Mapping[str, Merging] = MappingProxyType(
    {
        "evidence": Merging(_first_of("denied", "confirmed"), frozenset({"confirmed"})),
        "occupied_share": Merging(_highest, frozenset({"0.0"})),
        "access": Merging(_first_of("yes", "no"), frozenset({"no"})),
        "permit": Merging(_first_of("active", "none"), frozenset({"none"})),
        "road_barrier": Merging(_first_of("no", "yes"), frozenset({"yes"})),
        "flood_zone": Merging(_first_of(*FloodZone, "none"), frozenset({"none"})),
        "secured_years": Merging(_lowest, complete=True),
        "water_distance_m": Merging(_lowest),
        "gate_width_m": Merging(_highest),
        "soil_depth_cm": Merging(_lowest),
        "soil_ph": Merging(_sourest_or_most_alkaline),
        "soil_texture": Merging(_first_of(*_HARDEST_SOIL_FIRST)),
        **dict.fromkeys(CONTAMINANTS, Merging(_highest)),
    }
)
"""By indicator."""


def measure(_territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Return the indicators that only people on the spot can tell, all of them unknown as far as the files go.

    Returns
    -------
    measures
        `access`, `road_barrier`, `secured_years`, and the contaminants of an analysis.
    """
    words = pd.DataFrame(np.nan, index=sites.index, columns=list(_WORDS), dtype="str")
    figures = pd.DataFrame(np.nan, index=sites.index, columns=list(_FIGURES))
    return of_one_quality(pd.concat([words, figures], axis=1))


def with_checks(surveyed: Survey, checks: pd.DataFrame | None = None, samples: pd.DataFrame | None = None) -> Survey:
    """
    Put field checks and analyses of the soil over a survey, without surveying again.

    Parameters
    ----------
    surveyed
        With or without earlier checks: those of its territory's files always count.
    checks, samples
        More of them, in the contracts of field checks and of laboratory samples, as the app keeps them. They replace
        those that an earlier call was given.

    Returns
    -------
    surveyed
        The same sites; indicators, states, quality and evidence follow what was said last.
    """
    filed = surveyed.filed or surveyed
    seen, found = _tables(filed, Role.FIELD_CHECKS, checks), _tables(filed, Role.LAB_SAMPLES, samples)
    said = [claims_of_checks(table, filed.sites) for table in seen]
    said += [claims_of_samples(table, filed.sites) for table in found]
    claims = [part for part in said if len(part)]
    if not claims:
        return _noted(filed, filed, seen)
    told = pd.concat(claims, ignore_index=True)
    return _noted(_told(filed, settled(told, filed.sites["parcels"].map(len).clip(lower=1))), filed, seen)


def settled(claims: pd.DataFrame, parcels: pd.Series) -> pd.DataFrame:
    """
    Decide what is believed of each site.

    Parameters
    ----------
    claims
        With `geo.study.claims.CLAIM_COLUMNS`, one row at least.
    parcels
        How many parcels each site has, by `site_id`.

    Returns
    -------
    proofs
        With `PROOF_COLUMNS`, one row per site and indicator.

    Examples
    --------
    >>> about = {"site_id": "site", "indicator": "evidence", "value": "confirmed"}
    >>> said = {"member": ["A 1", "A 2"], "day": "2026-05-04", "author": "Ana", "sureness": "seen"}
    >>> both, parcels = pd.DataFrame(about | said), pd.Series({"site": 2})
    >>> settled(both, parcels)["value"].tolist(), len(settled(both[:1], parcels))
    (['confirmed'], 0)
    """
    parts = [_ranked(part, name) for name, part in claims.groupby("indicator", sort=True)]
    ranked = pd.concat(parts, ignore_index=True)
    ranked["sure"] = ranked["sureness"].map({word: place for place, word in enumerate(_SURER_LAST)})
    about = ["site_id", "indicator", "member"]
    # On one day and as sure, the worst counts; then the author, so that the order of the rows does not.
    ranked = ranked.sort_values(["day", "sure", "rank", "author"], ascending=[False, False, True, True], kind="stable")
    latest = ranked.drop_duplicates(about).sort_values(["rank", *about[:2], "day", "author", "member"], kind="stable")
    deciding = latest.drop_duplicates(about[:2]).set_index(about[:2])
    known = latest.groupby(about[:2])["member"].nunique().reindex(deciding.index)
    enough = known.to_numpy() >= parcels.reindex(deciding.index.get_level_values("site_id")).to_numpy()
    proofs = deciding[enough | ~deciding["demanding"]].reset_index()
    return proofs[list(PROOF_COLUMNS)].sort_values(["site_id", "indicator"], ignore_index=True)


def _ranked(claims: pd.DataFrame, indicator: str) -> pd.DataFrame:
    merging = MERGING[indicator]
    demanding = claims["value"].astype("str").isin(merging.shared) | merging.complete
    return claims.assign(rank=merging.order(claims["value"]), demanding=demanding)


def _tables(filed: Survey, role: Role, more: pd.DataFrame | None) -> list[pd.DataFrame]:
    """Return the checks or the samples of the files, then those of the app."""
    layer = filed.territory.layers.get(role)
    tables = ([] if layer is None else [layer.frame]) + ([] if more is None else [more])
    return [table for table in tables if len(table)]


def _noted(surveyed: Survey, filed: Survey, checks: Sequence[pd.DataFrame]) -> Survey:
    count = sum(unused(table, filed.sites) for table in checks)
    notes = tuple(note for note in surveyed.notes if note.msgid != _UNUSED)
    return replace(surveyed, notes=(*notes, Message(_UNUSED, {"count": count})) if count else notes)


def _told(filed: Survey, proofs: pd.DataFrame) -> Survey:
    """Write what is believed over the tables of a survey."""
    told = _with_kinds(proofs)
    void = _without_entry(filed, proofs)
    sure = told["sureness"].map({word.value: quality for word, quality in SURENESS.items()})
    indicators = _written(void.indicators, told.assign(written=told["value"]))
    changed = indicators[[*told["indicator"].unique(), *(name for name in _ENTRY if name in indicators)]]
    return replace(
        filed,
        candidates=replace(filed.candidates, sites=filed.sites.assign(evidence=indicators["evidence"])),
        indicators=indicators,
        states=filed.states.assign(**states(changed, filed.territory)),
        quality=_written(void.quality, told.assign(written=sure)),
        proofs=proofs,
        filed=filed,
    )


def _without_entry(filed: Survey, proofs: pd.DataFrame) -> Survey:
    """Forget that the files see no way in where people saw one: it is narrower or farther than the files can tell."""
    seen = proofs.loc[(proofs["indicator"] == "access") & (proofs["value"] == "yes"), "site_id"]
    entry = [name for name in _ENTRY if name in filed.indicators]
    shut = filed.indicators.index.isin(seen) & (filed.indicators[entry] < _WHEELBARROW_M).any(axis=1)
    tables = {name: getattr(filed, name).copy() for name in ("indicators", "quality")}
    for table in tables.values():
        table.loc[shut, entry] = np.nan
    return replace(filed, **tables)


def _with_kinds(proofs: pd.DataFrame) -> pd.DataFrame:
    """Tell what occupies a site that was seen occupied, and that nothing does where nothing was seen."""
    seen = proofs[proofs["indicator"] == "occupied_share"]
    kinds = seen.assign(indicator="occupied_kind", value=np.where(seen["value"] == 0, "none", SEEN))
    return pd.concat([proofs, kinds], ignore_index=True) if len(seen) else proofs


def _written(table: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    columns = {}
    for name, part in told.groupby("indicator", sort=True):
        column = table.get(name, pd.Series(np.nan, index=table.index)).to_numpy(dtype=object, copy=True)
        column[table.index.get_indexer(part["site_id"])] = part["written"]
        columns[str(name)] = pd.Series(column, index=table.index).infer_objects()
    return table.assign(**columns)
