"""A plot of the person's own, named by its parcels, sent as a file or drawn on the map: a site like the others."""

from collections.abc import Sequence

import streamlit as st

from geo.errors import GeoError, LayerError
from geo.messages import N_, Message
from geo.models import Role, SiteKind
from geo.present import screening
from geo.present.labels import error_text
from geo.present.portfolio import commune_names
from geo.sources.outlines import read_outlines
from geo.sources.uploads import apart
from geo.study import Survey
from geo.study.plots import MOST_PLOTS, Plot, plot_of_corners, plot_of_parcels, plots_among
from geo.ui import choosing, session
from geo.ui.texts import plain
from geo.ui.uploads import as_sent

_MOST_MB = 10
_CORNERS, _TOLD = "corners", "own-land-told"


def panel(surveyed: Survey) -> None:
    """Let the person give a plot, and take back those that were given."""
    say = session.words()
    by_parcels, by_file, by_hand = st.tabs([say(N_("By its parcels")), say(N_("By a file")), say(N_("On the map"))])
    with by_parcels, st.form("own-parcels", border=False):
        _by_parcels(surveyed)
    with by_file, st.form("own-file", border=False, clear_on_submit=True):
        _by_file(surveyed)
    with by_hand:
        st.caption(say(N_("Click each corner of the plot on the map, one after another.")))
        st.button(say(N_("Start drawing")), icon=":material/polyline:", on_click=_start, key="draw")
    if told := st.session_state.pop(_TOLD, ""):
        st.warning(told)
    _given(surveyed)


def corners() -> Sequence[tuple[float, float]] | None:
    """Return the corners of the plot that is being drawn, nothing when none is. [degrees]"""
    drawn: Sequence[tuple[float, float]] | None = st.session_state.get(_CORNERS)
    return drawn


def take_corner(corner: tuple[float, float] | None) -> None:
    """Add a corner to the plot that is being drawn."""
    if corner is not None:
        st.session_state[_CORNERS] = (*(corners() or ()), corner)
        st.rerun(scope="fragment")


def drawing_bar(surveyed: Survey) -> None:
    """Say what to do while a plot is being drawn, and how to end it."""
    say, translate, drawn = session.words(), session.translate(), corners() or ()
    with st.container(horizontal=True, vertical_alignment="center", key="drawing"):
        st.markdown(translate(Message(N_("Corners: {count}. Click the next one on the map."), {"count": len(drawn)})))
        st.space("stretch")
        done = st.button(say(N_("Finish")), type="primary", disabled=len(drawn) < 3, key="drawn")
        st.button(say(N_("Take back a corner")), disabled=not drawn, on_click=_take_back, key="corner-back")
        st.button(say(N_("Give up")), on_click=_stop, key="drawing-stop")
    if done:
        _take_drawn(surveyed, drawn)


def _start() -> None:
    st.session_state[_CORNERS] = ()


def _stop() -> None:
    st.session_state.pop(_CORNERS, None)


def _take_back() -> None:
    st.session_state[_CORNERS] = tuple(corners() or ())[:-1]


def _take_drawn(surveyed: Survey, drawn: Sequence[tuple[float, float]]) -> None:
    try:
        plot = plot_of_corners(drawn, surveyed.territory)
        _check_room(1)
    except GeoError as error:
        st.error(plain(error_text(error, session.translate())))
        return
    _stop()
    _take([plot], surveyed)


def _by_parcels(surveyed: Survey) -> None:
    say, names = session.words(), commune_names(surveyed)
    known = {commune: names.get(commune, commune) for commune in _communes(surveyed)}
    commune = st.selectbox(say(N_("Commune")), list(known), format_func=known.__getitem__, key="own-commune")
    text = st.text_input(
        say(N_("Cadastral references")), placeholder="AH 126, AH 127", max_chars=300, key="own-references"
    )
    if not st.form_submit_button(say(N_("Take these parcels")), type="primary"):
        return
    try:
        plot, parcels = plot_of_parcels(text, str(commune), surveyed.territory)
        found = _site_of(parcels, surveyed)
        if not found:
            _check_room(1)
    except GeoError as error:
        st.error(plain(error_text(error, session.translate())))
        return
    if found:
        choosing.change(site=found)
        st.rerun()
    _take([plot], surveyed)


