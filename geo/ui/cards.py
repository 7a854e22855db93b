"""The ranking as a list of cards: one glance a site, one click to choose it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st

from geo.messages import N_
from geo.present import palette
from geo.present.standalone import SiteCard
from geo.ui import session

_STYLE = Path(__file__).with_name("style")

_mount = st.components.v2.component(
    "jachere_cards",
    css=(_STYLE / "cards.css").read_text(encoding="utf-8"),
    js=(_STYLE / "cards.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def cards(
    shown: Sequence[tuple[str, int, SiteCard]], *, chosen: str | None, more: int, height: int
) -> tuple[str | None, bool]:
    """
    Draw the cards; hovering one lights its site on the map.

    Parameters
    ----------
    shown
        Id, position on the map and card of each site, the best first. Texts are written as text, never as markup.
    chosen
        Id of the site that is chosen.
    more
        How many sites the list leaves out.
    height
        [px]

    Returns
    -------
    clicked
        Id of the card that was just clicked, if any.
    asked_for_more
        The button under the list was just clicked.
    """
    say = session.words()
    data = {
        "cards": [_drawn(site, place, card) for site, place, card in shown],
        "chosen": chosen,
        "label": say(N_("Ranking")),
        "more": say(N_("Show more sites")) if more else "",
    }
    result = _mount(key="cards", data=data, height=height, on_site_change=_nothing, on_more_change=_nothing)
    return result.site, bool(result.more)


def _drawn(site: str, place: int, card: SiteCard) -> dict[str, Any]:
    looks = {"mark": palette.VERDICT_MARKS[card.verdict], "colour": palette.VERDICT_COLOURS[card.verdict]}
    return {"id": site, "place": place, **asdict(card), **looks}


def _nothing() -> None:
    """Streamlit tells of a trigger only where somebody listens; the return value says it all."""
