"""The rules of the house: sizes, arrows, words, and nothing of one machine."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from geo.candidates import Rejection
from geo.costs import Figures, Funds, Prices, parse
from geo.costs import builtin as cost_files
from geo.kinds import FloodZone, GreenKind, Nature, PlaceKind, Prescription, Register, Texture, WaterKind, Zone
from geo.models import Evidence, FallowStatus, Health, OwnerGroup, Role, SiteKind, State, Verdict
from geo.present.labels import CATALOGUES, COLUMNS
from geo.scoring import Theme, builtin, parse_profile
from geo.sources.settings import read_settings
from tests.conftest import PROJECT

MODULES = [*sorted((PROJECT / "geo").rglob("*.py")), PROJECT / "app.py"]
SHOWN_ENUMS = (
    *(Evidence, FallowStatus, Health, OwnerGroup, Rejection, Role, SiteKind, State, Theme),
    *(FloodZone, GreenKind, Nature, PlaceKind, Prescription, Register, Texture, WaterKind, Zone),
)


def functions(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(node) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return node.end_lineno - first.lineno + 1


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [PROJECT / name for name in listed.splitlines() if (PROJECT / name).is_file()]


def test_the_arrows_do_not_turn():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_functions_and_modules_are_small():
    sizes = [body_lines(node) for path in MODULES for node in functions(path)]
    assert statistics.median(sizes) <= 12
    long = [f"{p.name}:{n.name}" for p in MODULES for n in functions(p) if body_lines(n) > 40]
    assert not long
    assert not [path.name for path in MODULES if path.read_text(encoding="utf-8").count("\n") > 400]
    assert (PROJECT / "app.py").read_text(encoding="utf-8").count("\n") <= 60


def test_no_module_is_a_bag():
    assert not [path for path in MODULES if path.stem in {"utils", "helpers", "common", "misc"}]


def msgids() -> set[str]:
    found = extract_from_dir(str(PROJECT / "geo"), method_map=[("**.py", "python")], keywords={"N_": None})
    found = [*found, *extract_from_dir(str(PROJECT), method_map=[("app.py", "python")], keywords={"N_": None})]
    texts = {message for _, _, message, _, _ in found}
    return texts | profile_texts() | cost_texts() | {member.value for enum in SHOWN_ENUMS for member in enum}


def profile_texts() -> set[str]:
    texts = set()
    for path in builtin.PROFILES:
        profile = parse_profile(
            read_settings(path), where=path.name, bases=lambda name: read_settings(builtin.path_of(name))
        )
        measured = [criterion.measured for criterion in profile.criteria if criterion.measured]
        parts = [part for criterion in profile.criteria for part in criterion.parts]
        functions = [*profile.criteria, *measured, *parts]
        texts |= {profile.label, *(function.label for function in functions)}
        texts |= {function.unit for function in functions if function.unit.isalpha() and len(function.unit) > 2}
        texts |= {text for rule in profile.rules for text in (rule.text, rule.if_unknown) if text}
    return texts


def cost_texts() -> set[str]:
    prices = parse(Prices, read_settings(cost_files.PRICES), where="")
    figures = prices.references + parse(Figures, read_settings(cost_files.FIGURES), where="").references
    funds = parse(Funds, read_settings(cost_files.FUNDS), where="").funds
    texts = {part.label for part in (*prices.prices, *figures, *funds)} | {fund.note for fund in funds}
    return texts | {figure.unit for figure in figures if figure.unit.isalpha() and len(figure.unit) > 2}


def french() -> dict[str, str]:
    texts = {}
    for path in sorted(CATALOGUES.glob("fr/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="fr", abort_invalid=True)
        for entry in catalogue:
            if entry.id:
                assert texts.get(entry.id, entry.string) == entry.string, f"{entry.id} has two translations"
                texts[entry.id] = entry.string
    return texts


PLACES = re.compile(r"\{[a-z_]+\}")


def test_every_text_has_its_french():
    texts = french()
    assert sorted(text for text in msgids() if not texts.get(text)) == []


def test_french_texts_keep_the_places_of_the_english():
    wrong = {text: found for text, found in french().items() if set(PLACES.findall(text)) != set(PLACES.findall(found))}
    assert wrong == {}


def test_no_french_is_left_without_use():
    assert sorted(set(french()) - msgids()) == []


def test_french_typography():
    bad = re.compile(r"[^\s  ][:;?!»](\s|$)|[  ]'|\w'\w|« ")
    assert {t for t in french().values() if bad.search(t.replace("http:", "").replace("https:", ""))} == set()


def test_verdicts_have_a_word_a_mark_and_a_colour():
    from geo.present import palette

    for table in (palette.VERDICT_LABELS, palette.VERDICT_MARKS, palette.VERDICT_COLOURS):
        assert set(table) == set(Verdict)


def test_every_column_of_the_study_has_a_name(surveyed, judgement):
    from geo.study import ranking

    shown = {*ranking(surveyed, judgement), *surveyed.indicators, *surveyed.sites} - {"geometry"}
    assert sorted(shown - set(COLUMNS)) == []
    metres = {name: unit for name, (_, unit) in COLUMNS.items() if name.endswith(("_m", "_m2", "_percent"))}
    assert {unit for name, unit in metres.items() if name.endswith("_m")} == {"m"}
    assert {unit for name, unit in metres.items() if name.endswith("_m2")} == {"m²"}


def test_nothing_of_one_machine_is_kept():
    paths = re.compile(r"(^|[^a-zA-Z0-9.])/(work|root|home/[a-z]+)/")
    hosts = re.compile(r"(pypi|files\.pythonhosted|registry\.npmjs|deb\.debian)\.(org|com)")
    told = []
    for path in tracked():
        if path.suffix in {".png", ".tif", ".gz", ".gpkg"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path != Path(__file__).resolve() and (paths.search(text) or hosts.search(text)):
            told.append(path.name)
    assert told == []


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_every_command_is_documented(name):
    from geo.cli import app

    text = (PROJECT / name).read_text(encoding="utf-8")
    commands = [command.callback.__name__ for command in app.registered_commands]
    assert [command for command in commands if f"jachere {command}" not in text] == []


def test_every_glossary_term_is_used_in_the_code():
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    rows = re.findall(r"^\| [^|]+ \| `([a-z_]+)`", (PROJECT / "docs/glossary.md").read_text(encoding="utf-8"), re.M)
    assert len(rows) > 20
    assert [name for name in rows if name not in code] == []
