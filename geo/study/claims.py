"""What people say of sites and parcels, brought to the sites: one claim per site, parcel and indicator.

::

    check of a site ────▶ said of each of its parcels ─┐
    check of a parcel ──▶ said of every site with it ──┼──▶ claims
    sample at a place ──▶ said of every site around it ┘
"""

from collections.abc import Mapping
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.kinds import Subject, Sureness
from geo.schemas import METALS

CLAIM_COLUMNS = ("site_id", "member", "indicator", "value", "day", "author", "sureness")
"""`member` is the parcel or the place that the claim is about; numbers and words stand side by side in `value`."""
PROOF_COLUMNS = ("site_id", "indicator", "value", "day", "author", "sureness")
"""A claim that decides an indicator of a site."""

INDICATORS: Mapping[str, str] = MappingProxyType(
    {
        **{subject.value: subject.value for subject in Subject},
        Subject.FALLOW: "evidence",
        Subject.OCCUPIED: "occupied_share",
    }
)
"""Which indicator each subject of a field check is about."""
CONTAMINANTS = (*(f"{metal}_mg_kg" for metal in METALS), "lead_bioaccessible_mg_kg")
"""What is found in one place says nothing of another: a later sample elsewhere clears no earlier one."""

_NUMBERS = frozenset(
    {"secured_years", "water_distance_m", "gate_width_m", "soil_depth_cm", "soil_ph", "occupied_share", *CONTAMINANTS}
)
_WORDS: Mapping[tuple[str, str], object] = MappingProxyType(
    {
        ("evidence", "yes"): "confirmed",
        ("evidence", "no"): "denied",
        ("occupied_share", "yes"): 1.0,
        ("occupied_share", "no"): 0.0,
        ("permit", "yes"): "active",
        ("permit", "no"): "none",
    }
)
"""What an answer means for its indicator, where it is another word."""
_FROM_SAMPLE: Mapping[str, str] = MappingProxyType(
    {
        **{f"{metal}_mg_kg": f"{metal}_mg_kg" for metal in METALS},
        "lead_bioaccessible_mg_kg": "lead_bioaccessible_mg_kg",
        "ph": "soil_ph",
        "texture": "soil_texture",
        "depth_cm": "soil_depth_cm",
    }
)
_GEOGRAPHIC = "EPSG:4326"


def claims_of_checks(checks: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Bring field checks to the sites.

    Parameters
    ----------
    checks
        In the contract of field checks.
    sites
        Indexed by `site_id`, with their `parcels`.

    Returns
    -------
    claims
        With `CLAIM_COLUMNS`; a check about neither a site nor a parcel of one makes none, nor does one whose answer
        is no number where a number is asked.
    """
    subject = checks["subject"].map(INDICATORS)
    said = checks.assign(indicator=subject, day=checks["date"])
    said["value"] = [_meaning(name, answer) for name, answer in zip(subject, checks["value"], strict=True)]
    return _brought(said[said["value"].notna()], sites)


def claims_of_samples(samples: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Bring analyses of the soil to the sites: by the site or parcel that they name, else by their place.

    Parameters
    ----------
    samples
        In the contract of laboratory samples.
    sites
        Indexed by `site_id`, with their `parcels`, in a metric CRS.

    Returns
    -------
    claims
        With `CLAIM_COLUMNS`; a sample outside of every site makes none.
    """
    told = samples.assign(
        lead_bioaccessible_mg_kg=samples["lead_mg_kg"] * samples["lead_bioaccessible_share"],
        day=samples["date"].fillna(""),
        author=samples["laboratory"].fillna(""),
        sureness=Sureness.MEASURED.value,
    )
    kept = ["target", "longitude", "latitude", "day", "author", "sureness"]
    columns = {column: told[column].astype(object) for column in _FROM_SAMPLE}
    long = told[kept].assign(**columns).rename(columns=_FROM_SAMPLE).melt(id_vars=kept, var_name="indicator")
    said = long[long["value"].notna()].reset_index(drop=True)
    named = said["target"].isin(_targets(sites)["target"])
    return pd.concat([_brought(said[named], sites), _placed(said[~named], sites)], ignore_index=True)


def unused(checks: pd.DataFrame, sites: gpd.GeoDataFrame) -> int:
    """Count the field checks that are about no site here, or whose answer makes no sense."""
    about = checks["target"].isin(_targets(sites)["target"]).to_numpy()
    subject = checks["subject"].map(INDICATORS)
    sense = [_meaning(name, answer) is not None for name, answer in zip(subject, checks["value"], strict=True)]
    return int((~(about & np.array(sense, dtype=bool))).sum())


def _meaning(indicator: str, answer: str) -> object:
    meant = _WORDS.get((indicator, answer), answer)
    if indicator not in _NUMBERS:
        return meant
    try:
        return float(str(meant))
    except ValueError:
        return None


def _targets(sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return which parcels of which sites each id names: a site's names all of its parcels."""
    members = sites["parcels"].explode().fillna("").rename("member").rename_axis("site_id").reset_index()
    by_site = members.assign(target=members["site_id"])
    return pd.concat([by_site, members.assign(target=members["member"])], ignore_index=True)


def _brought(said: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    claims = said.merge(_targets(sites), on="target")
    contaminant = claims["indicator"].isin(CONTAMINANTS)
    claims["member"] = claims["member"].where(~contaminant, claims["target"])
    return claims[list(CLAIM_COLUMNS)].drop_duplicates(ignore_index=True)


def _placed(said: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    located = said[said["longitude"].notna() & said["latitude"].notna()]
    points = gpd.GeoSeries(gpd.points_from_xy(located["longitude"], located["latitude"]), crs=_GEOGRAPHIC)
    tree = shapely.STRtree(np.asarray(sites.geometry.array))
    sample, site = tree.query(np.asarray(points.to_crs(sites.crs).array), predicate="intersects")
    claims = located.iloc[sample].assign(site_id=sites.index.to_numpy()[site])
    claims["member"] = claims["longitude"].astype("str") + "," + claims["latitude"].astype("str")
    return claims[list(CLAIM_COLUMNS)].reset_index(drop=True)
