"""Value functions: what an indicator is worth, whatever the other sites are."""

import numpy as np
import pandas as pd

from geo.scoring.profile import Criterion, Profile


def utility(values: pd.Series, criterion: Criterion) -> pd.Series:
    """
    Rescale one indicator to a value between 0 and 100.

    Piecewise linear between the criterion's breakpoints and flat beyond them, or one value a category.

    Parameters
    ----------
    values
        One value per candidate, indexed by `site_id`; infinite when the search found nothing. [unit of the indicator]
    criterion
        Its value function.

    Returns
    -------
    utility
        Same index; missing stays missing, and so does a category that the criterion does not know. [0–100]

    Examples
    --------
    >>> area = Criterion(id="A2", theme="physical", label="Usable area", weight=6, indicator="usable_area_m2",
    ...                  points=((150, 0), (300, 40), (600, 80), (800, 100), (2000, 100), (4000, 70)))
    >>> utility(pd.Series([100.0, 450.0, 800.0, 3000.0, np.nan]), area).tolist()
    [0.0, 60.0, 100.0, 85.0, nan]
    """
    if criterion.categories:
        return values.map(dict(criterion.categories)).astype("float64")
    numbers = values.astype("float64")
    value, worth = np.transpose(criterion.points)
    result = pd.Series(np.interp(numbers, value, worth), index=values.index).where(numbers.notna())
    if criterion.none_found is not None:
        result[np.isinf(numbers)] = criterion.none_found
    return result


def utilities(indicators: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """
    Return the utility of every site for every criterion.

    Parameters
    ----------
    indicators
        One row per `site_id`, one column per indicator; a criterion whose indicator is absent is unknown.

    Returns
    -------
    utilities
        Columns are the criteria's ids, in the order of the profile. [0–100]
    """
    known = {
        criterion.id: utility(indicators[criterion.indicator], criterion)
        for criterion in profile.criteria
        if criterion.indicator in indicators
    }
    table = pd.DataFrame(known, index=indicators.index, dtype="float64")
    return table.reindex(columns=[criterion.id for criterion in profile.criteria])
