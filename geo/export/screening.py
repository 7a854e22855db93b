"""The files of a screening: candidates for a GIS, the ranking for a spreadsheet, the map for everyone."""

from pathlib import Path
from typing import Any

from geo.export.tables import ranking_rows, write_candidates, write_ranking
from geo.present import screening
from geo.present.labels import Translator, translator
from geo.sources._files import write_atomically
from geo.study import Judgement, Survey


def write(out: Path, surveyed: Survey, judgement: Judgement, language: str) -> tuple[Path, ...]:
    """
    Write `candidates.gpkg`, `ranking.csv` and `map.html` into a folder, which is made when it is not there.

    Returns
    -------
    files
        What was written.
    """
    out.mkdir(parents=True, exist_ok=True)
    translate = translator(language)
    table, rows, page = out / "candidates.gpkg", out / "ranking.csv", out / "map.html"
    write_candidates(table, surveyed, judgement, translate)
    write_ranking(rows, surveyed, judgement, translate)
    text = screening.standalone_map(surveyed, judgement, translate, language=language)
    write_atomically(page, lambda temporary: _write_text(temporary, text))
    return table, rows, page


def document(surveyed: Survey, judgement: Judgement, translate: Translator) -> dict[str, Any]:
    """Return the screening as one document of JSON types: territory, layers, how many candidates, ranking."""
    territory = surveyed.territory
    rows = ranking_rows(surveyed, judgement, translate)
    return {
        "territory": territory.name,
        "fictional": territory.fictional,
        "profile": judgement.profile.name,
        "layers": screening.health_rows(territory, translate),
        "candidates": len(rows),
        "rejections": surveyed.candidates.rejections.value_counts().to_dict(),
        "ranking": rows,
    }


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
