"""What a person knows of the cost of a site, asked above the tables of costs and kept with the other choices."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from geo.costs import Estimate, Files
from geo.messages import N_, Message
from geo.study import Survey
from geo.study.costing import MOST_SITES, Costing, is_protected
from geo.study.dossier import funds_file, usual_files
from geo.ui import choosing, session

_PROTECTED: Mapping[str, bool | None] = {N_("not known"): None, N_("yes"): True, N_("no"): False}


def of(site: str) -> Costing:
    """Return what is known of the cost of a site."""
    return choosing.choices().costings.get(site, Costing())


def works(site: str, found: Estimate) -> None:
    """Ask what stands already, and which works are wanted that no plan tells."""
    say, translate, known = session.words(), session.translate(), of(site)
    with st.popover(say(N_("Options")), icon=":material/tune:"):
        longest = max(1.0, float(round(found.quantities.fence_m)))
        label = say(N_("Fence or walls that stand already (m)"))
        _number(site, "fenced", label, known.fenced_m, most=longest, step=5.0)
        largest = float(round(found.quantities.usable_m2))
        for price in price_files().prices.prices:
            if price.optional:
                label = translate(Message(N_("{option} (m²)"), {"option": Message(price.label)}))
                _number(site, price.id, label, known.areas_m2.get(price.id, 0.0), most=largest, step=50.0)


def _number(site: str, name: str, label: str, known: float, *, most: float, step: float) -> None:
    choosing.show(f"cost-{name}", min(float(known), most))
    st.number_input(label, 0.0, most, step=step, key=f"cost-{name}", on_change=_take_number, args=[site, name])


def _take_number(site: str, name: str) -> None:
    value = float(st.session_state[f"cost-{name}"])
    if name == "fenced":
        _change(site, name, fenced_m=value)
    else:
        areas = {**of(site).areas_m2, name: value}
        _change(site, name, areas_m2={work: area for work, area in areas.items() if area})


def team(site: str) -> None:
    """Ask how many sites share the team."""
    choosing.show("cost-sites", of(site).sites)
    label = session.words()(N_("Sites that share the team"))
    st.number_input(label, 1, MOST_SITES, key="cost-sites", width=260, on_change=_take_sites, args=[site])


def _take_sites(site: str) -> None:
    _change(site, "sites", sites=int(st.session_state["cost-sites"]))


def protection(surveyed: Survey, site: str) -> None:
    """Ask whether the place is protected; at first what the files say."""
    say = session.words()
    told = is_protected(surveyed, site, of(site))
    choosing.show("cost-protected", next(word for word, value in _PROTECTED.items() if value is told))
    st.segmented_control(
        say(N_("Protected place (heritage perimeter, listed site)")),
        list(_PROTECTED),
        required=True,
        format_func=say,
        key="cost-protected",
        on_change=_take_protection,
        args=[site],
    )


def _take_protection(site: str) -> None:
    _change(site, "protected", protected=_PROTECTED[st.session_state["cost-protected"]])


def _change(site: str, gesture: str, **parts: Any) -> None:
    costings = choosing.choices().costings
    changed = Costing.model_validate({**of(site).model_dump(), **parts})
    choosing.change(gesture=f"cost-{gesture}-{site}", costings={**costings, site: changed})


def price_files() -> Files:
    """
    Return the prices and figures that come with the tool, and the funds of the territory where it has its own.

    Raises
    ------
    GeoError
        The file of the funds cannot be used.
    """
    folder = session.current_territory().folder
    return _price_files(folder, funds_file(folder).stat().st_mtime_ns)


@st.cache_resource(max_entries=8, show_spinner=False)
def _price_files(folder: Path, changed: int) -> Files:
    return usual_files(folder)
