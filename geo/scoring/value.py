"""Value functions: what an indicator is worth, whatever the other sites are."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.scoring.conditions import holds
from geo.scoring.criteria import Criterion, ValueFunction
from geo.scoring.profile import Profile


def utility(values: pd.Series, function: ValueFunction) -> pd.Series:
    """
    Rescale one indicator to a value between 0 and 100.

    Piecewise linear between the breakpoints and flat beyond them, or one value a category.

    Parameters
    ----------
    values
        One value per candidate, indexed by `site_id`; infinite when the search found nothing. [unit of the indicator]
    function
        A criterion with a value function of its own, a part of one, or what is measured for one.

    Returns
    -------
    utility
        Same index; missing stays missing, and so does a category that the function does not know. [0–100]

    Examples
    --------
    >>> area = ValueFunction(indicator="usable_area_m2",
    ...                      points=((150, 0), (300, 40), (600, 80), (800, 100), (2000, 100), (4000, 70)))
    >>> utility(pd.Series([100.0, 450.0, 800.0, 3000.0, np.nan]), area).tolist()
    [0.0, 60.0, 100.0, 85.0, nan]
    """
    if function.categories:
        return values.map(dict(function.categories)).astype("float64")
    numbers = values.astype("float64")
    result = pd.Series(_along(numbers.to_numpy(), function.points), index=values.index).where(numbers.notna())
    if function.none_found is not None:
        result[np.isinf(numbers)] = function.none_found
    return result


def _along(numbers: NDArray[np.float64], points: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    """Go along breakpoints; where a value stands twice, its second utility counts from there on."""
    value, worth = np.transpose(points)
    inside = np.clip(numbers, value[0], value[-1])
    left = np.clip(np.searchsorted(value, inside, side="right") - 1, 0, len(value) - 2)
    run = value[left + 1] - value[left]
    step = np.divide(inside - value[left], run, out=np.ones_like(inside), where=run > 0)
    return np.asarray(worth[left] + step * (worth[left + 1] - worth[left]))


def valued(indicators: pd.DataFrame, criterion: Criterion) -> pd.Series:
    """
    Return the utility of every site for one criterion.

    Parameters
    ----------
    indicators
        One row per `site_id`, one column per indicator; one that is absent is unknown.

    Returns
    -------
    utility
        Mean of the known parts, what is measured on the ground, adjustments: in this order. [0–100]
    """
    known = [_of(indicators, function) for function in criterion.functions]
    result = pd.concat(known, axis=1).mean(axis=1)
    if criterion.measured is not None:
        result = result.mask(measured_decides(indicators, criterion), _of(indicators, criterion.measured))
    for adjustment in criterion.adjustments:
        result = (result + adjustment.add * holds(indicators, adjustment)).clip(0.0, 100.0)
    return result.rename(criterion.id)


def measured_decides(indicators: pd.DataFrame, criterion: Criterion) -> pd.Series:
    """
    Tell where what was measured on the ground stands for the criterion.

    It replaces an unknown or a search that found nothing; elsewhere the lower of the two values counts.
    """
    if criterion.measured is None or criterion.measured.indicator not in indicators:
        return pd.Series(data=False, index=indicators.index)
    measured, [function, *_] = _of(indicators, criterion.measured), criterion.functions
    base = _of(indicators, function)
    nothing = base.isna()
    if function.indicator in indicators and not function.categories:
        nothing |= np.isinf(indicators[function.indicator].astype("float64"))
    return measured.notna() & (nothing | (measured < base))


def _of(indicators: pd.DataFrame, function: ValueFunction) -> pd.Series:
    if function.indicator not in indicators:
        return pd.Series(np.nan, index=indicators.index)
    return utility(indicators[function.indicator], function)


def utilities(indicators: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """
    Return the utility of every site for every criterion.

    Parameters
    ----------
    indicators
        One row per `site_id`, one column per indicator; a criterion whose indicators are absent is unknown.

    Returns
    -------
    utilities
        Columns are the criteria's ids, in the order of the profile. [0–100]
    """
    return pd.DataFrame({criterion.id: valued(indicators, criterion) for criterion in profile.criteria})


def qualities(indicators: pd.DataFrame, quality: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """
    Return how far the utility of every site for every criterion can be trusted.

    Parameters
    ----------
    indicators, quality
        Sites × indicators: the values, and how far each can be trusted. [unit of the indicator; 0–1]

    Returns
    -------
    qualities
        Columns are the criteria's ids, in the order of the profile; the mean over the parts, of which an unknown one
        counts as 0; the quality of what was measured on the ground where that decides. [0–1]
    """
    return pd.DataFrame({criterion.id: _quality(indicators, quality, criterion) for criterion in profile.criteria})


def _quality(indicators: pd.DataFrame, quality: pd.DataFrame, criterion: Criterion) -> pd.Series:
    parts = [_trust(indicators, quality, function) for function in criterion.functions]
    result = pd.concat(parts, axis=1).mean(axis=1)
    if criterion.measured is None:
        return result
    return result.mask(measured_decides(indicators, criterion), _trust(indicators, quality, criterion.measured))


def _trust(indicators: pd.DataFrame, quality: pd.DataFrame, function: ValueFunction) -> pd.Series:
    if function.indicator not in quality:
        return pd.Series(0.0, index=indicators.index)
    return quality[function.indicator].fillna(0.0).where(_of(indicators, function).notna(), 0.0)
