"""The people of a garden: posts, supervision, state aid, hours by area."""

from dataclasses import dataclass
from math import ceil

from geo.costs.figures import TeamFigures
from geo.costs.interval import Interval
from geo.errors import CostError
from geo.messages import N_, Message


@dataclass(frozen=True, slots=True)
class Team:
    """
    The part of a team that one site has.

    Attributes
    ----------
    gardeners, supervisors
        People of the whole team.
    sites
        That share them.
    posts
        Full-time posts of gardeners on this site, supervision apart. [FTE]
    supervision
        Full-time posts of supervisors on this site. [FTE]
    aid_year
        State aid for the gardeners' posts on this site. [€/yr]
    hours_m2_year
        Gardeners' work. [h/m²·yr]
    enough_supervision
        Whether no supervisor has more gardeners than allowed.
    """

    gardeners: int
    supervisors: int
    sites: int
    posts: Interval
    supervision: float
    aid_year: Interval
    hours_m2_year: Interval
    enough_supervision: bool
    text: Message


def team(figures: TeamFigures, *, area_m2: float, sites: int = 1) -> Team:
    """
    Share a team out between sites.

    Posts = gardeners × weekly hours ÷ full-time hours. Wages that the aid does not pay and the pay of the supervisor
    are not counted.

    Parameters
    ----------
    area_m2
        Usable land of this site. [m²]
    sites
        Number of sites that share the team in equal parts.

    Raises
    ------
    CostError
        There is no site, or no land.

    References
    ----------
    .. [1] associatheque.fr: 22 289 € a full-time post in August 2022, with 0–10 % more by results.
    """
    if sites < 1 or not area_m2 > 0:
        raise CostError(Message(N_("A team needs at least one site and its area.")))
    posts = figures.hours.interval * (figures.gardeners / figures.full_time_hours / sites)
    extra = figures.aid_extra.interval
    hours_year = figures.hours.interval * figures.weeks.interval * (figures.gardeners / sites)
    enough = figures.supervisors >= ceil(figures.gardeners / figures.per_supervisor)
    return Team(
        gardeners=figures.gardeners,
        supervisors=figures.supervisors,
        sites=sites,
        posts=posts,
        supervision=figures.supervisors / sites,
        aid_year=posts * figures.aid.interval * Interval(1 + extra.low / 100, 1 + extra.high / 100),
        hours_m2_year=hours_year / area_m2,
        enough_supervision=enough,
        text=_text(figures, enough=enough),
    )


def _text(figures: TeamFigures, *, enough: bool) -> Message:
    most = {"most": figures.per_supervisor}
    if enough:
        return Message(N_("Supervision is sufficient: one supervisor for {most} gardeners at most."), most)
    return Message(N_("Supervision is missing: one supervisor for {most} gardeners at most."), most)
