"""Plots that a person gives: what is read of references and outlines, what comes back from a text."""

import contextlib

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geo.errors import LayerError
from geo.study.plots import (
    LEAST_M2,
    MOST_M2,
    MOST_PARCELS,
    MOST_PLOTS,
    Plot,
    frame_of,
    parcels_named,
    plot_of,
    plot_of_parcels,
    plots_among,
)
from tests import factories

KNOWN = ["92023000AH0126", "92023000AH0127", "920230000B0004", "92023000ET0012", "92023012AB0001", "92023013AB0001"]
KNOWN += ["572270000120045", "57227000120045", "92007000AH0126"]
TOWN = factories.territory(factories.parcels(*factories.row_of_plots(10, 10, 10, 10)))
FAR = shapely.box(9_000, 0, 9_020, 20)


def named(text, commune="92023"):
    return [parcel[7:].lstrip("0") for parcel in parcels_named(text, commune, KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "AH 126, AH 127",
        "ah126 ah 127",
        "AH 126 et 127",
        "AH 126 + 127",
        "parcelles AH n° 126 ; 127",
        "92023000AH0126 92023000AH0127",
        "000 AH 0126, AH 127",
    ],
)
def test_two_parcels_are_named_in_many_ways(text):
    assert named(text) == ["AH0126", "AH0127"]


def test_a_section_that_spells_a_word_is_a_section():
    assert named("ET 12 et AH 126") == ["ET0012", "AH0126"]


def test_a_section_that_is_a_number_is_written_with_a_stroke():
    assert parcels_named("12/45", "57227", KNOWN) == ("57227000120045",)


def test_a_commune_that_was_merged_is_told_by_its_prefix():
    assert parcels_named("013 AB 1", "92023", KNOWN) == ("92023013AB0001",)
    with pytest.raises(LayerError, match="Several parcels") as told:
        parcels_named("AB 1", "92023", KNOWN)
    assert told.value.remedy.values["prefixes"] == ("012", "013")


@pytest.mark.parametrize(
    "text", ["", "  ", "AH", "AH 999", "rue Haute", "<script>", "AH 126; DROP", "57227000120045", "126"]
)
def test_what_names_no_parcel_is_told(text):
    with pytest.raises(LayerError) as told:
        parcels_named(text, "92023", KNOWN)
    assert told.value.remedy


def test_a_dozen_parcels_and_no_more():
    known = [f"920230000A{number:04d}" for number in range(1, 20)]
    text = ", ".join(f"A {number}" for number in range(1, MOST_PARCELS + 1))
    assert len(parcels_named(text, "92023", known)) == MOST_PARCELS
    with pytest.raises(LayerError):
        parcels_named(f"{text}, A 19", "92023", known)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_references(text):
    with contextlib.suppress(LayerError):
        assert parcels_named(text, "92023", KNOWN)


def test_touching_parcels_make_one_plot_and_others_none():
    plot, parcels = plot_of_parcels("A 1, A 2", "92023", TOWN)
    assert (plot.outline.area, len(parcels)) == (540.0, 2)
    with pytest.raises(LayerError, match="do not touch"):
        plot_of_parcels("A 1, A 3", "92023", TOWN)


def test_a_fence_surveyed_twice_does_not_part_two_parcels():
    apart = [shapely.box(0, 0, 10, 27), shapely.box(10.3, 0, 20, 27)]
    plot, _ = plot_of_parcels("A1 A2", "92023", factories.territory(factories.parcels(*apart)))
    assert plot.outline.area == pytest.approx(540.0)


@pytest.mark.parametrize(
    ("side", "fits"), [(LEAST_M2, True), (LEAST_M2 - 0.1, False), (MOST_M2, True), (MOST_M2 + 1, False)]
)
def test_a_plot_is_neither_too_small_nor_too_large(side, fits):
    outline = shapely.box(0, 0, side, 1)
    if fits:
        assert plot_of(outline, "EPSG:2154").outline.area == pytest.approx(side)
    else:
        with pytest.raises(LayerError, match="cannot be a garden"):
            plot_of(outline, "EPSG:2154")


@pytest.mark.parametrize(
    "outline",
    [shapely.Point(0, 0), shapely.union(shapely.box(0, 0, 9, 9), shapely.box(20, 0, 29, 9)), shapely.Polygon()],
)
def test_what_is_not_one_piece_of_land_is_told(outline):
    with pytest.raises(LayerError, match="one piece"):
        plot_of(outline, "EPSG:2154")


def test_too_many_corners_are_told():
    with pytest.raises(LayerError, match="corners"):
        plot_of(shapely.Point(650_000, 6_860_000).buffer(50, quad_segs=400), "EPSG:2154")


@given(st.floats(600_000, 700_000), st.floats(6_800_000, 6_900_000), st.floats(5, 100), st.integers(2, 8))
def test_a_plot_comes_back_from_its_text_to_the_millimetre(x, y, radius, corners):
    plot = plot_of(shapely.Point(x, y).buffer(radius, quad_segs=corners), "EPSG:2154")
    again = Plot.model_validate_json(plot.model_dump_json())
    assert plot_of(again.outline, "EPSG:2154") == plot == again
    assert frame_of([again], "EPSG:2154").geometry[0].equals_exact(plot.outline, tolerance=0)


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (0 0)",
        "POLYGON ((0 0, 0 10, 20 10, 20 0))",
        "POLYGON ((0 0, 20 10, 20 0, 0 10, 0 0))",
        "POLYGON ((0 0, 0 1, 1 1, 1 0, 0 0))",
        "POLYGON ((0 0, 0 1e9, 20 10, 20 0, 0 0))",
        "POLYGON ((<script>))",
        "POLYGON ((" + "0 0, " * 9_000 + "0 0))",
    ],
)
def test_a_text_that_anybody_wrote_is_no_plot(wkt):
    with pytest.raises(ValidationError):
        Plot(epsg=2154, wkt=wkt)


def test_plots_of_a_file_are_taken_where_they_lie_here():
    inside = [shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10)]
    outlines = gpd.GeoDataFrame(geometry=[shapely.MultiPolygon(inside), FAR, inside[0]], crs=2154)
    found = plots_among(outlines, TOWN)
    assert [plot.outline.area for plot in found.plots] == [100.0, 100.0]
    assert [str(why) for why in found.left_out] == ["outline 3: it lies outside of this territory"]


def test_only_so_many_plots_of_a_file_are_taken():
    many = gpd.GeoDataFrame(geometry=shapely.box(0, range(14), 25, [n + 1 for n in range(14)]), crs=2154)
    found = plots_among(many, TOWN)
    assert (len(found.plots), len(found.left_out)) == (MOST_PLOTS, 2)
