"""What is known of the sites of a territory, as the files tell it and as people saw it."""

import hashlib
from dataclasses import dataclass
from typing import Self

import geopandas as gpd
import pandas as pd

from geo.candidates import Candidates
from geo.messages import Message
from geo.models import Raster, SiteKind, Territory


@dataclass(frozen=True, eq=False, slots=True)
class Survey:
    """
    What is known of the sites.

    Attributes
    ----------
    indicators
        Sites × indicators, in the order of the sites; missing where unknown, infinite where nothing was found.
    states
        Same shape: a `State` for each value.
    quality
        Same shape: how far each value can be trusted; missing where the value is. [0–1]
    notes
        What must be said beside the figures.
    sun
        Hours of direct sun of all that was swept, where anything is known that throws a shadow. [h/day]
    sun_notes
        What must be said beside every figure of the sun.
    proofs
        What field checks and analyses of the soil changed: one row per site and indicator, with the columns
        `geo.study.claims.PROOF_COLUMNS`; none where nobody went there.
    filed
        The survey before them, as the files alone tell it.
    """

    territory: Territory
    candidates: Candidates
    indicators: pd.DataFrame
    states: pd.DataFrame
    quality: pd.DataFrame
    notes: tuple[Message, ...] = ()
    sun: Raster | None = None
    sun_notes: tuple[Message, ...] = ()
    proofs: pd.DataFrame | None = None
    filed: Self | None = None

    @property
    def sites(self) -> gpd.GeoDataFrame:
        """The candidate sites, indexed by `site_id`."""
        return self.candidates.sites

    @property
    def digest(self) -> str:
        """Names all that the survey depends on: the files, the plots that were given, what people saw and measured."""
        given = self.sites.index[self.sites["kind"] == SiteKind.GIVEN]
        seal = hashlib.sha256("|".join([self.territory.digest, *given]).encode())
        if self.proofs is not None:
            seal.update(repr((list(self.proofs.columns), self.proofs.to_numpy().tolist())).encode())
        return seal.hexdigest()
