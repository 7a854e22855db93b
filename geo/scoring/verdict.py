"""Verdicts come before the number: what excludes a site, what it is conditional on, what is to be checked."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.models import Verdict
from geo.scoring.conditions import holds
from geo.scoring.rules import Rule

_SEVERITY = (Verdict.ELIGIBLE, Verdict.CONDITIONAL, Verdict.EXCLUDED)


def tripped(indicators: pd.DataFrame, rule: Rule) -> pd.Series:
    """
    Tell which sites trip a rule. What is unknown never does.

    Examples
    --------
    >>> seen = {"indicator": "access", "among": ["yes"]}
    >>> rule = Rule(id="way", then="excluded", indicator="frontage_m", below=0.8, unless=seen, text="No way in")
    >>> sites = pd.DataFrame({"frontage_m": [0.8, 0.0, 0.0, np.nan], "access": [np.nan, np.nan, "yes", np.nan]})
    >>> tripped(sites, rule).tolist()
    [False, True, False, False]
    """
    met = holds(indicators, rule)
    return met if rule.unless is None else met & ~holds(indicators, rule.unless)


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
    return pd.DataFrame({rule.id: tripped(indicators, rule) for rule in rules}, index=indicators.index, dtype="bool")


def unknowns(indicators: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """
    Tell of which sites nobody knows whether they trip a rule that is heavy enough to be checked.

    Parameters
    ----------
    indicators
        One row per `site_id`; an indicator that is absent is unknown.

    Returns
    -------
    unknowns
        One boolean column per id of a rule that has a text for this case.
    """
    heavy = {rule.id: _is_unknown(indicators, rule) for rule in rules if rule.if_unknown}
    return pd.DataFrame(heavy, index=indicators.index, dtype="bool")


def _is_unknown(indicators: pd.DataFrame, rule: Rule) -> pd.Series:
    known = indicators[rule.indicator].notna() if rule.indicator in indicators else False
    lifted = False if rule.unless is None else holds(indicators, rule.unless)
    return pd.Series(data=True, index=indicators.index) & ~(known | lifted)


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
