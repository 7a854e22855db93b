"""The score of a site: what makes it, how firm it is, what moves it."""

import pandas as pd
import streamlit as st

from geo.messages import N_, Message
from geo.models import Verdict
from geo.present import screening, site_score
from geo.present.contributions import contributions_chart
from geo.present.sketch_sheet import figures_html, table_html
from geo.present.tornado import tornado_chart
from geo.scoring.contributions import contributions
from geo.scoring.sensitivity import tornado
from geo.study import Judgement, Survey
from geo.ui import session, site_reading
from geo.ui.steadiness import robustness_of


def section(surveyed: Survey, judgement: Judgement, site: str) -> None:
    """Show the contributions, then how firm the place of the site is, then what moves its score."""
    say, translate = session.words(), session.translate()
    st.header(say(N_("Where the score comes from")), anchor="score")
    if pd.isna(judgement.results.at[site, "score"]):
        st.info(say(N_("Nothing is known yet of what counts: there is no score.")))
        return
    [name] = screening.site_names(surveyed, [site], translate)
    shares = contributions(judgement.utilities.loc[[site]], site_reading.weights_of(judgement))
    criteria = judgement.profile.criteria
    _beside(
        "contributions",
        contributions_chart(
            {site: name}, judgement.results.loc[[site]], shares, criteria, translate, language=session.language()
        ),
        site_score.contributions_table(shares.loc[site], judgement.utilities.loc[site], criteria, translate),
        say(N_("Contributions of the criteria to the score; the same figures stand in the table.")),
    )
    _firmness(surveyed, judgement, site)
    moves = tornado(
        judgement.utilities.loc[site],
        site_reading.weights_of(judgement),
        site_reading.qualities_of(surveyed, judgement, site),
    )
    with st.expander(say(N_("What moves this score"))):
        score = float(judgement.results.at[site, "score"])
        _beside(
            "tornado",
            tornado_chart(
                name, score, judgement.utilities.loc[site], moves, criteria, translate, language=session.language()
            ),
            site_score.tornado_table(moves, criteria, translate),
            say(N_("How far the score moves with each weight and each figure; the same stands in the table.")),
        )


def _beside(key: str, svg: str, table: "site_score.Table", told: str) -> None:
    """Show a chart with its table; a phone has room for the table alone."""
    with st.container(key=f"site-{key}"):
        left, right = st.columns([5, 3], gap="large")
        with left:
            st.image(svg, width="stretch", alt=told)
        with right:
            st.html(table_html(table))


def _firmness(surveyed: Survey, judgement: Judgement, site: str) -> None:
    say, translate = session.words(), session.translate()
    if judgement.results.at[site, "verdict"] == Verdict.EXCLUDED:
        st.caption(say(N_("An excluded site has no place in the ranking, whatever the weights.")))
        return
    with st.spinner(say(N_("Drawing weights at random"))):
        found = robustness_of(surveyed, judgement)
    st.html(f'<div class="jc-firm">{figures_html(site_score.firmness(found, site, translate))}</div>')
    drawn = Message(N_("{draws} draws of weights around yours; what is unknown is drawn too."), {"draws": found.draws})
    st.caption(translate(drawn))
