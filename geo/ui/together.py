"""Together: which gardens, over the communes, serve most people between them."""

from collections.abc import Mapping

import streamlit as st

from geo.errors import PortfolioError
from geo.messages import N_
from geo.portfolio import DEFAULT_WEIGHTS, Goal, Limits, Portfolio, choose
from geo.present import portfolio as views
from geo.present import screening
from geo.study import Judgement, Survey
from geo.study.choices import Gardens
from geo.study.portfolio import Offered, offered
from geo.ui import choosing, frame, handouts, session, weights
from geo.ui.site_map import site_map
from geo.ui.texts import plain

_SETS = 3
_MOST_GARDENS = 8
_MAP_HEIGHT = 620


def page() -> None:
    """Let the person ask for several gardens, and show the best sets on the map."""
    say = session.words()
    choosing.into_address()
    with st.spinner(say(N_("Looking for candidate sites"))):
        surveyed = session.current_survey()
    if surveyed.sites.empty:
        st.info(say(N_("No parcel of this territory could become a garden: see why on the page “Territory”.")))
        return
    _desk(surveyed)


@st.fragment
def _desk(surveyed: Survey) -> None:
    profile = session.profile(choosing.choices())
    judgement = session.judgement_of(surveyed, profile)
    left, right = st.columns([2, 1], gap="medium")
    with right:
        asked = _question(surveyed, judgement)
        sets = _answer(surveyed, judgement, asked)
        chosen = _told(surveyed, judgement, sets) if sets else None
    with left:
        st.caption(weights.moved_text(profile))
        shown = chosen.sites if chosen else ()
        places = session.sites_on_map(surveyed).index.get_indexer(list(shown))
        clicked = site_map(surveyed, judgement, places, key="together", height=_MAP_HEIGHT)
        if clicked:
            choosing.change(site=clicked)
        if chosen:
            _gains(surveyed, judgement, chosen)
            with st.container(horizontal=True, key="together-next"):
                frame.button_to("comparer", session.words()(N_("Compare")), icon=":material/compare:")
                handouts.of_gardens(surveyed, judgement, sets, _offer(surveyed, judgement).notes)


def _question(surveyed: Survey, judgement: Judgement) -> tuple[Limits, Mapping[Goal, float]]:
    """Show what is asked and return it; every change is kept with the other choices."""
    say, asked = session.words(), choosing.choices().gardens
    communes = surveyed.sites["commune"].nunique()
    with st.container(border=True, key="question-together"):
        st.subheader(say(_TITLE), anchor=False)
        _number(say(N_("How many gardens")), "count", asked.count, 1, _MOST_GARDENS)
        _number(say(N_("In how many communes at least")), "least_communes", asked.least_communes, 1, communes)
        _number(say(N_("In a residence at least")), "least_residences", asked.least_residences, 0, asked.count)
        with st.expander(say(N_("Budget, sites, goals"))):
            _budget(asked)
            _sites(surveyed, judgement, asked)
            goals = _goals()
    limits = Limits(
        gardens=asked.count,
        budget_eur=asked.budget_eur,
        communes_least=min(asked.least_communes, asked.count),
        residences_least=min(asked.least_residences, asked.count),
        required=_known(surveyed, asked.kept),
        refused=_known(surveyed, asked.left_out),
    )
    return limits, goals


_TITLE = N_("Which gardens together?")


