"""The command `portfolio`, as a person or a script meets it."""

import json
import subprocess
import sys
from pathlib import Path

JACHERE = [str(Path(sys.executable).with_name("jachere"))]


def run(*arguments):
    return subprocess.run([*JACHERE, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_one_document_on_stdout_the_steps_on_stderr(demonstration, tmp_path):
    sheet = ["--out", tmp_path / "gardens.pdf"]
    done = run("portfolio", demonstration, "--gardens", 3, "--communes", 2, "--residences", 1, "--json", *sheet)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["fictional"]
    assert document["gardens"] == 3
    assert [one["rank"] for one in document["portfolios"]] == [1, 2, 3]
    assert {one["gap"] for one in document["portfolios"]} == {0.0}
    assert all(len(one["sites"]) == 3 and one["residences"] >= 1 for one in document["portfolios"])
    assert "Choix des jardins" in done.stderr
    assert (tmp_path / "gardens.pdf").read_bytes().startswith(b"%PDF")


def test_limits_that_nothing_meets_say_which_to_relax(demonstration):
    done = run("portfolio", demonstration, "--gardens", 3, "--budget", 100)
    assert done.returncode == 2
    assert "Assouplissez" in done.stderr
    assert "possible" in done.stderr
    assert done.stdout == ""


def test_a_sheet_that_cannot_be_written_is_refused_before_any_work(demonstration, tmp_path):
    done = run("portfolio", demonstration, "--out", tmp_path / "gardens.odt", "--lang", "en")
    assert done.returncode == 2
    assert "written as .pdf or as .docx" in done.stderr
    assert "Reading the files" not in done.stderr


def test_weights_that_cannot_be_read_are_refused_before_any_work(demonstration):
    for text in ("beauty=3", "score", "score=a"):
        done = run("portfolio", demonstration, "--weights", text, "--lang", "en")
        assert done.returncode == 2
        assert f"These weights cannot be read: {text}." in done.stderr
        assert "Reading the files" not in done.stderr
