"""The ranking as a list of cards: one glance a site, one click to choose it."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from geo.messages import N_
from geo.present import assets
from geo.present.standalone import SiteCard, drawn_card
from geo.ui import session

_SCRIPT = Path(__file__).with_name("style") / "cards.js"

_mount = st.components.v2.component(
    "jachere_cards",
    js=assets.page("cards.js") + _SCRIPT.read_text(encoding="utf-8"),
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
        "cards": [{"id": site, "place": place, **drawn_card(card)} for site, place, card in shown],
        "chosen": chosen,
        "label": say(N_("Ranking")),
        "more": say(N_("Show more sites")) if more else "",
    }
    result = _mount(key="cards", data=data, height=height, on_site_change=_nothing, on_more_change=_nothing)
    return result.site, bool(result.more)


def _nothing() -> None:
    """Streamlit tells of a trigger only where somebody listens; the return value says it all."""
