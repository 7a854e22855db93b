"""Site: what a piece of land is worth and what one would make of it, as a sheet to read from top to bottom."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from geo.messages import N_
from geo.present import screening
from geo.study import Survey, ranking
from geo.ui import (
    choosing,
    session,
    site_head,
    site_known,
    site_partners,
    site_score,
    site_soil,
    site_sources,
    site_sun,
    site_verdict,
    sketch,
    wishes,
)

_STYLE = Path(__file__).with_name("style") / "site.css"
_PARTS = (
    ("verdict", N_("Reasons")),
    ("score", N_("Score")),
    ("sun", N_("Sun")),
    ("soil", N_("Soil")),
    ("known", N_("What you know")),
    ("partners", N_("Partners")),
    ("sketch", N_("Sketch and budget")),
    ("sources", N_("Sources")),
)
"""Where one can jump to, in the order of the page."""


def page() -> None:
    """Show one site: who it is, verdict, figures, sun, soil, what people know, partners, sketch, sources."""
    say = session.words()
    choosing.into_address()
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    with st.spinner(say(N_("Looking for candidate sites"))):
        surveyed = session.current_survey()
    if surveyed.sites.empty:
        st.info(say(N_("No parcel of this territory could become a garden: see why on the page “Territory”.")))
        return
    chosen = _choice(surveyed)
    judgement = session.judgement_of(surveyed, session.profile(choosing.choices()))
    st.html(_jumps())
    tell = site_head.section(surveyed, judgement, chosen)
    site_verdict.section(surveyed, judgement, chosen)
    site_score.section(surveyed, judgement, chosen)
    site_sun.section(surveyed, chosen)
    site_soil.section(surveyed, chosen)
    site_known.section(surveyed, chosen)
    site_partners.section(surveyed, chosen)
    sketch.section(surveyed, chosen, tell)
    site_sources.section(surveyed, judgement, chosen)


def _choice(surveyed: Survey) -> str:
    """Let the person take another site; the address keeps it."""
    say = session.words()
    judgement = session.judgement_of(surveyed, session.profile(choosing.choices()))
    table = ranking(surveyed, judgement)
    ids = table.index.tolist()
    labels = _labels(ids, table["rank"].tolist(), screening.site_names(surveyed, ids, session.translate()))
    # The browser knows an option by its label, and labels follow the ranking: another ranking takes a fresh widget.
    key = f"site-{hashlib.sha256(repr(labels).encode()).hexdigest()[:12]}"
    return str(
        st.selectbox(
            say(N_("Site")),
            ids,
            index=ids.index(_asked(ids)),
            format_func=labels.__getitem__,
            key=key,
            on_change=_take,
            args=[key],
            label_visibility="collapsed",
        )
    )


def _labels(ids: Sequence[str], ranks: Sequence[int], names: Sequence[str]) -> dict[str, str]:
    """Return a label for each site, no two alike: parcels of two communes may have one name."""
    counts = Counter(names)
    rows = zip(ids, ranks, names, strict=True)
    return {site: f"{rank}. {name}" if counts[name] == 1 else f"{rank}. {name} · {site}" for site, rank, name in rows}


def _asked(ids: Sequence[str]) -> str:
    asked = choosing.choices().site
    return asked if asked is not None and asked in ids else ids[0]


def _take(key: str) -> None:
    """Open another site on the first variant of its sketch."""
    choosing.change(site=st.session_state[key])
    st.query_params.pop(wishes.VARIANT, None)


def _jumps() -> str:
    say = session.words()
    links = "".join(f'<a href="#{name}">{escape(say(label))}</a>' for name, label in _PARTS)
    label = say(N_("On this page"))
    return f'<nav class="jc-jumps" aria-label="{escape(label)}">{links}</nav>'
