"""From a site to a garden: programme, generators, furniture, rules, sketch."""

from geo.layout.locking import Locked
from geo.layout.sketching import sketch, sketch_along
from geo.layout.ways import Ways

__all__ = ["Locked", "Ways", "sketch", "sketch_along"]
