"""How far a value can be trusted, by where it comes from. The figures are our assumption."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.kinds import Sureness
from geo.models import Measures

MEASURED = 1.0
OPEN_DATA = 0.8
REGIONAL = 0.5
TOLD = 0.4

SURENESS = {Sureness.MEASURED: MEASURED, Sureness.SEEN: OPEN_DATA, Sureness.TOLD: TOLD}
"""A measure on the spot is one; eyes are as good as an official file, which may be years old; hearsay is hearsay."""


def of_one_quality(values: pd.DataFrame, quality: float = OPEN_DATA) -> Measures:
    """
    Give the same quality to every value that is known.

    Examples
    --------
    >>> of_one_quality(pd.DataFrame({"slope_percent": [2.0, np.nan]})).quality["slope_percent"].tolist()
    [0.8, nan]
    """
    known = np.where(values.notna(), quality, np.nan)
    return Measures(values, pd.DataFrame(known, index=values.index, columns=values.columns))


def joined(parts: Sequence[Measures]) -> Measures:
    """
    Join what several themes tell of the same sites; of one indicator told twice, the last theme's word counts.

    Parameters
    ----------
    parts
        With the same sites, in one order.

    Returns
    -------
    measures
        Every note once, in the order of the themes.

    Examples
    --------
    >>> cadastre = of_one_quality(pd.DataFrame({"owner_group": ["commune"]}))
    >>> theme = of_one_quality(pd.DataFrame({"owner_group": ["company"]}), 0.4)
    >>> both = joined([cadastre, theme])
    >>> both.values["owner_group"].tolist(), both.quality["owner_group"].tolist()
    (['company'], [0.4])
    """
    values, quality = (
        pd.concat([getattr(part, name) for part in parts], axis=1).pipe(_last_of_each) for name in ("values", "quality")
    )
    notes = [note for part in parts for note in part.notes]
    return Measures(values, quality, tuple(note for place, note in enumerate(notes) if note not in notes[:place]))


def _last_of_each(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[:, ~table.columns.duplicated(keep="last")]
