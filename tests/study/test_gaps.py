"""Which missing file tells most: hand-counted on a profile of two criteria and one rule."""

from geo.models import Role
from geo.scoring import parse_profile
from geo.study.gaps import usefulness
from tests import factories

TOWN = factories.territory(factories.parcels(*factories.row_of_plots(10)))
PROFILE = parse_profile(
    {
        "name": "mine",
        "label": "Mine",
        "criteria": [
            {"id": "A1", "theme": "physical", "label": "Slope", "weight": 8, "indicator": "slope_percent",
             "points": [[0, 100], [10, 0]]},
            {"id": "A2", "theme": "physical", "label": "Sun", "weight": 12, "indicator": "sun_hours",
             "points": [[2, 0], [8, 100]]},
        ],
        "rules": [{"id": "E1", "then": "excluded", "indicator": "flood_zone", "among": ["red"], "text": "Flooded"}],
    },
    where="mine",
)  # fmt: skip


def test_each_missing_layer_counts_for_what_it_alone_would_tell():
    points = usefulness(TOWN, PROFILE)
    # the terrain gives the slope, 8, and makes the sun better, a quarter of 12
    assert {role: points[role] for role in (Role.TERRAIN, Role.SURFACE, Role.TREES)} == {
        Role.TERRAIN: 11.0, Role.SURFACE: 12.0, Role.TREES: 3.0,
    }  # fmt: skip
    assert (points[Role.FLOOD], points[Role.FALLOW], points[Role.OWNERS]) == (5.0, 10.0, 0.0)
    assert Role.PARCELS not in points


def test_the_most_useful_come_first_and_the_ground_last():
    order = list(usefulness(TOWN, PROFILE))
    assert order[:4] == [Role.BUILDINGS, Role.SURFACE, Role.TERRAIN, Role.FALLOW]
    assert set(order[-2:]) == {Role.FIELD_CHECKS, Role.LAB_SAMPLES}


def test_what_is_known_already_can_only_be_told_better():
    town = factories.territory(*TOWN.layers.values(), factories.buildings(*factories.row_of_plots(5)))
    assert usefulness(town, PROFILE)[Role.SURFACE] == 3.0
