"""How far people walk: along the streets where they are known, else 1.3 times the straight line.

::

    streets ──network──▶ stretches between crossings ──┐
    sites, places ──entries──▶ where each joins them ──┴──distances──▶ who is within reach of whom
"""

from geo.walking.distances import DETOUR, nearest, within
from geo.walking.entries import FARTHEST_ENTRY_M, Entries, on_streets
from geo.walking.network import Network, street_network
from geo.walking.places import one_place, somewhere_near

__all__ = [
    "DETOUR",
    "FARTHEST_ENTRY_M",
    "Entries",
    "Network",
    "nearest",
    "on_streets",
    "one_place",
    "somewhere_near",
    "street_network",
    "within",
]
