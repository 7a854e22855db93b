"""From indicators to a verdict, a score with its interval, a rank and the reasons."""

from geo.scoring.contributions import contributions
from geo.scoring.criteria import Criterion, Theme
from geo.scoring.profile import Profile, parse_profile
from geo.scoring.reasons import checks, reasons
from geo.scoring.rules import Rule
from geo.scoring.score import ranks, scores
from geo.scoring.value import qualities, utilities
from geo.scoring.verdict import findings, unknowns, verdicts

__all__ = [
    "Criterion",
    "Profile",
    "Rule",
    "Theme",
    "checks",
    "contributions",
    "findings",
    "parse_profile",
    "qualities",
    "ranks",
    "reasons",
    "scores",
    "unknowns",
    "utilities",
    "verdicts",
]
