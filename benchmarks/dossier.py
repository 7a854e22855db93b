"""How long a person waits for a dossier, and how heavy it is.

Run ``python benchmarks/dossier.py``: the best site of the demonstration, its sketch at hand as in the app; the second
writing counts, since the first one loads the libraries.
"""

import io
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pypdf

from geo.export.docx import docx
from geo.export.pdf import pdf, thumbnails
from geo.export.workbook import workbook
from geo.present.document import Document
from geo.present.dossier import dossier
from geo.present.labels import translator
from geo.study import judge, ranking, survey
from geo.study.dossier import drawn, gather, usual_files
from geo.study.profiles import profile_named
from geo.territory import open_territory

FOLDER = Path(__file__).resolve().parents[1] / "data"
TIMES = 3


def best_of(make: Callable[[], object]) -> tuple[float, object]:
    """Return the shortest time of some runs after a first one, and what was made. [s]"""
    found, shortest = make(), float("inf")
    for _ in range(TIMES):
        start = time.perf_counter()
        found = make()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, found


def main() -> None:
    warnings.simplefilter("ignore")
    surveyed = survey(open_territory(FOLDER))
    judgement = judge(surveyed, profile_named("technicien"))
    site, french, files = ranking(surveyed, judgement).index[0], translator("fr"), usual_files()
    sketches = drawn(surveyed, site)

    def pages() -> Document:
        return dossier(gather(surveyed, judgement, site, sketches, files), french, "fr")

    seconds, content = best_of(lambda: pdf(pages()))
    assert isinstance(content, bytes)
    count = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    print(f"dossier PDF       {seconds:5.2f} s  {len(content) / 1e6:5.2f} MB  {count} pages")
    document = pages()
    makers: dict[str, Callable[[], object]] = {
        "dossier DOCX": lambda: docx(document),
        "pages as pictures": lambda: b"".join(thumbnails(document, ppi=60)),
        "workbook": lambda: workbook(surveyed, judgement, french),
    }
    for name, make in makers.items():
        seconds, made = best_of(make)
        assert isinstance(made, bytes)
        print(f"{name:17} {seconds:5.2f} s  {len(made) / 1e6:5.2f} MB")


if __name__ == "__main__":
    main()