def _by_file(surveyed: Survey) -> None:
    say = session.words()
    st.caption(say(N_("One or several polygons: GeoJSON, GeoPackage, KML, or a Shapefile in a zip; 10 MB at most.")))
    file = st.file_uploader(say(N_("File")), max_upload_size=_MOST_MB, key="own-outline", label_visibility="collapsed")
    if not st.form_submit_button(say(N_("Take these outlines")), type="primary") or file is None:
        return
    try:
        with apart(as_sent(file)) as path:
            outlines = read_outlines(path)
        found = plots_among(outlines, surveyed.territory)
        _tell_left_out(found.left_out)
        _check_room(len(found.plots))
    except GeoError as error:
        st.error(plain(error_text(error, session.translate())))
        return
    _take(found.plots, surveyed)


def _communes(surveyed: Survey) -> list[str]:
    return sorted({*surveyed.territory.layers[Role.PARCELS].frame["commune"]})


def _site_of(parcels: Sequence[str], surveyed: Survey) -> str | None:
    """Return the site that was found of exactly these parcels: it needs not be given."""
    kinds = surveyed.sites["kind"].isin([SiteKind.PARCEL, SiteKind.ASSEMBLY])
    same = surveyed.sites["parcels"].map(set) == set(parcels)
    return next(iter(surveyed.sites.index[kinds & same]), None)


def _check_room(more: int) -> None:
    if len(choosing.choices().given) + more > MOST_PLOTS:
        reason = Message(N_("You have given {count} plots, as many as are kept."), {"count": MOST_PLOTS})
        raise LayerError(reason, remedy=Message(N_("Take one back first.")))


def _take(plots: Sequence[Plot], surveyed: Survey) -> None:
    """Keep plots and open the first one's sheet; the page is drawn anew, since it has more sites."""
    if plots:
        given = tuple(dict.fromkeys((*choosing.choices().given, *plots)))
        choosing.change(given=given)
        with st.spinner(session.words()(N_("Measuring your plot"))):
            more = session.current_survey().sites.index.difference(surveyed.sites.index)
        if len(more):
            choosing.change(site=str(more[0]))
    st.rerun()


def _tell_left_out(left_out: Sequence[Message]) -> None:
    if left_out:
        translate = session.translate()
        told = Message(N_("Left out: {reasons}"), {"reasons": tuple(left_out)})
        st.session_state[_TOLD] = plain(translate(told))


def _given(surveyed: Survey) -> None:
    say, given = session.words(), choosing.choices().given
    sites = surveyed.sites.index[surveyed.sites["kind"] == SiteKind.GIVEN].tolist()
    if not given:
        return
    title = say(N_("Your plots"))
    st.markdown(f"**{title}**")
    for place, plot in enumerate(given):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.caption(plain(_name(surveyed, sites, plot)))
        if right.button("✕", help=say(N_("Take back this plot")), key=f"plot-back-{place}"):
            choosing.change(given=tuple(other for other in given if other != plot))
            st.rerun()
    if choosing.can_undo("given") and st.button(say(N_("Undo")), icon=":material/undo:", key="undo-given"):
        choosing.undo("given")
        st.rerun()


def _name(surveyed: Survey, sites: Sequence[str], plot: Plot) -> str:
    """Return the name of the site that a plot became, its area where it lies in another territory."""
    translate = session.translate()
    outlines = surveyed.sites.geometry.loc[list(sites)]
    same = [site for site in sites if outlines[site].equals(plot.outline)]
    area = translate(Message("{area} m²", {"area": plot.outline.area}))
    if not same:
        return " · ".join([area, translate(Message(N_("in another territory")))])
    [name] = screening.site_names(surveyed, same[:1], translate)
    return f"{name} · {area}"
