import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.models import Verdict
from geo.present import palette
from geo.present.palette import SITE_STYLES, site_classes


def lightness(colour):
    """Return CIE L* of an sRGB colour. [0–100]"""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


def contrast(colour, other):
    """Return the contrast ratio of WCAG 2. [1–21]"""
    luminances = sorted(((lightness(each) + 16) / 116) ** 3 for each in (colour, other))
    return (luminances[1] + 0.05) / (luminances[0] + 0.05)


def test_white_and_black_have_the_lightness_and_contrast_of_the_standards():
    assert lightness("#FFFFFF") == pytest.approx(100, abs=0.01)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def test_the_score_reads_in_grey_in_even_steps():
    steps = -np.diff([lightness(colour) for colour in palette.SCORE_RAMP])
    assert steps.min() > 12
    assert steps.max() / steps.min() < 1.6


def test_hours_of_sun_read_in_grey():
    assert (np.diff([lightness(colour) for colour in palette.SUN_RAMP]) > 8).all()


@pytest.mark.parametrize("colour", [palette.INK, palette.SELECTED, palette.VERDICT_COLOURS[Verdict.ELIGIBLE]])
def test_inks_can_be_read_on_paper_and_on_the_ground(colour):
    assert contrast(colour, palette.PAPER) > 4.5
    assert contrast(colour, palette.GROUND) > 4.5


def test_verdicts_differ_without_colour():
    styles = [SITE_STYLES[code] for code, _ in palette.SITE_LEGEND]
    assert len({style.dash for style in styles}) == len(styles)
    assert {code: SITE_STYLES[code].mark for code, _ in palette.SITE_LEGEND} == {3: "disc", 9: "diamond", 12: "disc"}
    assert len(set(palette.VERDICT_MARKS.values())) == len(Verdict)


@pytest.mark.parametrize(
    ("score", "code"), [(0, 0), (19.99, 0), (20, 1), (40, 2), (60, 3), (79.9, 3), (80, 4), (100, 4), (np.nan, 5)]
)
def test_scores_fall_into_fixed_classes(score, code):
    verdicts = pd.Series([Verdict.ELIGIBLE, Verdict.CONDITIONAL, Verdict.EXCLUDED])
    assert site_classes(verdicts, pd.Series([score] * 3)).tolist() == [code, 6 + code, 12]


@given(st.lists(st.tuples(st.sampled_from(list(Verdict)), st.floats(0, 100) | st.just(float("nan")))))
def test_every_site_has_a_style_that_tells_its_verdict(sites):
    verdicts = pd.Series([verdict for verdict, _ in sites], dtype="object")
    codes = site_classes(verdicts, pd.Series([score for _, score in sites], dtype=float))
    dashes = {verdict: SITE_STYLES[style].dash for style, verdict in palette.SITE_LEGEND}
    assert [SITE_STYLES[code].dash for code in codes] == [dashes[verdict] for verdict in verdicts]
