"""What holds for every indicator that puts a layer on sites: nothing but the site and the layer counts."""

import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from geo.indicators import land, law, occupation, pollution, soil, traffic, water
from geo.kinds import FloodZone, GreenKind, Nature, Prescription, Register, Texture, Zone
from tests.factories import CRS


def areas(rng, count, side, size):
    west, south = rng.integers(0, side, (2, count)).astype(float)
    width, depth = rng.integers(1, size, (2, count))
    return [box(*edges) for edges in zip(west, south, west + width, south + depth, strict=True)]


def table(rng, shapes, **columns):
    kinds = {name: rng.choice([str(word) for word in words], len(shapes)) for name, words in columns.items()}
    return gpd.GeoDataFrame(kinds, geometry=shapes, crs=CRS)


def measured(sites, layers):
    """Return every indicator of every layer."""
    return pd.concat(
        [
            land.zoning(sites, layers["zones"], layers["prescriptions"]),
            land.reserved_share(sites, layers["prescriptions"], layers["zones"]),
            land.woodland_share(sites, layers["prescriptions"], layers["zones"]),
            law.heritage(sites, layers["heritage"]),
            law.flood_zone(sites, layers["floods"]),
            law.protected_nature(sites, layers["nature"]),
            law.permit(sites, layers["permits"]),
            occupation.occupied_share(sites, layers["greens"], layers["places"]),
            occupation.occupied_kind(sites, layers["greens"], layers["places"]),
            pollution.pollution_distance(sites, layers["flags"]),
            pollution.pollution_register(sites, layers["flags"]),
            traffic.busy_road_distance(sites, layers["streets"]),
            water.water_distance(sites, layers["water"]),
            soil.soil_depth(sites, layers["soils"]),
            soil.soil_ph(sites, layers["soils"]),
            soil.soil_texture(sites, layers["soils"]),
        ],
        axis=1,
    )


def world(seed, *, sites=12, features=8, side=120, size=60):
    """Return sites and layers of a small flat world."""
    rng = np.random.default_rng(seed)
    plots = gpd.GeoDataFrame(geometry=areas(rng, sites, side, 20), crs=CRS)
    plots.index = pd.Index([f"s{number:04d}" for number in range(sites)], name="site_id")
    plots["parcels"] = [(f"920{rng.integers(2)}30000A{number:04d}",) for number in range(sites)]
    lines = [LineString([(x, y), (x + 7, y + 4)]) for x, y in rng.integers(0, side, (features, 2))]
    points = [Point(*place) for place in rng.integers(0, side, (features, 2))]
    mixed = areas(rng, features, side, size)
    layers = {
        "zones": table(rng, areas(rng, features, side, size), zone=Zone, document=["a", "b"]),
        "prescriptions": table(rng, areas(rng, features, side, size), prescription=Prescription, document=["a", "b"]),
        "heritage": table(rng, areas(rng, 3, side, size)),
        "floods": table(rng, areas(rng, features, side, size), flood_zone=FloodZone),
        "nature": table(rng, areas(rng, features, side, size), nature=Nature),
        "permits": pd.DataFrame(
            {"parcel_id": [p[0] for p in plots["parcels"][::2]], "active": rng.random(-(-sites // 2)) < 0.5}
        ),
        "greens": table(rng, mixed, kind=GreenKind),
        "places": table(rng, areas(rng, features, side, size), kind=["school", "ccas"]),
        "flags": table(rng, points, register=Register),
        "streets": table(rng, lines, importance="123456"),
        "water": table(rng, points[::-1]),
        "soils": table(rng, mixed, texture=Texture).assign(
            ph=rng.integers(4, 9, features).astype(float), depth_cm=rng.integers(10, 99, features).astype(float)
        ),
    }
    return plots, layers


def moved(frame, *, east, north):
    return frame.set_geometry(frame.geometry.translate(east, north)) if isinstance(frame, gpd.GeoDataFrame) else frame


def same(one, other):
    pd.testing.assert_frame_equal(one, other, rtol=1e-9, atol=1e-9)


seeds = st.integers(0, 10_000)


@settings(max_examples=15)
@given(seeds)
def test_every_indicator_has_the_index_of_the_sites(seed):
    plots, layers = world(seed)
    found = measured(plots, layers)
    assert found.index.equals(plots.index)
    shares = found.filter(like="_share")
    assert ((shares >= 0) & (shares <= 1) | shares.isna()).all(axis=None)
    assert (found["occupied_kind"] == "none").equals(found["occupied_share"] == 0)


@settings(max_examples=15)
@given(seeds, st.permutations(range(12)))
def test_the_order_of_the_sites_changes_no_value(seed, order):
    plots, layers = world(seed)
    same(measured(plots.iloc[order], layers), measured(plots, layers).iloc[order])


@settings(max_examples=15)
@given(seeds, st.integers(1, 11))
def test_other_sites_change_no_value(seed, kept):
    plots, layers = world(seed)
    same(measured(plots.iloc[:kept], layers), measured(plots, layers).iloc[:kept])


@settings(max_examples=15)
@given(seeds)
def test_the_order_of_the_features_changes_no_value(seed):
    plots, layers = world(seed)
    turned = {name: layer.iloc[::-1].reset_index(drop=True) for name, layer in layers.items()}
    same(measured(plots, turned), measured(plots, layers))


@settings(max_examples=15)
@given(seeds, st.integers(-500_000, 500_000), st.integers(-500_000, 500_000))
def test_the_place_on_earth_changes_no_value(seed, east, north):
    plots, layers = world(seed)
    elsewhere = {name: moved(layer, east=east, north=north) for name, layer in layers.items()}
    same(measured(moved(plots, east=east, north=north), elsewhere), measured(plots, layers))


def test_the_layers_keep_their_values():
    plots, layers = world(1)
    before = {name: layer.copy() for name, layer in layers.items()}
    measured(plots, layers)
    assert all(layer.equals(before[name]) for name, layer in layers.items())


@pytest.mark.parametrize("empty", ["sites", "layers"])
def test_nothing_in_gives_nothing_out(empty):
    plots, layers = world(2)
    if empty == "sites":
        assert measured(plots.iloc[:0], layers).empty
        return
    found = measured(plots, {name: layer.iloc[:0] for name, layer in layers.items()})
    told = found.iloc[0].dropna().to_dict()
    assert told == {
        "heritage": "no",
        "flood_zone": "none",
        "protected_nature": "none",
        "occupied_share": 0.0,
        "occupied_kind": "none",
        "pollution_distance_m": np.inf,
        "pollution_register": "none",
    }


def test_a_thousand_sites_and_thousands_of_features_take_seconds():
    plots, layers = world(3, sites=1000, features=4000, side=5000)
    start = time.process_time()
    found = measured(plots, layers)
    spent = time.process_time() - start
    assert len(found) == 1000
    assert spent < 4.0
