"""The limits of a person as rows of the programme, each with its words: when nothing fits, they say which to relax."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.messages import N_, Message
from geo.portfolio.model import Model, Rows, Vector
from geo.portfolio.question import Limits


@dataclass(frozen=True, eq=False, slots=True)
class Limit:
    """
    A wish that may be given up.

    Attributes
    ----------
    text
        Its words, to follow “relax one of these”.
    relaxed
        What is still asked when it is given up.
    figure
        Its words name a figure: another one may do.
    """

    text: Message
    rows: Rows
    relaxed: tuple[Rows, ...] = ()
    figure: bool = True


def limits_of(model: Model, limits: Limits) -> tuple[Limit, ...]:
    """Return every limit that is set, in the order in which a person should think of them."""
    return (
        _gardens(model, limits),
        *_means(model, limits),
        *_communes(model, limits),
        *_by_commune(model, limits),
        *_residences(model, limits),
        *_named(model, limits),
        *_distance(model, limits),
    )


def counts_communes(limits: Limits) -> bool:
    """Tell whether a limit is about the number of communes."""
    return limits.communes_least > 0 or limits.communes_most is not None


def _gardens(model: Model, limits: Limits) -> Limit:
    each, count = model.row(np.ones(model.sites)), limits.gardens
    some = Rows(each, low=1)
    if limits.exactly:
        return Limit(Message(N_("gardens: {count}"), {"count": count}), Rows(each, low=count, high=count), (some,))
    return Limit(Message(N_("gardens: at most {count}"), {"count": count}), Rows(each, low=1, high=count), (some,))


def _means(model: Model, limits: Limits) -> Iterator[Limit]:
    if limits.budget_eur is not None:
        cost = model.candidates["cost_high"].to_numpy(dtype=float)
        text = Message(N_("budget: at most {most} €"), {"most": limits.budget_eur})
        yield Limit(text, Rows(model.row(cost), high=limits.budget_eur))
    if limits.staff is not None:
        posts = model.candidates["staff"].to_numpy(dtype=float)
        yield Limit(
            Message(N_("posts: at most {most}"), {"most": limits.staff}), Rows(model.row(posts), high=limits.staff)
        )
    if limits.teams is not None:
        most = limits.teams * limits.sites_per_team
        shared = {"teams": limits.teams, "sites": limits.sites_per_team}
        text = Message(N_("teams: {teams}, gardens for each: {sites}"), shared)
        yield Limit(text, Rows(model.row(np.ones(model.sites)), high=most))


def _communes(model: Model, limits: Limits) -> Iterator[Limit]:
    reached = model.row(np.zeros(model.sites), np.ones(len(model.communes)))
    if limits.communes_least:
        text = Message(N_("communes: at least {least}"), {"least": limits.communes_least})
        yield Limit(text, Rows(reached, low=limits.communes_least))
    if limits.communes_most is not None:
        text = Message(N_("communes: at most {most}"), {"most": limits.communes_most})
        yield Limit(text, Rows(reached, high=limits.communes_most))
    if limits.most_per_commune is not None:
        text = Message(N_("gardens in any one commune: at most {most}"), {"most": limits.most_per_commune})
        yield Limit(text, Rows(model.row(model.in_commune.T.tocsr()), high=limits.most_per_commune))


def _by_commune(model: Model, limits: Limits) -> Iterator[Limit]:
    for commune, least in sorted(limits.least_in.items()):
        text = Message(N_("gardens in {commune}: at least {least}"), {"least": least, "commune": commune})
        yield Limit(text, Rows(model.row(_there(model, commune)), low=least))
    for commune, most in sorted(limits.most_in.items()):
        text = Message(N_("gardens in {commune}: at most {most}"), {"most": most, "commune": commune})
        yield Limit(text, Rows(model.row(_there(model, commune)), high=most))


def _there(model: Model, commune: str) -> Vector:
    return np.asarray(model.candidates["commune"] == commune, dtype=np.float64)


def _residences(model: Model, limits: Limits) -> Iterator[Limit]:
    if limits.residences_least:
        text = Message(N_("gardens in a residence: at least {least}"), {"least": limits.residences_least})
        held = model.candidates["residence"].to_numpy(dtype=float)
        yield Limit(text, Rows(model.row(held), low=limits.residences_least))


def _named(model: Model, limits: Limits) -> Iterator[Limit]:
    for site in sorted({*limits.required}):
        chosen = model.row((model.candidates.index == site).astype(float))
        yield Limit(Message(N_("{site} chosen in any case"), {"site": site}), Rows(chosen, low=1), figure=False)
    for site in sorted({*limits.refused}):
        chosen = model.row((model.candidates.index == site).astype(float))
        yield Limit(Message(N_("{site} left out in any case"), {"site": site}), Rows(chosen, high=0), figure=False)


def _distance(model: Model, limits: Limits) -> Iterator[Limit]:
    if limits.apart_m:
        places = model.candidates[["x", "y"]].to_numpy(dtype=float)
        gap = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
        text = Message(N_("distance between two gardens: at least {least} m"), {"least": limits.apart_m})
        yield Limit(text, Rows(model.row(cliques(gap < limits.apart_m)), high=1))


def cliques(near: NDArray[np.bool_]) -> sparse.csr_array:
    """
    Cover every pair that is too near with groups whose members are all too near to one another.

    One row a group holds more than one row a pair, and there are far fewer of them.

    Parameters
    ----------
    near
        Symmetric, shape (sites, sites).

    Returns
    -------
    groups
        Groups × sites, 0 or 1.

    Examples
    --------
    >>> near = np.array([[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 1], [0, 0, 1, 1]], dtype=bool)
    >>> cliques(near).toarray().astype(int).tolist()
    [[1, 1, 1, 0], [0, 0, 1, 1]]
    """
    left, groups = np.triu(near, 1), []
    for first, second in np.argwhere(left):
        if left[first, second]:
            group = _grown(near, first, second)
            left[np.ix_(group, group)] = False
            groups.append(group)
    row = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    column = np.concatenate(groups) if groups else np.array([], dtype=np.intp)
    return sparse.csr_array((np.ones(len(column)), (row, column)), shape=(len(groups), len(near)))


def _grown(near: NDArray[np.bool_], first: int, second: int) -> NDArray[np.intp]:
    group, open_ = [first, second], near[first] & near[second]
    open_[group] = False
    while open_.any():
        group.append(int(np.argmax(open_)))
        open_ &= near[group[-1]]
        open_[group] = False
    return np.array(sorted(group), dtype=np.intp)
