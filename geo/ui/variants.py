"""The variants of a sketch as small pictures side by side: one click chooses."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from geo.messages import N_, Message
from geo.models import Verdict
from geo.plans import Sketch
from geo.present import assets, palette
from geo.present.plan_icons import plan_icon_svg
from geo.ui import session
from geo.ui.pictures import address_of_svg

_SCRIPT = Path(__file__).with_name("style") / "plans.js"

_mount = st.components.v2.component(
    "jachere_variants",
    js=assets.page("cards.js") + _SCRIPT.read_text(encoding="utf-8"),
    isolate_styles=False,
)


def variants(sketches: Sequence[Sketch], *, chosen: int) -> int | None:
    """
    Draw the variants.

    Parameters
    ----------
    chosen
        Number of the one that is shown.

    Returns
    -------
    clicked
        Number of the one that was just clicked, if any.
    """
    say = session.words()
    data = {
        "plans": [_plan(sketch) for sketch in sketches],
        "chosen": chosen,
        "label": say(N_("Variants of the sketch")),
    }
    clicked = _mount(key="variants", data=data, on_variant_change=_nothing).variant
    return clicked if isinstance(clicked, int) else None


def _plan(sketch: Sketch) -> dict[str, str | int]:
    translate = session.translate()
    unmet = sum(not check.met for check in sketch.checks)
    verdict = Verdict.CONDITIONAL if unmet else Verdict.ELIGIBLE
    told = Message(N_("rules not met: {count}"), {"count": unmet}) if unmet else Message(N_("every rule is met"))
    name = translate(sketch.name)
    svg = plan_icon_svg(sketch, title=name)
    return {
        "number": sketch.number,
        "name": name,
        "verdict": translate(told),
        "mark": palette.VERDICT_MARKS[verdict],
        "picture": address_of_svg(svg),
    }


def _nothing() -> None:
    """Streamlit tells of a trigger only where somebody listens; the return value says it all."""
