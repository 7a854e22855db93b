"""`map.html`: the map and the ranking in one file, which opens from the disk and asks the network for nothing."""

import base64
import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from geo.models import Verdict
from geo.present import assets, palette

_START = 'Jachere.standalone(JSON.parse(document.getElementById("territory").textContent));'


@dataclass(frozen=True, slots=True)
class SiteCard:
    """
    One site in the list beside the map; every text is already translated.

    Attributes
    ----------
    score, low, high
        Drawn as a bar; missing when nothing is known. [0–100]
    score_text
        The same in words, such as “72 (64–81)”.
    detail
        Its area and one reason.
    sun
        Hours of direct sun a day, such as “7,2 h de soleil”; empty where nothing is known.
    """

    rank: str
    title: str
    verdict: Verdict
    verdict_text: str
    score_text: str
    score: float | None = None
    low: float | None = None
    high: float | None = None
    detail: str = ""
    sun: str = ""


def standalone_html(
    document: Mapping[str, Any],
    state: Mapping[str, Any],
    cards: Sequence[SiteCard],
    *,
    title: str,
    subtitle: str,
    list_title: str,
    lang: str,
) -> str:
    """
    Return the page as text.

    Parameters
    ----------
    document
        From `map_document.map_document`, without backgrounds: they would need the network.
    state
        From `maps.map_state`.
    cards
        One per site, in the same order.
    title, subtitle, list_title
        Already translated.
    lang
        Language of the page, such as ``fr``.

    Notes
    -----
    Its content security policy names the hash of each script and style, and allows nothing else.
    """
    territory = {**document, "bases": [], "state": dict(state), "cards": [drawn_card(card) for card in cards]}
    ours = assets.page("standalone.css") + assets.page("cards.css")
    styles = (assets.leaflet_style(), ours, assets.page("map.css"))
    scripts = (assets.leaflet_script(), assets.runtime(), _START)
    texts = {"lang": lang, "title": title, "subtitle": subtitle, "list": list_title, "policy": _policy(scripts, styles)}
    return _fill(
        assets.page("standalone.html"),
        {name: html.escape(text) for name, text in texts.items()}
        | {"leaflet_style": styles[0], "style": styles[1], "territory": assets.document_text(territory)}
        | {"leaflet": scripts[0], "runtime": scripts[1], "start": scripts[2]},
    )


def drawn_card(card: SiteCard) -> dict[str, Any]:
    """Return a card as the script that draws it expects it, as JSON types."""
    return {
        **asdict(card),
        "verdict": card.verdict_text,
        "mark": palette.VERDICT_MARKS[card.verdict],
        "colour": palette.VERDICT_COLOURS[card.verdict],
    }


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    allowed = {"script-src": scripts, "style-src": styles}
    rules = [f"{name} {' '.join(_digest(text) for text in texts)}" for name, texts in allowed.items()]
    return "; ".join(["default-src 'none'", "img-src data:", *rules])


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _fill(page: str, parts: Mapping[str, str]) -> str:
    # One pass over the template: what is put in is never read as a template again.
    return re.sub(r"<!--(\w+)-->", lambda mark: parts[mark[1]], page)
