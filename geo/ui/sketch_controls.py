"""What a person can change of a sketch: programme, shares, gate, what stays, another draw, one step back."""

from collections.abc import Mapping

import shapely
import streamlit as st

from geo.messages import N_, Message
from geo.plans import Ground, Sketch, Zone
from geo.present.plan_icons import plan_icon_svg
from geo.present.plan_words import ZONE_NAMES
from geo.study.sketches import along_street_m
from geo.study.wishes import MOST_KEPT, MOST_LOCKS, PROGRAMMES, SEEDS, Kept, Lock, Wish, programme_of
from geo.ui import session, wishes

_LABELS: Mapping[str, str] = {
    "clamart": N_("Base programme"),
    "residence": N_("Residence"),
    "dense": N_("Dense neighbourhood"),
}
_TOLD: Mapping[str, str] = {
    "clamart": N_("The garden of Clamart: vegetables first, an orchard, herbs and flowers."),
    "residence": N_("For a residence: a larger gathering place and more raised beds."),
    "dense": N_("For a dense neighbourhood: more flowers and gathering, a smaller orchard."),
}
_STEP_M = 0.5
_LEAST_STREET_M = 3.0
_HIGHEST_SHARE = 60


def controls(site: str, ground: Ground, best: Sketch | None) -> None:
    """
    Draw the controls on one line; each opens what it changes.

    Parameters
    ----------
    ground
        Of the site, before any change.
    best
        The sketch that is shown; nothing where none could be drawn.
    """
    say, wish = session.words(), wishes.wish_of(site)
    with st.container(horizontal=True, vertical_alignment="center", key="sketch-controls"):
        with st.popover(say(N_("Programme"))):
            _programme(site, wish)
        with st.popover(say(N_("Shares"))):
            _shares(site, wish, ground)
        with st.popover(say(N_("Gate"))):
            _gate(site, wish, ground, best)
        with st.popover(say(N_("What stays"))):
            _kept(site, wish, ground, best)
        with st.popover(say(N_("Lock"))):
            _lock(site, wish, best)
        st.button(
            say(N_("Try another one")),
            key="sketch-again",
            on_click=wishes.change,
            args=[site],
            kwargs={"seed": (wish.seed + 1) % SEEDS},
        )
        st.button(
            say(N_("Undo")),
            key="sketch-undo",
            on_click=wishes.undo,
            args=[site],
            disabled=not wishes.can_undo(site),
        )


def _key(name: str, wanted: object) -> str:
    """
    Return the key of a widget that shows what is wished: the same while a finger moves it, a new one after an undo.

    Writing into the state of a widget would make it jump back under a finger that is faster than the sketch.
    """
    number = st.session_state.get(name, 0)
    if st.session_state.get(f"{name}-{number}") == wanted:
        return f"{name}-{number}"
    st.session_state[name] = number + 1
    return f"{name}-{number + 1}"


def _programme(site: str, wish: Wish) -> None:
    say = session.words()
    key = _key("sketch-programme", wish.programme)
    st.radio(
        say(N_("What the garden is made of")),
        PROGRAMMES,
        PROGRAMMES.index(wish.programme),
        format_func=lambda name: say(_LABELS[name]),
        captions=[say(_TOLD[name]) for name in PROGRAMMES],
        key=key,
        on_change=_take_programme,
        args=[site, key],
    )


def _take_programme(site: str, key: str) -> None:
    wishes.change(site, programme=st.session_state[key], shares={})


def _shares(site: str, wish: Wish, ground: Ground) -> None:
    say = session.words()
    st.caption(say(N_("The part of each zone; only its part in the whole matters. Small zones keep their least area.")))
    programme = programme_of(wish).for_area(max(ground.usable.area, 150.0))
    for zone, needs in programme.zones.items():
        share = min(round(needs.share), _HIGHEST_SHARE)
        key = _key(f"sketch-share-{zone}", share)
        st.slider(
            say(ZONE_NAMES[zone].msgid),
            1,
            _HIGHEST_SHARE,
            share,
            key=key,
            on_change=_take_share,
            args=[site, zone, key],
        )
    st.button(
        say(N_("Back to the programme")),
        key="sketch-shares-reset",
        on_click=wishes.change,
        args=[site],
        kwargs={"shares": {}},
        disabled=not wish.shares,
    )


def _take_share(site: str, zone: Zone, key: str) -> None:
    shares = dict(wishes.wish_of(site).shares) | {zone: float(st.session_state[key])}
    wishes.change(site, f"share of {zone}", shares=shares)


