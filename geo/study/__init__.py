"""The one recipe: territory → candidates → indicators → verdicts, scores and reasons.

Two steps, since they change at a different pace: the survey depends on the files and takes seconds; the judgement
depends on the profile and follows a slider.
"""

from geo.study.judgement import Judgement, judge, ranking, reasons
from geo.study.survey import Survey, survey

__all__ = ["Judgement", "Survey", "judge", "ranking", "reasons", "survey"]
