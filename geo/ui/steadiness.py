"""How steady the ranking is, worked out once everything else is shown."""

import pandas as pd
import streamlit as st

from geo.messages import N_
from geo.present import screening
from geo.present.acceptability import SHOWN_RANKS, acceptability_chart, robustness_text
from geo.present.steadiness import steadiness_table
from geo.scoring.robustness import Robustness, robustness
from geo.study import Judgement, Survey, ranking
from geo.ui import session
from geo.ui.texts import plain

_SHOWN = 10


def robustness_of(surveyed: Survey, judgement: Judgement) -> Robustness:
    """Return what weights around those of a profile make of the sites."""
    return _robustness(session.key_of(surveyed), judgement.profile.model_dump_json(), judgement)


@st.fragment
def section(surveyed: Survey, judgement: Judgement) -> None:
    """Tell how often each of the first sites stays first when the weights move; the page is there meanwhile."""
    say, translate = session.words(), session.translate()
    table = ranking(surveyed, judgement)
    first = table.index[table["verdict"] != "excluded"][:_SHOWN]
    if len(first) < 2:
        return
    with st.container(key="steadiness"):
        st.subheader(say(N_("Does the ranking hold?")))
        with st.spinner(say(N_("Moving the weights"))):
            found = robustness_of(surveyed, judgement)
        names = dict(zip(first, screening.site_names(surveyed, first, translate), strict=True))
        st.markdown(plain(robustness_text(names, found.acceptability, found.draws, translate)))
        left, right = st.columns([3, 2], gap="large")
        chart = acceptability_chart(names, found.acceptability, translate, language=session.language())
        left.image(chart, width="stretch", alt=say(N_("How often each site comes first, second or third")))
        right.html(steadiness_table(found, names, translate))
        told = N_(
            "The weights are drawn around yours; what is unknown of a site is drawn too. Among the first ten sites."
        )
        st.caption(say(told))


@st.cache_resource(max_entries=32, show_spinner=False)
def _robustness(digest: str, profile: str, _judgement: Judgement) -> Robustness:
    around = pd.Series(_judgement.profile.weights, dtype="float64")
    return robustness(_judgement.utilities, _judgement.results["verdict"], around=around, kept=SHOWN_RANKS)
