"""The commands that hand out files: what they write, what they refuse before they compute."""

import importlib

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.errors import CostError, SourceError
from geo.study.own_words import Convention, OwnWords, parse_words

RUN = CliRunner()


@pytest.fixture
def ready(monkeypatch, surveyed, judgement):
    """Give the survey of the session in place of reading the folder again."""
    commands = importlib.import_module("geo.cli.dossier")  # a command of this name hides the module
    monkeypatch.setattr(commands, "_judged", lambda folder, profile, step: (surveyed, judgement))
    return judgement.results.index[judgement.results["rank"] == 1][0]


def test_a_dossier_with_own_words_and_a_day(ready, tmp_path):
    words = tmp_path / "words.toml"
    words.write_text('project = "Les Tilleuls"\nconvention = "amendment"\n', encoding="utf-8")
    out = tmp_path / "dossier.pdf"
    asked = ["--site", ready, "--out", str(out), "--words", str(words), "--date", "2026-11-25"]
    done = RUN.invoke(app, ["dossier", str(tmp_path), *asked])
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("kind", "name"), [("comparison", "sheet.pdf"), ("letters", "letters.docx")])
def test_other_documents_of_a_site(ready, tmp_path, kind, name):
    out = tmp_path / name
    known = ["--fenced", "30", "--work", "remediation=120", "--team-sites", "2"]
    done = RUN.invoke(app, ["dossier", str(tmp_path), "--site", ready, "--out", str(out), "--document", kind, *known])
    assert done.exit_code == 0, done.output
    assert out.stat().st_size > 5_000


@pytest.mark.parametrize("work", ["remediation", "remediation=much", "castle=3", "remediation=-1"])
def test_works_that_cannot_be_counted_are_refused(ready, tmp_path, work):
    asked = ["--site", ready, "--out", str(tmp_path / "dossier.pdf"), "--work", work]
    done = RUN.invoke(app, ["dossier", str(tmp_path), *asked])
    assert isinstance(done.exception, CostError)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("site", "name", "told"),
    [("nowhere", "dossier.pdf", "No site of this territory"), ("nowhere", "dossier.odt", "written as .pdf")],
)
def test_what_cannot_be_written_is_refused(ready, tmp_path, site, name, told):
    done = RUN.invoke(app, ["dossier", str(tmp_path), "--site", site, "--out", str(tmp_path / name)])
    assert isinstance(done.exception, SourceError)
    assert told in str(done.exception)
    assert [*tmp_path.iterdir()] == []


def test_a_picture_that_is_none_is_refused(ready, tmp_path):
    for name in ("missing.jpg", "words.jpg"):
        (tmp_path / "words.jpg").write_text("no picture", encoding="utf-8")
        asked = ["--site", ready, "--out", str(tmp_path / "a.pdf"), "--photo", str(tmp_path / name)]
        assert isinstance(RUN.invoke(app, ["dossier", str(tmp_path), *asked]).exception, SourceError)


def test_a_study_is_exported_with_the_plans_that_are_asked_for(ready, tmp_path):
    done = RUN.invoke(app, ["export", str(tmp_path), "--out", str(tmp_path / "out"), "--site", ready, "--lang", "en"])
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "study.gpkg",
        "study.xlsx",
        "candidates.geojson",
        "ranking.csv",
        "map.html",
        "funding.toml",
        "plans",
    }
    assert len([*(tmp_path / "out" / "plans").iterdir()]) == 2


def test_own_words_name_every_wrong_key():
    with pytest.raises(SourceError) as caught:
        parse_words({"project": 3, "budget": 10, "convention": "other"}, where="words.toml")
    assert [fault.values["key"] for fault in caught.value.reason.values["faults"]] == [
        "project",
        "convention",
        "budget",
    ]


def test_own_words_are_trimmed_and_bounded():
    assert OwnWords(project="  Tilleuls ").project == "Tilleuls"
    assert OwnWords().convention is Convention.UNDECIDED
    with pytest.raises(SourceError):
        parse_words({"public": "x" * 1501}, where="words.toml")
    assert parse_words({"public": "x" * 1500}, where="words.toml").public
