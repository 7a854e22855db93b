"""The colours of Jachère, for the app, the map, the charts, the plan and the dossier.

No meaning is carried by colour alone: a verdict also has its outline (solid, dashed, dotted), its mark and its word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.models import Verdict

INK = "#1D2B36"
PAPER = "#FFFFFF"
GROUND = "#F6F5F1"
SELECTED = "#0B5FA5"
AMBER = "#E0A100"

VERDICT_COLOURS: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.ELIGIBLE: "#1B7F5C", Verdict.CONDITIONAL: AMBER, Verdict.EXCLUDED: "#8A8D91"}
)
VERDICT_MARKS: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.ELIGIBLE: "●", Verdict.CONDITIONAL: "◆", Verdict.EXCLUDED: "○"}
)
"""A shape for each verdict, shown beside its word."""

VERDICT_LABELS: Mapping[Verdict, Message] = MappingProxyType(
    {
        Verdict.ELIGIBLE: Message(N_("Eligible")),
        Verdict.CONDITIONAL: Message(N_("Conditional")),
        Verdict.EXCLUDED: Message(N_("Excluded")),
    }
)

SCORE_BREAKS = (0, 20, 40, 60, 80, 100)
"""The same classes everywhere, whatever the candidates. [score]"""

SCORE_RAMP = ("#EDF4DA", "#B2D494", "#72AF72", "#35855A", "#125B43")
"""From the lowest class to the highest, in even steps of lightness, so that it reads in grey too."""

SUN_BREAKS = (0, 2, 4, 6, 8, 10)
"""[hours of direct sun a day]"""

SUN_RAMP = ("#33256B", "#6A3D8F", "#B05A7A", "#E58F4E", "#F9D648")

ZONE_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "potager": "#B98A4A",
        "verger": "#7FB069",
        "aromatiques": "#9B8EC4",
        "fleurs": "#E58FB1",
        "accueil": "#F2CF7E",
        "service": "#A7A9AC",
        "paths": "#F4EDE1",
        "beds": "#7A5230",
        "water": "#4A90C2",
    }
)


THEME_COLOURS: Mapping[str, str] = MappingProxyType(
    {"land": "#D3AE78", "health": "#B3A8DA", "physical": "#F2CF7E", "services": "#94BCE3", "social": "#EFA9C4"}
)
"""The themes of the criteria: as light as one another, so that figures are read on them; each has its hatch too."""

COMPARED_COLOURS = (SELECTED, "#D9641E", "#1B7F5C", "#7A4FA3")
"""Up to four sites side by side; each has its mark and its dashes too."""


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """
    How one layer, or one class of sites, is drawn.

    Attributes
    ----------
    stroke, fill, hatch
        Colours of the outline, of the area and of diagonal lines over it; none when empty.
    width, halo, radius
        Outline, white edge outside it, and radius of a point. [px on the screen]
    dash
        Lengths drawn and left out. [px on the screen]
    opacity
        Of the fill. [0–1]
    zoom
        The layer appears from this level of zoom on. [level of a web map, each doubles the scale]
    below
        Drawn under the sites as quiet context.
    mark
        ``disc`` or ``diamond``: what a site too small to be seen becomes.
    """

    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill: str = ""
    opacity: float = 1.0
    hatch: str = ""
    halo: float = 0.0
    radius: float = 5.0
    zoom: int = 0
    below: bool = True
    mark: str = "disc"


LAYER_STYLES: Mapping[str, LayerStyle] = MappingProxyType(
    {
        "communes": LayerStyle(stroke="#9CA3A8", width=1.4, dash=(9, 3, 2, 3), fill="#FBFAF7"),
        "streets": LayerStyle(stroke="#DAD7CF", width=2.2, zoom=13),
        "parcels": LayerStyle(stroke="#BDBAB2", width=0.8, zoom=16),
        "buildings": LayerStyle(fill="#CBC9C3", stroke="#BAB8B1", width=0.5, zoom=15),
        "vegetation": LayerStyle(fill="#E3EADB", zoom=13),
        "neighbourhoods": LayerStyle(stroke="#7A4FA3", width=1.8, hatch="#B79BD0", below=False),
        "fallow": LayerStyle(stroke="#D9641E", width=1.8, halo=1.0, radius=4.5, below=False),
        "soil": LayerStyle(stroke="#A8865B", width=1.0, fill="#E4D3B8", opacity=0.55),
        "population": LayerStyle(stroke="#C9C2D6", width=0.8, fill="#D9D2E6", opacity=0.35),
        "zoning": LayerStyle(stroke="#6B6F73", width=1.6, dash=(7, 4), below=False),
        "prescriptions": LayerStyle(stroke="#3F7D44", width=1.4, hatch="#8DBB8F", below=False),
        "heritage": LayerStyle(stroke="#8C5A2B", width=1.6, dash=(2, 3), below=False),
        "protected_nature": LayerStyle(stroke="#2E6E4E", width=1.6, fill="#BFDCC9", opacity=0.5, below=False),
        "flood": LayerStyle(stroke="#2B6CA3", width=1.4, hatch="#7FB0D9", below=False),
        "gardens_and_parks": LayerStyle(stroke="#5E9E58", width=1.2, fill="#CFE6C6", opacity=0.6, below=False),
        "pollution": LayerStyle(stroke="#A3262A", width=1.6, halo=1.0, radius=4.5, below=False),
        "water": LayerStyle(stroke="#2F7FC1", width=1.4, halo=0.8, radius=3.0, below=False, zoom=14),
        "stops": LayerStyle(stroke="#3A4A63", width=1.4, halo=0.8, radius=3.0, below=False),
        "children": LayerStyle(stroke="#C2478B", width=1.6, halo=1.0, radius=5.0, below=False),
        "partners": LayerStyle(stroke="#5B3FA0", width=1.6, halo=1.0, radius=5.0, below=False),
    }
)
"""Styles of the layers around the sites, by name."""

_ELIGIBLE = LayerStyle(stroke=VERDICT_COLOURS[Verdict.ELIGIBLE], width=1.8, halo=1.6, opacity=0.92)
_CONDITIONAL = LayerStyle(stroke=AMBER, width=2.4, dash=(6, 3.5), halo=1.6, opacity=0.92, mark="diamond")
_EXCLUDED = LayerStyle(stroke="#7B7F84", width=1.2, dash=(2, 3), fill="#8A8D91", opacity=0.22)


def _filled(style: LayerStyle, fill: str) -> LayerStyle:
    return replace(style, fill=fill)


UNSCORED = len(SCORE_RAMP)
SITE_STYLES: tuple[LayerStyle, ...] = (
    *(_filled(_ELIGIBLE, fill) for fill in (*SCORE_RAMP, PAPER)),
    *(_filled(_CONDITIONAL, fill) for fill in (*SCORE_RAMP, PAPER)),
    _EXCLUDED,
)
"""One style for each class of `site_classes`: the fill tells the score, the outline tells the verdict."""

SITE_LEGEND: tuple[tuple[int, Verdict], ...] = (
    (3, Verdict.ELIGIBLE),
    (UNSCORED + 1 + 3, Verdict.CONDITIONAL),
    (len(SITE_STYLES) - 1, Verdict.EXCLUDED),
)
"""The class that stands for each verdict in a legend."""

HOVERED_STYLE = LayerStyle(stroke=INK, width=2.2, halo=1.5)
SELECTED_STYLE = LayerStyle(stroke=SELECTED, width=3.4, halo=2.2)


def site_classes(verdicts: pd.Series, scores: pd.Series) -> NDArray[np.int64]:
    """
    Return the class of each site: the place of its style in `SITE_STYLES`.

    Parameters
    ----------
    verdicts
        One `Verdict` per site.
    scores
        Same index; missing is allowed. [0–100]

    Returns
    -------
    classes
        Same order.

    Examples
    --------
    >>> verdicts = pd.Series([Verdict.ELIGIBLE, Verdict.CONDITIONAL, Verdict.EXCLUDED])
    >>> site_classes(verdicts, pd.Series([100.0, 19.9, 55.0])).tolist()
    [4, 6, 12]
    """
    known = scores.notna().to_numpy()
    steps = np.digitize(scores.fillna(0).to_numpy(dtype=float), SCORE_BREAKS[1:-1])
    classes = np.where(known, steps, UNSCORED)
    classes = np.where((verdicts == Verdict.CONDITIONAL).to_numpy(), classes + UNSCORED + 1, classes)
    return np.where((verdicts == Verdict.EXCLUDED).to_numpy(), len(SITE_STYLES) - 1, classes).astype(np.int64)