def _gate(site: str, wish: Wish, ground: Ground, best: Sketch | None) -> None:
    say, translate = session.words(), session.translate()
    length = ground.street.length
    if length < _LEAST_STREET_M:
        st.caption(say(N_("The street side is too short to move the gate.")))
        return
    place = wish.gate_m if wish.gate_m is not None else _drawn_gate_m(ground, best)
    shown = min(max(round(place / _STEP_M) * _STEP_M, 0.0), _last_m(length))
    key = _key("sketch-gate", shown)
    ends = dict(zip(("first", "last"), _ends(ground), strict=True))
    st.slider(
        say(N_("Place of the gate along the street (m)")),
        0.0,
        _last_m(length),
        shown,
        step=_STEP_M,
        format="localized",
        key=key,
        on_change=_take_gate,
        args=[site, key],
        help=translate(Message(N_("0 is the {first} end of the street side, the other one is the {last} end."), ends)),
    )
    st.button(
        say(N_("Let the sketch choose")),
        key="sketch-gate-free",
        on_click=wishes.change,
        args=[site],
        kwargs={"gate_m": None},
        disabled=wish.gate_m is None,
    )


def _last_m(length: float) -> float:
    return max(_STEP_M, length // _STEP_M * _STEP_M)


def _drawn_gate_m(ground: Ground, best: Sketch | None) -> float:
    return ground.street.length / 2 if best is None else along_street_m(ground, best.plan.entrance)


def _ends(ground: Ground) -> tuple[Message, Message]:
    """Name both ends of the street side by where they lie."""
    points = shapely.get_coordinates(ground.street)
    east, north = points[-1] - points[0]
    if abs(east) >= abs(north):
        names = (N_("western"), N_("eastern"))
        return _messages(names if east > 0 else names[::-1])
    names = (N_("southern"), N_("northern"))
    return _messages(names if north > 0 else names[::-1])


def _messages(names: tuple[str, str]) -> tuple[Message, Message]:
    return Message(names[0]), Message(names[1])


def _take_gate(site: str, key: str) -> None:
    # the paths of a locked sketch start at its gate
    wishes.change(site, "gate", gate_m=float(st.session_state[key]), lock=None)


def _lock(site: str, wish: Wish, shown: Sketch | None) -> None:
    say = session.words()
    st.caption(say(N_("A locked zone stays as it is drawn, with the paths; the others are laid out again.")))
    locked = () if wish.lock is None else wish.lock.zones
    for zone in locked if shown is None else [one for one in Zone if one in shown.plan.zones]:
        key = _key(f"sketch-lock-{zone}", zone in locked)
        st.checkbox(
            say(ZONE_NAMES[zone].msgid),
            zone in locked,
            key=key,
            on_change=_take_lock,
            args=[site, zone, key, shown.number if shown else 1],
            disabled=zone not in locked and wish.locks >= MOST_LOCKS,
        )


def _take_lock(site: str, zone: Zone, key: str, number: int) -> None:
    now = wishes.wish_of(site)
    before = () if now.lock is None else now.lock.zones
    if st.session_state[key]:
        zones = tuple(one for one in Zone if one in {*before, zone})
        wishes.change(site, lock=Lock(wish=now, number=number, zones=zones))
    elif now.lock is not None:
        zones = tuple(one for one in before if one != zone)
        wishes.change(site, lock=now.lock.model_copy(update={"zones": zones}) if zones else None)
    st.query_params.pop(wishes.VARIANT, None)


def _kept(site: str, wish: Wish, ground: Ground, best: Sketch | None) -> None:
    say = session.words()
    st.caption(say(N_("A tree, a hut or a pond that stays: the sketch goes around it. Buildings stay already.")))
    _remove(site, wish)
    west, south, east, north = ground.outline.bounds
    place = Kept(
        east_m=_length(say(N_("From the western side (m)")), "east", site, east - west),
        north_m=_length(say(N_("From the southern side (m)")), "north", site, north - south),
        radius_m=st.slider(
            say(N_("Radius on the ground (m)")), 0.5, 8.0, 1.0, step=0.5, format="localized", key="sketch-keep-radius"
        ),
    )
    shown = shapely.Point(west + place.east_m, south + place.north_m).buffer(place.radius_m)
    inside = bool(shown.intersects(ground.outline))
    if best is not None:
        title = say(N_("Where it stands"))
        st.image(plan_icon_svg(best, title=title, mark=shown), width=120, alt=title)
    st.button(
        say(N_("Keep it")),
        key="sketch-keep",
        on_click=wishes.change,
        args=[site],
        kwargs={"kept": (*wish.kept, place)},
        disabled=not inside or len(wish.kept) >= MOST_KEPT,
        help=None if inside else say(N_("This place is outside of the site.")),
    )


def _remove(site: str, wish: Wish) -> None:
    translate = session.translate()
    for number, one in enumerate(wish.kept):
        values = {"number": number + 1, "radius": one.radius_m}
        st.button(
            translate(Message(N_("Remove no. {number}, radius {radius} m"), values)),
            key=f"sketch-remove-{number}",
            icon=":material/delete:",
            on_click=wishes.change,
            args=[site],
            kwargs={"kept": tuple(other for other in wish.kept if other is not one)},
        )


def _length(label: str, name: str, site: str, most: float) -> float:
    """Ask for a distance within the site; the sliders of two sites are not of the same length."""
    last = _last_m(most)
    return float(
        st.slider(
            label, 0.0, last, last / 2 // _STEP_M * _STEP_M, step=_STEP_M, format="localized", key=f"keep-{name}-{site}"
        )
    )
