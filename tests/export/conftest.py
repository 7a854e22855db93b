"""Cases of a dossier: the best site of the demonstration, and one of a town whose every text is an attack."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.study import judge, ranking, survey
from geo.study.dossier import Asked, drawn, gather, usual_files
from tests.export import hostile


@pytest.fixture(scope="session")
def best(surveyed, judgement):
    """Return the best site of the demonstration, sketched."""
    site = ranking(surveyed, judgement).index[0]
    return gather(surveyed, judgement, site, drawn(surveyed, site), usual_files())


@pytest.fixture(scope="session")
def attacked(profile):
    """Return a site of the hostile town, sketched."""
    found = survey(hostile.town())
    judged = judge(found, profile)
    site = ranking(found, judged).index[0]
    return gather(found, judged, site, drawn(found, site), usual_files(), Asked(words=hostile.WORDS))


@pytest.fixture
def libreoffice(tmp_path) -> Callable[[Path, str], None]:
    """Return what lets LibreOffice convert a file of the test's folder into another format beside it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-calc libreoffice-writer")

    def convert(path: Path, form: str) -> None:
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(path.parent), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

    return convert
