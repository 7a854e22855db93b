"""What a garden is made of: shares, minima, sizes of site, files."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import LayoutError
from geo.layout.programme import DEFAULT, FOLDER, REDUCED_ZONES, parse_programme
from geo.plans import Zone
from geo.sources.settings import read_settings
from tests.layout.grounds import programme

CLAMART = programme()
MINIMA = {Zone.POTAGER: 60, Zone.VERGER: 40, Zone.AROMATIQUES: 6, Zone.FLEURS: 8, Zone.ACCUEIL: 18, Zone.SERVICE: 14}


def shares(name: str) -> dict[str, float]:
    return {zone.value: needs.share for zone, needs in programme(name).zones.items()}


def test_the_three_programmes_of_the_house():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {"clamart", "dense", "residence"}
    base = {"potager": 36, "verger": 20, "aromatiques": 7, "fleurs": 14, "accueil": 9, "service": 4}
    assert shares("clamart") == base
    assert shares("residence") == base | {"accueil": 15, "potager": 30}
    assert shares("dense") == base | {"fleurs": 18, "accueil": 13, "verger": 12}
    assert programme("residence").raised_beds >= 4
    assert programme("clamart").raised_beds == 2


@pytest.mark.parametrize("name", ["clamart", "dense", "residence"])
def test_every_programme_has_the_same_minima_and_widths(name):
    zones = programme(name).zones
    assert {zone: needs.minimum_m2 for zone, needs in zones.items()} == MINIMA
    assert [zones[zone].width_m for zone in Zone] == [6, 8, 2, 1.5, 5, 3]
    assert [zones[zone].floor_width_m for zone in Zone] == [3.0, 4.0, 1.5, 1.2, 3.2, 2.2]
    assert [zones[zone].sun_h for zone in Zone] == [6, 5, 5, 3, 0, 0]


def test_large_gardens_are_shared_by_points():
    found = CLAMART.targets_m2(900)
    assert found == pytest.approx({Zone(name): 10 * share for name, share in shares("clamart").items()})


def test_minima_come_first():
    # Of 300 m², 4 points of 90 are 13.3 for service: it gets 14, and the others share 286 by 86 points.
    found = CLAMART.targets_m2(300)
    assert found[Zone.SERVICE] == 14
    assert found[Zone.ACCUEIL] == pytest.approx(286 * 9 / 86)
    # Of 180 m², once service has its 14, accueil and verger would fall short too (17.4 and 38.6).
    found = CLAMART.targets_m2(180)
    assert (found[Zone.SERVICE], found[Zone.ACCUEIL], found[Zone.VERGER]) == (14, 18, 40)
    assert found[Zone.POTAGER] == pytest.approx((180 - 72) * 36 / 57)


@given(st.sampled_from(["clamart", "dense", "residence"]), st.floats(150, 5_000))
def test_targets_add_up_and_keep_their_minima(name, total):
    wanted = programme(name)
    found = wanted.targets_m2(total)
    assert sum(found.values()) == pytest.approx(total)
    assert all(found[zone] >= needs.minimum_m2 - 1e-9 for zone, needs in wanted.zones.items())
    points = [found[zone] / needs.share for zone, needs in wanted.zones.items() if found[zone] > needs.minimum_m2]
    assert points == pytest.approx([points[0]] * len(points))


@given(st.floats(1, 500))
def test_no_target_is_ever_negative(total):
    for wanted in (CLAMART, CLAMART.for_area(200)):
        found = wanted.targets_m2(total)
        assert min(found.values()) > 0
        assert sum(found.values()) == pytest.approx(total)


@pytest.mark.parametrize("area", [250.0, 3_000.0])
def test_a_site_from_250_m2_has_the_whole_programme(area):
    assert CLAMART.for_area(area) is CLAMART


@pytest.mark.parametrize("area", [150.0, 249.9])
def test_a_smaller_site_has_neither_orchard_nor_herbs(area):
    reduced = CLAMART.for_area(area)
    assert tuple(reduced.zones) == REDUCED_ZONES
    assert {zone.value for zone in reduced.zones} == {"potager", "fleurs", "accueil", "service"}
    assert reduced.zones[Zone.POTAGER] == CLAMART.zones[Zone.POTAGER]


def test_no_garden_under_150_m2():
    with pytest.raises(LayoutError) as refused:
        CLAMART.for_area(149.4)
    assert refused.value.reason.values == {"area_m2": 149, "least_m2": 150}
    assert refused.value.remedy is not None


def document() -> dict:
    return copy.deepcopy(dict(read_settings(DEFAULT)))


def spoiled(*path: str, value: object) -> dict:
    found = document()
    place = found
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return found


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("zones", "potager", "share"), 0, "zones.potager.share"),
        (("zones", "potager", "share"), "much", "zones.potager.share"),
        (("zones", "potager", "share"), float("nan"), "zones.potager.share"),
        (("zones", "verger", "minimum_m2"), -1, "zones.verger.minimum_m2"),
        (("zones", "fleurs", "colour"), "red", "zones.fleurs.colour"),
        (("zones", "fleurs", "floor_width_m"), 2.0, "zones.fleurs"),
        (("zones", "pool"), {"share": 1}, "zones.pool"),
        (("raised_beds",), 1, "raised_beds"),
        (("shed_m2",), 20, "shed_m2"),
        (("shed_m2",), 2, "shed_m2"),
        (("name",), "../../etc", "name"),
        (("label",), "", "label"),
        (("zone",), {}, "zone"),
    ],
)
def test_an_error_names_the_key(path, value, told):
    with pytest.raises(LayoutError) as refused:
        parse_programme(spoiled(*path, value=value), where="mine.toml")
    keys = [fault.values["key"] for fault in refused.value.reason.values["faults"]]
    assert any(key.startswith(told) for key in keys)
    assert refused.value.where == "mine.toml"
    assert refused.value.remedy is not None
    assert all(fault.values["reason"] for fault in refused.value.reason.values["faults"])


def test_every_wrong_key_is_told_at_once():
    wrong = spoiled("zones", "potager", "share", value=-1) | {"raised_beds": 0, "shed_m2": "large"}
    with pytest.raises(LayoutError) as refused:
        parse_programme(wrong, where="mine.toml")
    keys = {fault.values["key"] for fault in refused.value.reason.values["faults"]}
    assert keys == {"raised_beds", "shed_m2", "zones.potager.share"}


@pytest.mark.parametrize("zone", ["potager", "fleurs", "accueil", "service"])
def test_zones_of_the_smallest_garden_cannot_be_left_out(zone):
    found = document()
    del found["zones"][zone]
    with pytest.raises(LayoutError, match=f"the zone {zone} is missing"):
        parse_programme(found, where="mine.toml")


def test_an_orchard_can_be_left_out():
    found = document()
    del found["zones"]["verger"]
    targets = parse_programme(found, where="mine.toml").targets_m2(700)
    assert Zone.VERGER not in targets
    assert sum(targets.values()) == pytest.approx(700)
