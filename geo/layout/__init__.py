"""From a site to a garden: programme, generators, furniture, rules, sketch."""

from geo.layout.locking import Locked
from geo.layout.sketching import sketch

__all__ = ["Locked", "sketch"]
