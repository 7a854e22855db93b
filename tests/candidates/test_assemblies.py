"""Assemblies: the fast enumeration against a slow one written from the definition."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.candidates.assemblies import Members, assemble
from geo.candidates.rules import AssemblyRules
from geo.geometry import contacts

RULES = AssemblyRules()


def members(plots, usable, listed=None, owner=None, alone=None):
    count = len(plots)
    return Members(
        plots=np.array(plots, dtype=object),
        usable_m2=np.array(usable, dtype=float),
        listed=np.ones(count, bool) if listed is None else np.array(listed, dtype=bool),
        owner=np.full(count, -1) if owner is None else np.array(owner, dtype=np.int64),
        alone=np.zeros(count, bool) if alone is None else np.array(alone, dtype=bool),
    )


def grid(columns, rows, width=15.0, height=20.0):
    return [box(x * width, y * height, (x + 1) * width, (y + 1) * height) for y in range(rows) for x in range(columns)]


def sets(found):
    return [tuple(int(i) for i in row if i >= 0) for row in found]


def by_definition(part, rules, inset_m):
    """Every minimal connected set, then those that are the best for one of their parcels."""
    open_ = [i for i in range(len(part.plots)) if part.usable_m2[i] < rules.target_m2 and not part.alone[i]]
    touching = contacts(part.plots[open_], gap_m=rules.gap_m)
    edges = {
        (open_[i], open_[j]): length
        for i, j, length in zip(touching.first, touching.second, touching.length_m, strict=True)
        if length >= rules.contact_m
    }

    def usable(group):
        won = sum(2 * inset_m * edges.get(pair, 0.0) for pair in combinations(sorted(group), 2))
        return sum(part.usable_m2[list(group)]) + won

    def connected(group):
        reached, waiting = set(), [group[0]]
        while waiting:
            node = waiting.pop()
            reached.add(node)
            waiting += [n for n in group if n not in reached and (min(n, node), max(n, node)) in edges]
        return len(reached) == len(group)

    def enough(group):
        return connected(group) and usable(group) >= rules.target_m2

    def cost(group):
        owners = {part.owner[i] for i in group if part.owner[i] >= 0}
        return len(group), len(owners), int(not all(part.listed[i] for i in group))

    useful = [
        group
        for size in range(2, rules.max_members + 1)
        for group in combinations(open_, size)
        if enough(group)
        and cost(group)[1] <= rules.max_owners
        and not any(enough(part_) for less in range(2, size) for part_ in combinations(group, less))
    ]

    def better(one, other):
        size = [min(usable(group), rules.enough_m2) for group in (one, other)]
        no_worse = all(a <= b for a, b in zip(cost(one), cost(other), strict=True)) and size[0] >= size[1]
        return no_worse and (cost(one) != cost(other) or size[0] > size[1])

    return [g for g in useful if any(not any(i in h and better(h, g) for h in useful) for i in g)]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4), st.integers(1, 3), st.data())
def test_the_enumeration_is_the_definition(columns, rows, data):
    plots = grid(columns, rows)
    count = len(plots)
    draw = lambda elements: data.draw(st.lists(elements, min_size=count, max_size=count))  # noqa: E731
    part = members(
        plots,
        # Spread values: ties would let the two keep different equals.
        [value + 0.137 * i for i, value in enumerate(draw(st.integers(50, 650)))],
        draw(st.booleans()),
        draw(st.integers(-1, 2)),
        draw(st.sampled_from([False, False, False, True])),
    )
    assert sorted(sets(assemble(part, RULES, inset_m=0.5))) == sorted(by_definition(part, RULES, 0.5))


def test_the_story_of_clamart():
    plots = [box(0, 0, 10, 24), box(10, 0, 20, 27), box(20, 0, 30, 29)]
    part = members(plots, [240, 270, 290])
    assert sets(assemble(part, RULES, inset_m=0.0)) == [(0, 1, 2)]


def test_a_parcel_that_suffices_alone_needs_no_neighbour():
    part = members(grid(2, 1, 40, 20), [760, 760])
    assert sets(assemble(part, RULES, inset_m=0.5)) == []


def test_a_corner_is_no_border():
    part = members([box(0, 0, 20, 20), box(20, 20, 40, 40)], [400, 400])
    assert sets(assemble(part, RULES, inset_m=0.5)) == []


@pytest.mark.parametrize(("gap", "found"), [(0.4, [(0, 1)]), (0.6, [])])
def test_parcels_touch_up_to_half_a_metre(gap, found):
    part = members([box(0, 0, 20, 20), box(20 + gap, 0, 40, 20)], [400, 400])
    assert sets(assemble(part, RULES, inset_m=0.5)) == found


def test_at_most_two_owners_and_never_a_condominium():
    plots = grid(3, 1, 15, 20)
    assert sets(assemble(members(plots, [250] * 3, owner=[0, 1, 2]), RULES, inset_m=0.0)) == []
    assert sets(assemble(members(plots, [250] * 3, owner=[0, 1, 1]), RULES, inset_m=0.0)) == [(0, 1, 2)]
    assert sets(assemble(members(plots, [250] * 3, alone=[0, 1, 0]), RULES, inset_m=0.0)) == []


def test_the_border_between_two_parcels_is_won_back():
    # 20 × 16 with a strip of 0.5 m: 19 × 15 = 285 each, 570 together; the border gives back 16 m².
    part = members([box(0, 0, 20, 16), box(20, 0, 40, 16)], [285, 285])
    target = AssemblyRules(target_m2=584)
    assert sets(assemble(part, target, inset_m=0.5)) == [(0, 1)]
    assert shapely.area(shapely.buffer(box(0, 0, 40, 16), -0.5, join_style="mitre")) == pytest.approx(585)


def test_nothing_to_assemble_gives_nothing():
    assert assemble(members([], []), RULES, inset_m=0.5).shape == (0, 4)
    assert sets(assemble(members([box(0, 0, 20, 20)], [400]), RULES, inset_m=0.5)) == []
