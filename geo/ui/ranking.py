"""Map and ranking: which sites, in which order, and why."""

import pandas as pd
import streamlit as st

from geo.messages import N_, Message
from geo.models import Verdict
from geo.present import palette, screening
from geo.present.labels import column_label
from geo.scoring import Profile
from geo.study import Judgement, Survey, ranking, reasons
from geo.study.choices import MOST_COMPARED
from geo.ui import choosing, filters, frame, own_land, session, steadiness, weights
from geo.ui.cards import cards as card_list
from geo.ui.site_map import Places, drawing_map, site_map

_MAP_HEIGHT = 640
_LIST_HEIGHT = 530
_LIST_UNDER_SHEET_HEIGHT = 330
_LISTED = 60


def page() -> None:
    """Show every site on the map and in the list; choosing one in either shows it in both."""
    say = session.words()
    choosing.into_address()
    with st.spinner(say(N_("Looking for candidate sites"))):
        surveyed = session.current_survey()
    if surveyed.sites.empty:
        st.info(say(N_("No parcel of this territory could become a garden: see why on the page “Territory”.")))
        own_land.panel(surveyed)
        return
    _desk(surveyed)


@st.fragment
def _desk(surveyed: Survey) -> None:
    """Draw all that moves together; nothing outside runs again when a site or a weight is chosen."""
    left, right = st.columns([2, 1], gap="medium")
    with left:
        profile = _controls(surveyed)
        judgement = session.judgement_of(surveyed, profile)
        table = filters.kept(ranking(surveyed, judgement), choosing.choices().filters)
        places = session.sites_on_map(surveyed).index.get_indexer(table.index)
        _map(surveyed, judgement, places)
        st.caption(screening.rejections_text(surveyed, session.translate()))
    with right:
        _chosen_site(surveyed, judgement)
        _list(surveyed, judgement, table, places)
    steadiness.section(surveyed, judgement)


def _map(surveyed: Survey, judgement: Judgement, places: Places) -> None:
    """Show the map; while a plot is drawn, its clicks are corners."""
    # the bar has a place of its own, or the map would move, and open again, when it comes
    bar, corners = st.container(), own_land.corners()
    if corners is not None:
        with bar:
            own_land.drawing_bar(surveyed)
        own_land.take_corner(drawing_map(surveyed, judgement, places, key="map", height=_MAP_HEIGHT, corners=corners))
        return
    chosen = _chosen_id(surveyed)
    _choose(site_map(surveyed, judgement, places, key="map", height=_MAP_HEIGHT, chosen=chosen), chosen)


def _controls(surveyed: Survey) -> Profile:
    say, translate = session.words(), session.translate()
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        with st.popover(say(N_("Filters")), icon=":material/filter_alt:"):
            filters.panel(surveyed)
        with st.popover(say(N_("What counts")), icon=":material/tune:"):
            weights.panel()
        with st.popover(say(N_("My plot")), icon=":material/add_location_alt:"):
            own_land.panel(surveyed)
        profile = session.profile(choosing.choices())
        count = translate(Message(N_("{count} candidate sites"), {"count": len(surveyed.sites)}))
        st.caption(f"{count} · {weights.moved_text(profile)}")
    return profile


def _chosen_id(surveyed: Survey) -> str | None:
    asked = choosing.choices().site
    return asked if asked in surveyed.sites.index else None


def _chosen_site(surveyed: Survey, judgement: Judgement) -> None:
    say, translate, chosen = session.words(), session.translate(), _chosen_id(surveyed)
    with st.container(border=True, key="sheet"):
        if chosen is None:
            st.caption(say(N_("Choose a site on the map or in the list to read why it stands where it stands.")))
            return
        st.html(screening.site_sheet(surveyed, judgement, chosen, translate))
        with st.container(horizontal=True):
            frame.button_to("site", say(N_("Open its sheet")), icon=":material/description:", primary=True)
            _compare_button(chosen)


def _compare_button(site: str) -> None:
    """Put a site beside others, or take it away."""
    say, compared = session.words(), choosing.choices().compared
    if site in compared:
        rest = tuple(one for one in compared if one != site)
        st.button(
            say(N_("Leave out of the comparison")), on_click=choosing.change, kwargs={"compared": rest}, key="apart"
        )
    elif len(compared) < MOST_COMPARED:
        st.button(
            say(N_("Add to the comparison")),
            icon=":material/compare:",
            on_click=choosing.change,
            kwargs={"compared": (*compared, site)},
            key="beside",
        )


