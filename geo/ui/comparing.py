"""Compare: two to four sites side by side, what differs first."""

import pandas as pd
import streamlit as st

from geo.errors import GeoError
from geo.messages import N_, Message
from geo.present import screening
from geo.present.charts import month_chart
from geo.present.comparison import compared, comparison_html
from geo.present.contributions import contributions_chart
from geo.present.plan_icons import plan_icon_svg
from geo.present.profile import profile_chart
from geo.present.situation import situation_svg
from geo.scoring.contributions import contributions
from geo.study import Judgement, Survey, ranking
from geo.study.choices import MOST_COMPARED
from geo.ui import choosing, gardens, session, weights, wishes
from geo.ui.pictures import address_of_svg

_USUAL = 3
_MAP_M = 180.0
_LEAST_AXIS_H = 8.0


def page() -> None:
    """Show the sites that were chosen, or the best three."""
    say = session.words()
    choosing.into_address()
    with st.spinner(say(N_("Looking for candidate sites"))):
        surveyed = session.current_survey()
    if surveyed.sites.empty:
        st.info(say(N_("No parcel of this territory could become a garden: see why on the page “Territory”.")))
        return
    judgement = session.judgement_of(surveyed, session.profile(choosing.choices()))
    sites = _choice(surveyed, judgement)
    st.caption(weights.moved_text(judgement.profile))
    if len(sites) < 2:
        st.info(say(N_("Choose two to four sites to see what makes the difference.")))
        return
    _table(surveyed, judgement, sites)
    _charts(surveyed, judgement, sites)
    _sun(surveyed, sites)
    _gardens(surveyed, sites)


def _choice(surveyed: Survey, judgement: Judgement) -> list[str]:
    say, ids = session.words(), ranking(surveyed, judgement).index.tolist()
    names = dict(zip(ids, screening.site_names(surveyed, ids, session.translate()), strict=True))
    kept = [site for site in choosing.choices().compared if site in names]
    key = "compared"
    choosing.show(key, kept or ids[:_USUAL])
    found: list[str] = st.multiselect(
        say(N_("Sites to compare")),
        ids,
        format_func=lambda site: f"{judgement.results.at[site, 'rank']}. {names[site]}",
        max_selections=MOST_COMPARED,
        key=key,
        on_change=_take,
        args=[key],
    )
    return found


def _take(key: str) -> None:
    choosing.change(compared=tuple(st.session_state[key]))


def _table(surveyed: Survey, judgement: Judgement, sites: list[str]) -> None:
    translate = session.translate()
    cards = screening.site_cards(surveyed, judgement, sites, translate)
    pictures = {site: address_of_svg(_map(surveyed, site)) for site in sites}
    themes = compared(surveyed, judgement, sites, translate)
    st.html(comparison_html(cards, pictures, themes, translate))


def _charts(surveyed: Survey, judgement: Judgement, sites: list[str]) -> None:
    """Show the same figures as pictures; the table above holds them in words."""
    say, translate, language = session.words(), session.translate(), session.language()
    names = dict(zip(sites, screening.site_names(surveyed, sites, translate), strict=True))
    criteria, asked = judgement.profile.criteria, list(sites)
    shares = contributions(judgement.utilities.loc[asked], pd.Series(judgement.profile.weights))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say(N_("What makes each score")))
        made = contributions_chart(names, judgement.results.loc[asked], shares, criteria, translate, language=language)
        st.image(made, width="stretch", alt=say(N_("What makes each score")))
    with right:
        st.subheader(say(N_("Strengths and weaknesses")))
        lines = profile_chart(names, judgement.utilities.loc[asked], criteria, translate, language=language)
        st.image(lines, width="stretch", alt=say(N_("Strengths and weaknesses")))


def _map(surveyed: Survey, site: str) -> str:
    return _cached_map(surveyed.digest, site, session.language(), surveyed)


@st.cache_data(max_entries=200, show_spinner=False)
def _cached_map(digest: str, site: str, language: str, _surveyed: Survey) -> str:
    outline = _surveyed.sites.geometry[site]
    return situation_svg(_surveyed.territory, outline, session.translate(), width_m=_MAP_M)


def _sun(surveyed: Survey, sites: list[str]) -> None:
    say, translate = session.words(), session.translate()
    st.subheader(say(N_("Sun by month")))
    names = screening.site_names(surveyed, sites, translate)
    suns = [_months(surveyed, site) for site in sites]
    highest = max([_LEAST_AXIS_H, *(hours for known in suns for hours in known.values())])
    for column, known, name in zip(st.columns(len(sites)), suns, names, strict=True):
        with column:
            st.caption(name)
            if known:
                chart = month_chart(known, [], translate, language=session.language(), highest=highest)
                st.image(chart, width="stretch", alt=say(N_("Sun by month")))
            else:
                st.caption(say(N_("missing data")))


def _months(surveyed: Survey, site: str) -> dict[int, float]:
    """Return the sun of a site by month, where it is known. [h/day]"""
    row = surveyed.indicators.loc[site]
    months = {month: row.get(f"sun_hours_{month:02d}") for month in range(1, 13)}
    return {month: float(hours) for month, hours in months.items() if pd.notna(hours)}


@st.fragment
def _gardens(surveyed: Survey, sites: list[str]) -> None:
    """Draw the gardens when they are asked for: a sketch takes about a second a site."""
    say, translate = session.words(), session.translate()
    st.subheader(say(N_("Sketch: what one would make of it")))
    if not st.toggle(say(N_("Draw the gardens")), key="compare-gardens"):
        return
    for column, site in zip(st.columns(len(sites)), sites, strict=True):
        with column, st.spinner(say(N_("Drawing the garden"))):
            try:
                sketch = gardens.sketches(surveyed, site, wishes.wish_of(site))[0]
            except GeoError as error:
                st.caption(translate(error.reason))
                continue
            st.image(plan_icon_svg(sketch, title=translate(sketch.name)), width="stretch", alt=translate(sketch.name))
            unmet = sum(not check.met for check in sketch.checks)
            told = (
                Message(N_("rules not met: {count}"), {"count": unmet}) if unmet else Message(N_("every rule is met"))
            )
            st.caption(f"{translate(sketch.name)} · {translate(told)}")
