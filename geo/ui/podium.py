"""The ranking of a room in letters to read from the last row; rows glide when the weights change."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from geo.messages import N_
from geo.present import assets
from geo.present.standalone import SiteCard, drawn_card
from geo.ui import session

_SCRIPT = Path(__file__).with_name("style") / "podium.js"

_mount = st.components.v2.component(
    "jachere_podium",
    js=assets.page("cards.js") + _SCRIPT.read_text(encoding="utf-8"),
    isolate_styles=False,
)


def podium(shown: Sequence[tuple[str, SiteCard]], votes: Mapping[str, str]) -> None:
    """
    Draw the sites, the best first.

    Parameters
    ----------
    shown
        Id and card of each site.
    votes
        What the room said of each site, in words; empty while it is not revealed.
    """
    rows = [
        {"id": site, "votes": votes.get(site, ""), "score_text": card.score_text, **drawn_card(card)}
        for site, card in shown
    ]
    _mount(key="podium", data={"rows": rows, "label": session.words()(N_("Ranking"))})
