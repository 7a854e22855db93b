"""The benchmark keeps what it measured, and goes on where it was stopped."""

from benchmarks import layout
from benchmarks.layout import Outcome, kept, measured
from benchmarks.layout_sites import synthetic_ground, synthetic_name

NAMES = {f"plot-{number}": number for number in range(4)}


def work(number):
    """Stand in for a sketch; a site that was measured before must not come here."""
    assert number != 1
    return Outcome(f"plot-{number}", "plot", 300.0 + number, broken=("sun.crowns",), error_percent=1.5)


def test_a_run_goes_on_where_the_last_one_ended(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(layout, "warm", int)
    file = tmp_path / "kept.jsonl"
    assert kept(file) == kept(None) == {}
    file.write_text('{"site_id": "plot-1", "shape": "plot", "usable_m2": 9.0, "broken": []}\n', encoding="utf-8")
    outcomes = measured(work, NAMES, 1, file)
    assert [outcome.site_id for outcome in outcomes] == list(NAMES)
    assert [outcome.usable_m2 for outcome in outcomes] == [300, 9, 302, 303]
    assert [outcome.broken for outcome in outcomes] == [("sun.crowns",), (), ("sun.crowns",), ("sun.crowns",)]
    assert {name: one.error_percent for name, one in kept(file).items() if one.broken} == {
        "plot-0": 1.5,
        "plot-2": 1.5,
        "plot-3": 1.5,
    }
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(NAMES)


def test_sites_are_known_by_their_numbers():
    assert synthetic_name(37) == synthetic_ground(37).site_id
