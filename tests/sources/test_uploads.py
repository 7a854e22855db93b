"""Files that a person sends: where they land, under which names, and what is refused before anything is read."""

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.errors import SourceError
from geo.sources.uploads import MEBIBYTE, Quotas, Sent, forget, forget_old, receive, safe_name
from geo.territory import open_territory
from tests import factories

SMALL = Quotas(file_bytes=2 * MEBIBYTE, territory_bytes=3 * MEBIBYTE, all_bytes=5 * MEBIBYTE, files=3)
ODD = ["../../../etc/cron.d/x", "..\\..\\x.csv", "/etc/passwd", "C:\\x.shp", "....", "", "\0", ".hidden", "a\nb.csv"]
ODD += [
    "CON.csv",
    "x" * 5_000 + ".geojson",
    "é" * 300 + ".shp",
    "<img src=x onerror=alert(1)>.csv",
    "a/../b.csv",
    "x\u202egpj.exe",
]


def sent(name, content=b"x"):
    return Sent(name, len(content), io.BytesIO(content))


def parcels_file():
    frame = factories.parcels(*box([650_000, 650_020], 6_860_000, [650_020, 650_040], 6_860_030)).frame
    columns = {"parcel_id": "id", "number": "numero", "registered_area_m2": "contenance"}
    return frame.rename(columns=columns).assign(prefixe="000").to_crs(4326).to_json().encode()


def inside(home):
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def keep(home, *files, **options):
    return receive(list(files), home, name="Essai", **options)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_stays_in_its_folder(tmp_path, name):
    home = tmp_path / "a" / "home"
    folder = keep(home, sent(name))
    [kept] = [path for path in folder.rglob("*") if path.is_file() and path.name != "MANIFEST.toml"]
    assert kept.parent == folder / "layers"
    assert not kept.name.startswith(".")
    assert len(kept.name.encode()) < 255
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["home"]


@given(st.text(max_size=300))
def test_a_safe_name_is_one_step_and_safe_again(name):
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert safe not in {"", ".", ".."}
    assert not safe.startswith((".", " "))
    assert len(safe.encode()) < 255
    assert not set(safe) & set('<>:"/\\|?*\0\n\r\t')


@given(st.text(max_size=300))
def test_parts_of_a_shapefile_keep_one_stem(stem):
    names = [safe_name(f"a{stem}{part}") for part in (".shp", ".dbf", ".shp.xml")]
    assert len({name.split(part)[0] for name, part in zip(names, (".shp", ".dbf", ".shp.xml"), strict=True)}) == 1


def test_files_are_private_and_never_run(tmp_path):
    folder = keep(tmp_path / "home", sent("script.sh", b"#!/bin/sh\n"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "layers" / "script.sh").stat().st_mode) == 0o600
    assert len(folder.name) == 32


def test_two_files_of_one_name_are_both_kept(tmp_path):
    folder = keep(tmp_path, sent("a/x.csv", b"1"), sent("b/X.csv", b"2"))
    assert inside(folder) == ["MANIFEST.toml", "layers/X (2).csv", "layers/x.csv"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "No file"),
        ([("a.csv", 1)] * 4, "4 files"),
        ([("a.csv", 2 * MEBIBYTE + 1)], "weighs 3 MB; 2 MB"),
        ([("a.csv", 2 * MEBIBYTE), ("b.csv", MEBIBYTE + 1)], "would weigh 4 MB; 3 MB"),
    ],
)
def test_too_much_is_told_and_nothing_is_kept(tmp_path, files, words):
    with pytest.raises(SourceError, match=words) as told:
        keep(tmp_path / "home", *(Sent(name, size, io.BytesIO()) for name, size in files), quotas=SMALL)
    assert told.value.remedy
    assert not (tmp_path / "home").exists()


def test_as_much_as_is_allowed_is_kept(tmp_path):
    files = [sent("a.csv", bytes(2 * MEBIBYTE)), sent("b.csv", bytes(MEBIBYTE)), sent("c.csv", b"")]
    assert len(inside(keep(tmp_path, *files, quotas=SMALL))) == 4