def _list(surveyed: Survey, judgement: Judgement, table: pd.DataFrame, places: Places) -> None:
    """Show the same sites as cards or as a table."""
    say = session.words()
    if table.empty:
        st.info(say(N_("No site passes these filters. Widen them to see some.")))
        return
    views = {"cards": N_("Cards"), "table": N_("Table")}
    view = st.segmented_control(
        say(N_("View")),
        list(views),
        default=session.from_address("view", list(views), "cards"),
        required=True,
        format_func=lambda name: say(views[name]),
        key="view",
        on_change=session.into_address,
        args=["view"],
        label_visibility="collapsed",
    )
    if view == "table":
        _table(surveyed, judgement, table)
    else:
        _cards(surveyed, judgement, table, places)


def _cards(surveyed: Survey, judgement: Judgement, table: pd.DataFrame, places: Places) -> None:
    chosen, listed = _chosen_id(surveyed), st.session_state.setdefault("listed", _LISTED)
    sites = table.index[:listed]
    cards = screening.site_cards(surveyed, judgement, sites, session.translate())
    shown = [(site, int(place), cards[site]) for site, place in zip(sites, places[:listed], strict=True)]
    clicked, asked = card_list(shown, chosen=chosen, more=len(table) - len(shown), height=_list_height(chosen))
    if asked:
        st.session_state["listed"] += _LISTED
        st.rerun(scope="fragment")
    _choose(clicked, chosen)


def _list_height(chosen: str | None) -> int:
    return _LIST_HEIGHT if chosen is None else _LIST_UNDER_SHEET_HEIGHT


def _table(surveyed: Survey, judgement: Judgement, table: pd.DataFrame) -> None:
    translate, chosen = session.translate(), _chosen_id(surveyed)
    rows = [table.index.get_loc(chosen)] if chosen in table.index else []
    green = palette.VERDICT_COLOURS[Verdict.ELIGIBLE]
    event = st.dataframe(
        _shown(surveyed, judgement, table),
        hide_index=True,
        # A table keeps what was chosen in it: a site that is chosen on the map takes a fresh one.
        key=f"ranking-{chosen}",
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": rows}},
        height=_list_height(chosen),
        column_config={
            column_label("rank", translate): st.column_config.Column(width=48),
            translate(Message(N_("Site"))): st.column_config.Column(width=150),
            column_label("verdict", translate): st.column_config.Column(width=98),
            column_label("score", translate): st.column_config.ProgressColumn(
                min_value=0, max_value=100, format="%d", color=green, width=92
            ),
        },
    )
    _choose(str(table.index[event.selection.rows[0]]) if event.selection.rows else None, chosen)


def _shown(surveyed: Survey, judgement: Judgement, table: pd.DataFrame) -> pd.DataFrame:
    translate = session.translate()
    told = reasons(surveyed, judgement, table.index)
    verdicts = [Verdict(verdict) for verdict in table["verdict"]]
    ranks = zip(table["rank"], verdicts, strict=True)
    bounds = zip(table["score_low"], table["score_high"], strict=True)
    return pd.DataFrame(
        {
            column_label("rank", translate): ["–" if v is Verdict.EXCLUDED else str(rank) for rank, v in ranks],
            translate(Message(N_("Site"))): screening.site_names(surveyed, table.index, translate),
            column_label("verdict", translate): [
                f"{palette.VERDICT_MARKS[verdict]} {translate(palette.VERDICT_LABELS[verdict])}" for verdict in verdicts
            ],
            column_label("score", translate): table["score"].round().to_numpy(),
            translate(Message(N_("Interval"))): [f"{low:.0f}–{high:.0f}" for low, high in bounds],
            column_label("reliability", translate): [translate(round(value, 2)) for value in table["reliability"]],
            column_label("area_m2", translate): [translate(float(area)) for area in table["area_m2"]],
            column_label("reasons", translate): [translate(told[site]) for site in table.index],
        }
    )


def _choose(found: str | None, chosen: str | None) -> None:
    if found is not None and found != chosen:
        choosing.change(site=found)
        st.rerun(scope="fragment")
