"""The ranking of a room in letters to read from the last row, and its numbers on the map; both glide to their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.messages import N_
from geo.models import Verdict
from geo.present import palette
from geo.present.room import Name
from geo.present.room_map import PIN, RATIO, WIDE, Pin
from geo.present.screening import score_text
from geo.ui import session
from geo.ui.components import component

_mount_podium, _mount_pins = component("podium"), component("pins")


@dataclass(frozen=True, slots=True)
class Row:
    """
    One site on the screen of a room.

    Attributes
    ----------
    rank
        As it is written.
    scores
        score, score_low, score_high.
    """

    site: str
    rank: str
    name: Name
    verdict: Verdict
    scores: Mapping[str, Any]


def podium(rows: Sequence[Row], votes: Mapping[str, str]) -> None:
    """
    Draw the sites, the best first.

    Parameters
    ----------
    votes
        What the room said of each site, in words; empty while it is not revealed.
    """
    drawn = [{**_drawn(row), "votes": votes.get(row.site, "")} for row in rows]
    _mount_podium(key="podium", data={"rows": drawn, "label": session.words()(N_("Ranking"))})


def pins(rows: Sequence[Row], places: Mapping[str, Pin]) -> None:
    """Put the rank of each site on the picture that stands just before."""
    drawn = [{**_drawn(row), "at": places[row.site].at, "number": places[row.site].number} for row in rows]
    plane = {"width": WIDE, "height": WIDE * RATIO, "radius": PIN}
    _mount_pins(key="pins", data={"rows": drawn, **plane})


def _drawn(row: Row) -> dict[str, Any]:
    translate = session.translate()
    known = pd.notna(row.scores["score"])
    return {
        "id": row.site,
        "rank": row.rank,
        "title": row.name.main,
        "references": row.name.references,
        "verdict": translate(palette.VERDICT_LABELS[row.verdict]),
        "mark": palette.VERDICT_MARKS[row.verdict],
        "colour": palette.VERDICT_COLOURS[row.verdict],
        "ink": palette.INK if row.verdict is Verdict.CONDITIONAL else palette.PAPER,
        "score_text": score_text(row.scores, translate),
        "score": float(row.scores["score"]) if known else None,
        "low": float(row.scores["score_low"]) if known else None,
        "high": float(row.scores["score_high"]) if known else None,
    }
