"""The same study gives the same bytes, in whatever process: each file, each format."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo.export import gis
from geo.export.docx import docx
from geo.export.gis import write_study
from geo.export.pdf import pdf
from geo.present.dossier import dossier
from geo.present.labels import translator
from geo.study import judge, ranking, survey
from geo.study.dossier import Asked, drawn, gather, usual_files
from tests.conftest import PROJECT
from tests.export import hostile


def digests(case, folder):
    """Return the sha256 of each file of a case."""
    write_study(folder, case.surveyed, case.judgement, "fr", {case.site: case.sketch})
    document = dossier(case, translator("fr"), "fr")
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files |= {"dossier.pdf": pdf(document), "dossier.docx": docx(document)}
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def main(folder):
    """Do all of it again, from the layers on: what another process runs."""
    from geo.scoring import builtin, parse_profile
    from geo.sources.settings import read_settings

    found = survey(hostile.town())
    judged = judge(found, parse_profile(read_settings(builtin.DEFAULT), where=builtin.DEFAULT.name))
    site = ranking(found, judged).index[0]
    case = gather(found, judged, site, drawn(found, site), usual_files(), Asked(words=hostile.WORDS))
    sys.stdout.write(json.dumps(digests(case, Path(folder))))


def test_another_process_writes_the_same_bytes(attacked, tmp_path):
    mine = digests(attacked, tmp_path / "mine")
    assert {Path(name).suffix for name in mine} >= {
        *(".pdf", ".docx", ".xlsx", ".gpkg", ".dxf", ".svg", ".html", ".geojson", ".csv")
    }
    code = f"from tests.export.test_repeatable import main; main({str(tmp_path / 'other')!r})"
    command = [sys.executable, "-W", "ignore", "-c", code]
    environment = {"PYTHONHASHSEED": "7", "PATH": "", "TZ": "Pacific/Auckland"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == mine


def test_a_file_that_cannot_be_written_leaves_the_older_one(attacked, tmp_path, monkeypatch):
    (tmp_path / "map.html").write_text("older")

    def fail(path, content):
        path.write_bytes(content[:10])
        raise OSError("disk full")

    monkeypatch.setattr(gis, "_put", fail)
    with pytest.raises(OSError, match="disk full"):
        write_study(tmp_path, attacked.surveyed, attacked.judgement, "fr")
    assert (tmp_path / "map.html").read_text() == "older"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".") or path.suffix == ".tmp"]
