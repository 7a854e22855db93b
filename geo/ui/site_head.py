"""The top of the sheet of a site: identity, pictures, verdict, key figures."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.costs import Estimate
from geo.messages import N_, Message
from geo.plans import Sketch
from geo.present import costs as tables
from geo.present import screening, site_head
from geo.present.plan_icons import plan_icon_svg
from geo.present.site_partners import nearest_text
from geo.present.situation import situation_svg
from geo.present.sketch_sheet import figures_html, table_html
from geo.present.values import value_text
from geo.study import Judgement, Survey, reasons
from geo.study.identity import Identity, identity_of
from geo.ui import session, site_photo, site_reading, weights
from geo.ui.sketch import Tell


def section(surveyed: Survey, judgement: Judgement, site: str) -> Tell:
    """
    Show who a site is and what is thought of it.

    Parameters
    ----------
    site
        Its `site_id`.

    Returns
    -------
    tell
        To call with the sketch and its costs, which take longer than the rest.
    """
    identity = identity_of(surveyed, site)
    [name] = screening.site_names(surveyed, [site], session.translate())
    with st.container(key="site-head"):
        left, middle, right = st.columns([6, 3, 3], gap="medium")
        with left:
            _words(surveyed, judgement, site, identity, name)
        with middle:
            _pictures(surveyed, site)
        with right, st.container(key="site-plan"):
            plan = st.empty()
    figures = st.empty()
    with st.expander(session.words()(N_("Parcels, owners and local plan"))):
        for table in (site_head.parcels_table, site_head.plan_table):
            st.html(table_html(table(identity, session.translate())))
    _figures(figures, surveyed, judgement, site, N_("being estimated"), None)
    return partial(_told, plan, figures, surveyed, judgement, site)


def _words(surveyed: Survey, judgement: Judgement, site: str, identity: Identity, name: str) -> None:
    translate = session.translate()
    row = judgement.results.loc[site].to_dict()
    st.html(site_head.title_html(name, identity, surveyed.sites.loc[site].to_dict(), translate))
    st.html(
        site_head.verdict_html(
            row,
            reasons(surveyed, judgement, [site])[site],
            translate,
            order=site_head.rank_text(row, site_reading.ranked(judgement), translate),
            view=weights.moved_text(judgement.profile),
        )
    )
    st.html(
        site_head.pairs_html(site_head.identity_pairs(identity, surveyed.indicators.loc[site].to_dict(), translate))
    )


def _pictures(surveyed: Survey, site: str) -> None:
    say = session.words()
    situation, photo = st.tabs([say(N_("Situation")), say(N_("Photo"))])
    with situation:
        told = say(N_("Map of the surroundings: the site in green, buildings in grey, streets in white."))
        st.image(_map(surveyed.territory.digest, site, session.language(), surveyed), width="stretch", alt=told)
    with photo:
        site_photo.section(site)


@st.cache_data(max_entries=200, show_spinner=False)
def _map(digest: str, site: str, language: str, _surveyed: Survey) -> str:
    outline = _surveyed.sites.geometry[site]
    return situation_svg(_surveyed.territory, outline, session.translate(), ratio=0.9)


def _told(
    plan: DeltaGenerator,
    figures: DeltaGenerator,
    surveyed: Survey,
    judgement: Judgement,
    site: str,
    sketch: Sketch | None,
    found: Estimate | None,
) -> None:
    say, translate = session.words(), session.translate()
    if sketch is None or found is None:
        plan.info(say(N_("No garden could be drawn here: see why under “Sketch”.")))
        _figures(figures, surveyed, judgement, site, N_("no sketch, thus no estimate"), None)
        return
    name = translate(sketch.name)
    caption = translate(Message(N_("Sketch: {name}"), {"name": sketch.name}))
    plan.image(plan_icon_svg(sketch, title=name), width="stretch", alt=name, caption=caption)
    _figures(figures, surveyed, judgement, site, N_("for the sketch below, before any quotation"), found)


def _figures(
    slot: DeltaGenerator, surveyed: Survey, judgement: Judgement, site: str, told: str, found: Estimate | None
) -> None:
    """Show the five figures that one remembers."""
    say, translate = session.words(), session.translate()
    row, result = surveyed.indicators.loc[site], judgement.results.loc[site].to_dict()
    walk, partner = nearest_text(site_reading.partners_of(surveyed, site), translate)
    area = Message(N_("usable, out of {area} m²"), {"area": float(row["area_m2"])})
    trust = Message(N_("reliability {value}"), {"value": round(float(result["reliability"]), 2)})
    known = "sun_hours" in row and pd.notna(row["sun_hours"])
    items = [
        (say(N_("Area")), value_text("usable_area_m2", row["usable_area_m2"], translate), translate(area)),
        (
            say(N_("Direct sun")),
            value_text("sun_hours", row.get("sun_hours"), translate),
            say(N_("from April to September; vegetables want 6 h")) if known else say(N_("no surface model")),
        ),
        (say(N_("Nearest partner")), walk, partner),
        (say(N_("Score")), screening.score_text(result, translate), translate(trust)),
        (say(N_("Budget")), translate(tables.money(found.budget.total)) if found else "–", say(told)),
    ]
    slot.html(figures_html(items))
