"""Why a site has its verdict, what is to be checked, and what people on the spot changed."""

import streamlit as st

from geo.messages import N_
from geo.models import Verdict
from geo.present import site_reasons
from geo.study import Judgement, Survey, doubts, explanations
from geo.ui import session, site_reading
from geo.ui.texts import small_heading, statement


def section(surveyed: Survey, judgement: Judgement, site: str) -> None:
    """Show the reasons on the left, what is to be checked on the right."""
    say, translate = session.words(), session.translate()
    verdict = Verdict(judgement.results.at[site, "verdict"])
    st.header(say(N_("Why, and what is to be checked")), anchor="verdict")
    left, right = st.columns(2, gap="large")
    with left:
        found = explanations(surveyed, judgement, [site])[site]
        told = site_reasons.explanations_html(found, judgement.profile, translate)
        nothing = statement(say(N_("No rule that was read excludes this site or binds it.")))
        st.html(small_heading(say(_TITLES[verdict])) + (told or nothing))
        appeal = site_reading.appeal_of(surveyed, judgement.profile, site)
        if appeal is not None:
            heading = small_heading(say(N_("What people on the spot changed")))
            st.html(heading + site_reasons.appeal_html(appeal, translate))
    with right:
        open_questions = doubts(surveyed, judgement, [site])[site]
        nothing = statement(say(N_("Everything that counts is known. Go and see it all the same.")))
        asked = site_reasons.doubts_html(open_questions, translate)
        st.html(small_heading(say(N_("To be checked"))) + (asked or nothing))


_TITLES = {
    Verdict.ELIGIBLE: N_("Nothing stands against it"),
    Verdict.CONDITIONAL: N_("On these conditions"),
    Verdict.EXCLUDED: N_("Why it is excluded"),
}