def test_a_full_server_says_so(tmp_path):
    keep(tmp_path, sent("a.csv", bytes(2 * MEBIBYTE)), sent("b.csv", bytes(MEBIBYTE // 2)), quotas=SMALL)
    keep(tmp_path, sent("a.csv", bytes(2 * MEBIBYTE)), quotas=SMALL)
    with pytest.raises(SourceError, match="as many territories as it can"):
        keep(tmp_path, sent("a.csv", bytes(MEBIBYTE)), quotas=SMALL)


def test_a_disk_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SourceError, match="disk of the server"):
        keep(tmp_path / "file" / "home", sent("a.csv"))


def test_a_territory_is_opened_from_what_was_sent(tmp_path):
    opened = open_territory(keep(tmp_path, sent("mes parcelles.geojson", parcels_file())))
    assert (opened.name, opened.fictional) == ("Essai", False)
    assert len(opened.layers["parcels"].frame) == 2


def test_a_zip_is_kept_whole_and_read_by_the_door(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../parcelles.geojson", parcels_file())
    with zipfile.ZipFile(two := io.BytesIO(), "w") as archive:
        archive.writestr("parcelles.geojson", parcels_file())
    folder = keep(tmp_path, sent("escape.zip", packed.getvalue()), sent("good.zip", two.getvalue()))
    rows = {row.file: row.state.value for row in open_territory(folder).health if row.file}
    assert rows == {"layers/escape.zip": "refused", "layers/good.zip": "sound"}
    assert inside(tmp_path) == [f"{folder.name}/{name}" for name in inside(folder)]


def test_a_zip_that_swells_is_refused_and_the_rest_is_read(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("parcelles.geojson", bytes(60 * MEBIBYTE))
    folder = keep(tmp_path, sent("bomb.zip", packed.getvalue()), sent("parcels.geojson", parcels_file()))
    rows = {row.file: row.state.value for row in open_territory(folder).health if row.file}
    assert rows == {"layers/bomb.zip": "refused", "layers/parcels.geojson": "sound"}


def test_files_are_added_to_a_copy_and_the_base_stays_as_it_was(tmp_path, demonstration):
    before = {path: path.stat().st_mtime_ns for path in demonstration.rglob("*")}
    friches = "cartofriches-val-fiacre.geojson"
    folder = keep(tmp_path, sent("notes.txt"), sent(friches, b"{}"), base=demonstration)
    assert {path: path.stat().st_mtime_ns for path in demonstration.rglob("*")} == before
    assert (folder / "layers" / friches).read_bytes() == b"{}"
    assert (folder / "MANIFEST.toml").read_bytes() == (demonstration / "MANIFEST.toml").read_bytes()
    assert (
        len(inside(folder))
        == len([path for path in inside(demonstration) if path.startswith(("layers", "parcels"))]) + 2
    )


def test_a_copy_of_a_copy_shares_its_files_and_changes_none(tmp_path):
    first = keep(tmp_path, sent("a.csv", b"one"), sent("b.csv", bytes(MEBIBYTE)))
    second = keep(tmp_path, sent("a.csv", b"two"), base=first)
    assert (first / "layers" / "a.csv").read_bytes() == b"one"
    assert (second / "layers" / "a.csv").read_bytes() == b"two"
    assert (first / "layers" / "b.csv").samefile(second / "layers" / "b.csv")
    forget(first, tmp_path)
    assert (second / "layers" / "b.csv").stat().st_size == MEBIBYTE


def test_files_beside_one_another_stay_so(tmp_path):
    base = tmp_path / "flat"
    base.mkdir()
    (base / "parcels.geojson").write_bytes(parcels_file())
    folder = keep(tmp_path / "home", sent("more.csv"), base=base)
    assert inside(folder) == ["MANIFEST.toml", "more.csv", "parcels.geojson"]


def test_a_manifest_that_is_sent_is_that_of_the_territory(tmp_path):
    folder = keep(tmp_path, sent("MANIFEST.toml", b'name = "Le Val"\n'), sent("p.geojson", parcels_file()))
    assert open_territory(folder).name == "Le Val"


def test_only_old_territories_that_nobody_kept_are_forgotten(tmp_path):
    old, kept, fresh = (keep(tmp_path, sent("a.csv")) for _ in range(3))
    for folder in (old, kept):
        os.utime(folder, (0, 0))
    os.utime(fresh, (100_000, 100_000))
    forget_old(tmp_path, {kept}, now=Quotas().days * 86_400 + 50_000)
    assert {path.name for path in tmp_path.iterdir()} == {kept.name, fresh.name}


def test_only_what_was_received_is_forgotten(tmp_path):
    home, mine = tmp_path / "home", tmp_path / "mine"
    mine.mkdir()
    keep(home, sent("a.csv"))
    (home / "link").symlink_to(mine)
    for folder in (mine, home / "link", home):
        forget(folder, home)
    assert mine.is_dir()
    assert len(list(home.iterdir())) == 2
