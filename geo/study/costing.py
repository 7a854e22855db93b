"""What a person knows of the cost of one garden that no plan tells, kept with the other choices."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from geo.costs import Estimate, Files, Options, estimate
from geo.layout.quantities import quantities
from geo.plans import Sketch
from geo.study.surveyed import Survey

MOST_SITES = 12
_Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
_Measure: TypeAlias = Annotated[float, Field(ge=0, le=1_000_000)]


class Costing(BaseModel):
    """
    What is known of the cost of one garden beside its plan.

    Attributes
    ----------
    areas_m2
        Of the optional works that are wanted, by the id of their price. [m²]
    fenced_m
        Walls and fences that stand already and stay. [m]
    sites
        That share the team.
    protected
        Whether the place is protected, where the person knows better than the files.

    Examples
    --------
    >>> Costing(fenced_m=30).model_dump_json(exclude_defaults=True)
    '{"fenced_m":30.0}'
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    areas_m2: Mapping[_Id, _Measure] = Field(default_factory=dict, max_length=32)
    fenced_m: _Measure = 0.0
    sites: int = Field(default=1, ge=1, le=MOST_SITES)
    protected: bool | None = None


def optional_works(files: Files) -> tuple[str, ...]:
    """Return the ids of the prices that count only where somebody wants them."""
    return tuple(price.id for price in files.prices.prices if price.optional)


def is_protected(surveyed: Survey, site: str, costing: Costing) -> bool | None:
    """
    Tell whether a site is in a protected place: what the person says, else what the files say, else nothing.

    Parameters
    ----------
    site
        Its `site_id`.
    """
    if costing.protected is not None:
        return costing.protected
    heritage = surveyed.indicators.at[site, "heritage"]
    return None if pd.isna(heritage) else bool(heritage == "yes")


def estimated(surveyed: Survey, site: str, sketch: Sketch, files: Files, costing: Costing) -> Estimate:
    """
    Estimate a sketch of a site; works that the price file does not know any more are left aside.

    Parameters
    ----------
    site
        Its `site_id`.
    """
    known = optional_works(files)
    areas = {name: area for name, area in costing.areas_m2.items() if area and name in known}
    options = Options(areas_m2=areas, fenced_m=costing.fenced_m)
    protected = is_protected(surveyed, site, costing)
    return estimate(quantities(sketch.plan), files, options, sites=costing.sites, protected=protected)
