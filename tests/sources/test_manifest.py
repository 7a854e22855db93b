"""The manifest: what is allowed, and how faults are told."""

import tomllib

import pytest

from geo.errors import SourceError
from geo.models import Provenance, Role
from geo.sources.manifest import MOST_BYTES, NAME, FileRecord, parse_manifest, read_manifest, write_manifest

WHOLE = b"""
name = "Le Val"
fictional = true
[[file]]
path = "parcels/a.json"
role = "parcels"
publisher = "DGFiP"
dataset = "Cadastre"
vintage = 2024-04-01
licence = "LO 2.0"
url = "https://example.org"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"""


def test_a_folder_without_manifest_declares_nothing(tmp_path):
    manifest = read_manifest(tmp_path)
    assert (manifest.name, manifest.fictional, manifest.file) == ("", False, ())


def test_a_whole_manifest():
    manifest = parse_manifest(WHOLE)
    declared = manifest.about("parcels/a.json")
    assert manifest.fictional
    assert (declared.role, declared.vintage) == (Role.PARCELS, "2024-04-01")
    assert manifest.roles("parcels/a.json") == {Role.PARCELS}
    assert manifest.about("other.json").publisher == ""


def test_a_file_with_two_roles_is_described_for_each():
    text = '[[file]]\npath="a"\nrole="{}"\ndataset="{}"\n'
    manifest = parse_manifest((text.format("buildings", "B") + text.format("communes", "C")).encode())
    assert manifest.about("a", Role.COMMUNES).dataset == "C"
    assert manifest.about("a", Role.STREETS).dataset == "B"


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (b'name = "a"\nfictional = \n', {"line": 2}),
        (b'name = "a', {"line": 1}),
        (b'nom = "a"', {"key": "nom"}),
        (b"name = 3", {"key": "name"}),
        (b'fictional = "yes"', {"key": "fictional"}),
        (b'[[file]]\npath = "a"\n[[file]]\nrole = "parcels"', {"key": "file.2.path"}),
        (b'[[file]]\npath = "a"\nsha256 = "abc"', {"key": "file.1.sha256"}),
        (b'[[file]]\npath = "a"\nlicense = "x"', {"key": "file.1.license"}),
        (b'name = "\xe9"', {"position": 8}),
    ],
)
def test_a_fault_names_its_line_or_key(content, values):
    with pytest.raises(SourceError) as fault:
        parse_manifest(content)
    assert fault.value.where == NAME
    assert fault.value.reason.values == values
    assert fault.value.remedy is not None


def test_a_role_that_does_not_exist_tells_those_that_do():
    with pytest.raises(SourceError, match="parcels, buildings, fallow"):
        parse_manifest(b'[[file]]\npath = "a"\nrole = "parcel"')


def test_a_manifest_too_big_is_not_read(tmp_path):
    (tmp_path / NAME).write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(SourceError, match="1 MB"):
        read_manifest(tmp_path)


def test_what_is_written_is_read_back(tmp_path):
    origin = Provenance("layers/b.json", 'Le "Port"', "Données", "2024", "LO", "https://example.org", "0" * 64)
    write_manifest(tmp_path, "Le Val", [FileRecord(Role.FALLOW, origin)], fictional=False)
    declared = read_manifest(tmp_path).about("layers/b.json")
    assert (declared.publisher, declared.role, declared.sha256) == ('Le "Port"', Role.FALLOW, "0" * 64)
    assert tomllib.loads((tmp_path / NAME).read_text("utf-8"))["name"] == "Le Val"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
