"""The one recipe: territory → candidates → indicators → verdicts, scores and reasons.

Two steps, since they change at a different pace: the survey depends on the files and takes seconds; the judgement
depends on the profile and follows a slider.
"""

from geo.study.appeals import Appeal, appeals
from geo.study.explanations import Doubt, Explanation, doubts, explanations
from geo.study.field import with_checks
from geo.study.judgement import Judgement, Valuation, judge, ranking, reasons, valuation
from geo.study.survey import survey
from geo.study.surveyed import Survey

__all__ = [
    "Appeal",
    "Doubt",
    "Explanation",
    "Judgement",
    "Survey",
    "Valuation",
    "appeals",
    "doubts",
    "explanations",
    "judge",
    "ranking",
    "reasons",
    "survey",
    "valuation",
    "with_checks",
]
