"""From a site to a garden: programme, generators, furniture, rules, sketch."""

from geo.layout.sketching import sketch

__all__ = ["sketch"]