def _known(surveyed: Survey, sites: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(site for site in sites if site in surveyed.sites.index)


def _number(label: str, part: str, value: int, low: int, high: int) -> None:
    key = f"gardens-{part}"
    choosing.show(key, min(max(value, low), max(high, low)))
    st.number_input(label, low, max(high, low), step=1, key=key, on_change=_take, args=[part, key])


def _take(part: str, key: str) -> None:
    _change({part: st.session_state[key]})


def _change(parts: Mapping[str, object]) -> None:
    asked = choosing.choices().gardens
    choosing.change(gardens=Gardens.model_validate({**dict(asked), **parts}))


def _budget(asked: Gardens) -> None:
    say, key = session.words(), "gardens-budget"
    choosing.show(key, asked.budget_eur or 0.0)
    st.number_input(
        say(N_("Budget for all of them, in euros (0: no limit)")),
        0.0,
        step=5_000.0,
        format="%.0f",
        key=key,
        on_change=lambda: _change({"budget_eur": st.session_state[key] or None}),
    )


def _sites(surveyed: Survey, judgement: Judgement, asked: Gardens) -> None:
    say = session.words()
    ids = judgement.results["rank"].sort_values(kind="stable").index.tolist()
    names = dict(zip(ids, screening.site_names(surveyed, ids, session.translate()), strict=True))
    labels = {"kept": N_("Must be part of it"), "left_out": N_("Must not be part of it")}
    for part, label in labels.items():
        key = f"gardens-{part}"
        choosing.show(key, list(_known(surveyed, getattr(asked, part))))
        st.multiselect(say(label), ids, format_func=names.__getitem__, key=key, on_change=_take_sites, args=[part, key])


def _take_sites(part: str, key: str) -> None:
    _change({part: tuple(st.session_state[key])})


def _goals() -> Mapping[Goal, float]:
    say = session.words()
    st.caption(say(N_("What a set of gardens is good for, in shares of the whole.")))
    asked = {
        goal: float(st.slider(say(label), 0, 100, round(DEFAULT_WEIGHTS[goal]), key=f"goal-{goal}"))
        for goal, label in views.GOAL_LABELS.items()
    }
    return asked if any(asked.values()) else DEFAULT_WEIGHTS


def _answer(
    surveyed: Survey, judgement: Judgement, asked: tuple[Limits, Mapping[Goal, float]]
) -> tuple[Portfolio, ...]:
    say = session.words()
    limits, goals = asked
    try:
        with st.spinner(say(N_("Choosing the gardens"))):
            return _chosen(
                surveyed.digest, judgement.profile.model_dump_json(), repr(limits), repr(goals), limits,
                dict(goals), _offer(surveyed, judgement).offer,
            )  # fmt: skip
    except PortfolioError as error:
        translate = session.translate()
        st.warning(" ".join(translate(part) for part in (error.reason, error.remedy) if part))
        return ()


def _offer(surveyed: Survey, judgement: Judgement) -> Offered:
    return _cached_offer(surveyed.digest, judgement.profile.model_dump_json(), surveyed, judgement)


@st.cache_resource(max_entries=32, show_spinner=False)
def _cached_offer(digest: str, profile: str, _surveyed: Survey, _judgement: Judgement) -> Offered:
    return offered(_surveyed, _judgement)


@st.cache_resource(max_entries=64, show_spinner=False)
def _chosen(
    digest: str, profile: str, limits: str, goals: str, _limits: Limits, _goals: Mapping[Goal, float], _offer: object
) -> tuple[Portfolio, ...]:
    return choose(_offer, _limits, _goals, count=_SETS)  # type: ignore[arg-type]


def _told(surveyed: Survey, judgement: Judgement, sets: tuple[Portfolio, ...]) -> Portfolio:
    """Show the sets and return the one that the person looks at."""
    say, translate = session.words(), session.translate()
    best, other = say(N_("Best set")), say(N_("Set"))
    labels = [best, *(f"{other} {rank}" for rank in range(2, len(sets) + 1))]
    place = st.segmented_control(
        say(N_("Sets of gardens")),
        range(len(sets)),
        default=0,
        required=True,
        format_func=labels.__getitem__,
        key="set",
        label_visibility="collapsed",
        width="stretch",
    )
    chosen = sets[min(place or 0, len(sets) - 1)]
    lines = views.garden_lines(surveyed, judgement, chosen, translate)
    st.markdown("\n".join(f"{number}. {plain(line)}" for number, line in enumerate(lines, start=1)))
    rank = sets.index(chosen) + 1
    st.caption(views.proof_text(chosen, rank, translate))
    if rank > 1:
        st.caption(plain(views.change_text(surveyed, sets[0], chosen, translate)))
    return chosen


def _gains(surveyed: Survey, judgement: Judgement, chosen: Portfolio) -> None:
    say, translate = session.words(), session.translate()
    st.subheader(say(_GAINS), anchor=False)
    lines = views.gain_lines(chosen, translate)[1:]
    for line, reach in zip(lines, chosen.reached.values(), strict=False):
        st.progress(min(1.0, reach.served / reach.total) if reach.total else 0.0, text=plain(line))
    with st.container(horizontal=True, key="figures"):
        for label, value in views.gain_figures(chosen, translate).items():
            st.metric(label, value)
    for note in _offer(surveyed, judgement).notes:
        st.caption(translate(note))


_GAINS = N_("What they bring together")
