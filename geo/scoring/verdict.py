"""Verdicts come before the number: what excludes a site, what it is conditional on, what is to be checked."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.models import Verdict
from geo.scoring.profile import Rule

_SEVERITY = (Verdict.ELIGIBLE, Verdict.CONDITIONAL, Verdict.EXCLUDED)


def tripped(values: pd.Series, rule: Rule) -> pd.Series:
    """
    Tell which sites trip a rule. What is unknown never does.

    Examples
    --------
    >>> steep = Rule(id="slope", then="excluded", indicator="slope_percent", above=15, text="Too steep")
    >>> tripped(pd.Series([15.0, 15.1, None]), steep).tolist()
    [False, True, False]
    """
    if rule.among:
        return values.isin(rule.among)
    numbers = values.astype("float64")
    return numbers.lt(rule.below) if rule.below is not None else numbers.gt(rule.above)


def findings(indicators: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """
    Hold every site against every rule.

    Parameters
    ----------
    indicators
        One row per `site_id`; a rule whose indicator is absent is not tripped.

    Returns
    -------
    findings
        One boolean column per rule id.
    """
    return pd.DataFrame(
        {rule.id: tripped(indicators[rule.indicator], rule) for rule in rules if rule.indicator in indicators},
        index=indicators.index,
        dtype="bool",
    )


def verdicts(findings: pd.DataFrame, rules: Sequence[Rule]) -> pd.Series:
    """
    Return the gravest verdict of the tripped rules, eligible when there is none.

    Examples
    --------
    >>> rule = Rule(id="slope", then="excluded", indicator="slope_percent", above=15, text="Too steep")
    >>> verdicts(pd.DataFrame({"slope": [True, False]}), [rule]).tolist()
    ['excluded', 'eligible']
    """
    severity = np.zeros(len(findings), dtype=np.intp)
    for rule in rules:
        if rule.id in findings:
            np.maximum(severity, _SEVERITY.index(rule.verdict), out=severity, where=findings[rule.id].to_numpy())
    names = np.array([verdict.value for verdict in _SEVERITY])
    return pd.Series(names[severity], index=findings.index, name="verdict", dtype="str")
