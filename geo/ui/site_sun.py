"""The sun of a site: month by month against what a garden needs, and at a moment."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.messages import N_, Message, Value
from geo.models import Role
from geo.present.charts import month_chart
from geo.present.labels import column_label
from geo.present.shadow_study import shadow_picture
from geo.study import Survey
from geo.study.scenes import can_be_lit
from geo.study.sun import Moment
from geo.ui import session
from geo.ui.texts import small_heading

LEGAL_TIME = ZoneInfo("Europe/Paris")
NEEDS = ((N_("Vegetables"), 6.0), (N_("Orchard"), 5.0), (N_("Herbs"), 5.0), (N_("Flowers"), 3.0))
"""Hours of direct sun a day that each zone of the garden of Clamart needs (our assumption)."""
_YEAR = 2025


def section(surveyed: Survey, site: str) -> None:
    """Show the months on the left, a moment on the right."""
    st.header(session.words()(N_("Sun")), anchor="sun")
    left, right = st.columns([1, 1], gap="large")
    with left:
        _season(surveyed, site)
    with right:
        _time_machine(surveyed, site)


def _season(surveyed: Survey, chosen: str) -> None:
    """Show the hours of each month against what the zones of a garden need."""
    say, translate = session.words(), session.translate()
    st.html(small_heading(say(N_("Sun by month"))))
    row = surveyed.indicators.loc[chosen]
    months = {month: row.get(f"sun_hours_{month:02d}") for month in range(1, 13)}
    known = {month: float(hours) for month, hours in months.items() if pd.notna(hours)}
    if not known:
        st.info(
            say(N_("The sun is not known here: a surface model (MNS), or the heights of the buildings, is missing."))
        )
        return
    needs = [(say(label), hours) for label, hours in NEEDS]
    st.image(
        month_chart(known, needs, translate, language=session.language()), width="stretch", alt=say(N_("Sun by month"))
    )
    shares: dict[str, Value] = {
        "dark": round(100 * float(row["sun_under_3h_share"])),
        "sunny": round(100 * float(row["sun_over_6h_share"])),
    }
    text = N_("From April to September: under 3 h on {dark} % of the site, 6 h or more on {sunny} %.")
    st.caption(translate(Message(text, shares)))
    for note in surveyed.sun_notes:
        st.caption(translate(note))
    with st.expander(say(N_("Table"))):
        columns = [f"sun_hours_{month:02d}" for month in known]
        labels = [column_label(column, translate) for column in columns]
        st.dataframe(
            pd.DataFrame({say(N_("Month")): labels, "h": [translate(row[c]) for c in columns]}), hide_index=True
        )


@st.fragment
def _time_machine(surveyed: Survey, chosen: str) -> None:
    """Show the shadows around the site at the day and hour that the person chooses."""
    say, translate = session.words(), session.translate()
    if not can_be_lit(surveyed.territory):
        return
    st.html(small_heading(say(N_("Shadows at a moment"))))
    left, right = st.columns([1, 2], gap="medium")
    with left:
        month = st.select_slider(
            say(N_("Day")),
            range(1, 13),
            value=3,
            format_func=lambda number: translate(date(_YEAR, number, 21)).removesuffix(f" {_YEAR}"),
        )
        hour = st.slider(
            say(N_("Legal time")), time(6), time(21), time(10), step=pd.Timedelta(minutes=15).to_pytimedelta()
        )
        moment = datetime.combine(date(_YEAR, month, 21), hour, tzinfo=LEGAL_TIME)
        found = session.moment_of(surveyed, chosen, moment)
        if found.elevation_deg < 0:
            st.caption(say(N_("The sun is down.")))
        else:
            height: dict[str, Value] = {"degrees": round(found.elevation_deg)}
            st.caption(translate(Message(N_("The sun stands {degrees}° above the horizon."), height)))
    with right:
        caption = f"{translate(moment.date())}, {hour:%H:%M}"
        st.image(_picture(surveyed, chosen, found, caption), width="stretch", alt=caption)


def _picture(surveyed: Survey, chosen: str, moment: Moment, caption: str) -> str:
    say = session.words()
    buildings = surveyed.territory.layers.get(Role.BUILDINGS)
    bounds = moment.lit.bounds
    near = gpd.GeoSeries()
    if buildings:
        near = gpd.GeoDataFrame(buildings.frame).geometry.cx[bounds.west : bounds.east, bounds.south : bounds.north]
    return shadow_picture(
        moment.lit.values,
        bounds,
        surveyed.sites.geometry[chosen],
        list(near),
        title=say(N_("Shadows around the site")),
        caption=caption,
        sun_azimuth=moment.azimuth_deg if moment.elevation_deg > 0 else None,
    )
