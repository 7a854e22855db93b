"""Which gardens together: an exact choice of several sites over several communes."""

from geo.portfolio.choosing import Portfolio, Reach, choose
from geo.portfolio.question import DEFAULT_WEIGHTS, Goal, Limits, Offer

__all__ = ["DEFAULT_WEIGHTS", "Goal", "Limits", "Offer", "Portfolio", "Reach", "choose"]
