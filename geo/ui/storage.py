"""Where studies, meetings and field checks are kept, and what people wrote there of the sites that are looked at."""

import hashlib

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from geo.store import checks
from geo.store.database import address, open_store
from geo.study import Survey


@st.cache_resource(show_spinner=False)
def store() -> Engine:
    """
    Return where studies, meetings and field checks are kept.

    Raises
    ------
    StoreError
        It cannot be opened.
    """
    return open_store(address())


def checks_about(surveyed: Survey) -> pd.DataFrame:
    """
    Return the field checks that people wrote in the app about the sites of a survey, the earliest first.

    Raises
    ------
    StoreError
        The store cannot be opened.
    """
    return checks.checks_of(store(), _targets(surveyed.digest, surveyed))


def digest_of(table: pd.DataFrame | None) -> str:
    """
    Return what tells one state of a table of checks from another.

    Examples
    --------
    >>> one, other = pd.DataFrame({"value": ["yes", 1.0]}), pd.DataFrame({"value": ["yes", 2.0]})
    >>> digest_of(one) == digest_of(one.copy()), digest_of(one) == digest_of(other), digest_of(None)
    (True, False, '')
    """
    if table is None or table.empty:
        return ""
    return hashlib.sha256(repr((list(table.columns), table.to_numpy().tolist())).encode()).hexdigest()


@st.cache_resource(max_entries=4, show_spinner=False)
def _targets(digest: str, _surveyed: Survey) -> tuple[str, ...]:
    sites = _surveyed.sites
    return (*sites.index, *dict.fromkeys(parcel for parcels in sites["parcels"] for parcel in parcels))
