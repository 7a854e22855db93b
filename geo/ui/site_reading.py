"""What is computed once for the sheets of sites, and shared by all who read them."""

import pandas as pd
import streamlit as st

from geo import scoring
from geo.models import Verdict
from geo.scoring import Profile
from geo.study import Appeal, Judgement, Survey, appeals
from geo.study.measures.social import partners
from geo.ui import session


def appeal_of(surveyed: Survey, profile: Profile, site: str) -> Appeal | None:
    """Return what people on the spot changed for a site; nothing where nobody said anything."""
    if surveyed.proofs is None or not (surveyed.proofs["site_id"] == site).any():
        return None
    return _appeals(session.key_of(surveyed), profile.model_dump_json(), surveyed)[site]


def partners_of(surveyed: Survey, site: str) -> pd.DataFrame:
    """Return the places within a walk of a site, the nearest first."""
    return _partners(surveyed.territory.digest, site, surveyed)


def weights_of(judgement: Judgement) -> "pd.Series[float]":
    """Return the weights of a point of view by criterion. [points]"""
    return pd.Series(judgement.profile.weights, dtype="float64")


def qualities_of(surveyed: Survey, judgement: Judgement, site: str) -> "pd.Series[float]":
    """Return by criterion how far what is known of a site can be trusted. [0–1]"""
    rows = surveyed.indicators.loc[[site]], surveyed.quality.loc[[site]]
    return scoring.qualities(*rows, judgement.profile).loc[site]


def ranked(judgement: Judgement) -> "pd.Series[int]":
    """Return the ranks of the sites that are not excluded."""
    results = judgement.results
    return results.loc[results["verdict"] != Verdict.EXCLUDED, "rank"]


@st.cache_resource(max_entries=16, show_spinner=False)
def _appeals(key: str, profile: str, _surveyed: Survey) -> dict[str, Appeal]:
    return dict(appeals(_surveyed, Profile.model_validate_json(profile)))


@st.cache_resource(max_entries=128, show_spinner=False)
def _partners(digest: str, site: str, _surveyed: Survey) -> pd.DataFrame:
    return partners(_surveyed.territory, _surveyed.sites.loc[[site]])
