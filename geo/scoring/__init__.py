"""From indicators to a verdict, a score with its interval, a rank and the reasons."""

from geo.scoring.profile import Criterion, Profile, Rule, Theme, parse_profile
from geo.scoring.reasons import reasons
from geo.scoring.score import ranks, scores
from geo.scoring.value import utilities
from geo.scoring.verdict import findings, verdicts

__all__ = [
    "Criterion",
    "Profile",
    "Rule",
    "Theme",
    "findings",
    "parse_profile",
    "ranks",
    "reasons",
    "scores",
    "utilities",
    "verdicts",
]
