"""Of which sites a condition holds."""

import pandas as pd

from geo.scoring.criteria import Condition


def holds(indicators: pd.DataFrame, condition: Condition) -> pd.Series:
    """
    Tell of which sites a condition holds; of what is unknown, it never does.

    Parameters
    ----------
    indicators
        One row per `site_id`, one column per indicator; one that is absent is unknown.

    Examples
    --------
    >>> steep = Condition(indicator="slope_percent", above=15)
    >>> holds(pd.DataFrame({"slope_percent": [15.0, 15.1, None]}), steep).tolist()
    [False, True, False]
    """
    if condition.indicator not in indicators:
        return pd.Series(data=False, index=indicators.index)
    values = indicators[condition.indicator]
    if condition.among:
        return values.isin(condition.among)
    numbers = values.astype("float64")
    met = numbers.notna()
    if condition.below is not None:
        met &= numbers < condition.below
    if condition.above is not None:
        met &= numbers > condition.above
    if condition.at_least is not None:
        met &= numbers >= condition.at_least
    if condition.at_most is not None:
        met &= numbers <= condition.at_most
    return met
