"""Field checks: read in both languages, told line by line, written for a spreadsheet and read back the same."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geo.kinds import FloodZone, Subject, Sureness, Texture
from geo.models import Role
from geo.schemas import COLUMNS, check
from geo.sources._files import read_tables
from geo.sources.checks import ANSWERS, MOST_TOLD, checks_csv, value_of, write_checks
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

FRENCH = "objet;sujet;valeur;date;auteur;certitude;remarque"
ENGLISH = "target;subject;value;date;author;sureness;remark"
PARCEL, SITE = "920230000A0007", "92023abb515e5be"


def layer_of(folder, *lines, header=FRENCH, encoding="utf-8"):
    path = folder / "verifications.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding=encoding)
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def line(target=PARCEL, subject="friche", value="oui", date="2026-04-12", author="Ana", sureness="vu", remark=""):
    return ";".join((target, subject, value, date, author, sureness, remark))


def test_a_file_in_french(tmp_path):
    layer = layer_of(tmp_path, line(), line(SITE, "largeur du portail (m)", "1,4", "12/04/2026", sureness="mesuré"))
    assert layer.role is Role.FIELD_CHECKS
    assert layer.frame.drop(columns="remark").to_numpy().tolist() == [
        [PARCEL, "fallow", "yes", "2026-04-12", "Ana", "seen"],
        [SITE, "gate_width_m", "1.4", "2026-04-12", "Ana", "measured"],
    ]
    assert layer.notes == ()


def test_a_file_in_english(tmp_path):
    layer = layer_of(tmp_path, f"{PARCEL};soil_texture;sandy_loam;2026-04-12;Ana;told;by a neighbour", header=ENGLISH)
    assert layer.frame.iloc[0].tolist() == [
        PARCEL,
        "soil_texture",
        "sandy_loam",
        "2026-04-12",
        "Ana",
        "told",
        "by a neighbour",
    ]


def test_a_file_saved_by_excel(tmp_path):
    layer = layer_of(tmp_path, line(subject="occupé", value="NON", sureness="entendu"), encoding="cp1252")
    assert layer.frame[["subject", "value", "sureness"]].iloc[0].tolist() == ["occupied", "no", "told"]


def test_no_certainty_is_hearsay(tmp_path):
    assert layer_of(tmp_path, line(sureness="")).frame["sureness"].tolist() == ["told"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line(target="92023"), "neither a parcel nor a site"),
        (line(target="92023ABB515E5BE"), "neither a parcel nor a site"),
        (line(subject="couleur"), "subject"),
        (line(value="peut-être"), "value"),
        (line(value=""), "value"),
        (line(date="2026-02-30"), "date"),
        (line(date=""), "date"),
        (line(author=" "), "who checked"),
        (line(sureness="sûr"), "certainty"),
    ],
)
def test_a_line_that_cannot_be_understood_is_told_by_its_number(tmp_path, wrong, reason):
    layer = layer_of(tmp_path, line(), wrong)
    assert len(layer.frame) == 1
    (note,) = layer.notes
    assert note.values["line"] == 3
    assert reason in str(note)


def test_many_wrong_lines_are_counted(tmp_path):
    layer = layer_of(tmp_path, *[line(value="?")] * (MOST_TOLD + 3))
    assert len(layer.notes) == MOST_TOLD + 1
    assert layer.notes[-1].values == {"count": 3}


def test_as_many_wrong_lines_as_are_told(tmp_path):
    assert len(layer_of(tmp_path, *[line(value="?")] * MOST_TOLD).notes) == MOST_TOLD


@pytest.mark.parametrize(
    ("subject", "text", "value"),
    [
        (Subject.FALLOW, "Oui", "yes"),
        (Subject.ACCESS, "1.0", "yes"),
        (Subject.PERMIT, "faux", "no"),
        (Subject.ROAD_BARRIER, "x", None),
        (Subject.GATE_WIDTH, "1,40 m", "1.4"),
        (Subject.GATE_WIDTH, "50", "50"),
        (Subject.GATE_WIDTH, "50,1", None),
        (Subject.GATE_WIDTH, "-1", None),
        (Subject.GATE_WIDTH, "1,4 cm", None),
        (Subject.SECURED_YEARS, "9", "9"),
        (Subject.SECURED_YEARS, "100", None),
        (Subject.WATER_DISTANCE, "0", "0"),
        (Subject.WATER_DISTANCE, "1 200", "1200"),
        (Subject.WATER_DISTANCE, "5001", None),
        (Subject.SOIL_DEPTH, "30 cm", "30"),
        (Subject.SOIL_PH, "6,5", "6.5"),
        (Subject.SOIL_PH, "14.1", None),
        (Subject.SOIL_PH, "0,9", None),
        (Subject.SOIL_PH, "nan", None),
        (Subject.SOIL_PH, "inf", None),
        (Subject.LEAD, "120 mg/kg", "120"),
        (Subject.LEAD, "1e9", None),
        (Subject.SOIL_TEXTURE, "Limon argileux", "clay_loam"),
        (Subject.SOIL_TEXTURE, "LAS", "clay_loam"),
        (Subject.SOIL_TEXTURE, "terre", None),
        (Subject.FLOOD_ZONE, "Rouge", "red"),
        (Subject.FLOOD_ZONE, "aucune", "none"),
        (Subject.FLOOD_ZONE, "verte", None),
    ],
)
def test_values(subject, text, value):
    assert value_of(subject, text) == value


def test_every_subject_has_an_answer():
    assert set(ANSWERS) == set(Subject)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(lambda text: " ".join(text.split()))
CLOSED = {Subject.SOIL_TEXTURE: list(Texture), Subject.FLOOD_ZONE: [*FloodZone, "none"]}


@st.composite
def checks(draw):
    subject = draw(st.sampled_from(Subject))
    answer = ANSWERS[subject]
    figures = st.integers(int(answer.least * 10), int(answer.most * 10)).map(lambda tenths: f"{tenths / 10:.12g}")
    return {
        "target": draw(st.sampled_from((PARCEL, SITE, "2A0040000B0001"))),
        "subject": subject.value,
        "value": str(draw(st.sampled_from(CLOSED.get(subject, ["yes", "no"])) if answer.words else figures)),
        "date": draw(st.dates(min_value=pd.Timestamp("1900-01-01").date())).isoformat(),
        "author": draw(TEXT.filter(bool)),
        "sureness": str(draw(st.sampled_from(Sureness)).value),
        "remark": draw(TEXT) or None,
    }


@given(st.lists(checks(), max_size=6))
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    frame = check(pd.DataFrame(rows, columns=list(COLUMNS[Role.FIELD_CHECKS]), dtype="object"), Role.FIELD_CHECKS)
    path = tmp_path_factory.mktemp("checks") / "verifications.csv"
    write_checks(path, frame)
    (found,) = tables_of(path)
    layer = read_layer(found, recognise(found), file=path.name)
    assert layer.notes == ()
    assert_frame_equal(layer.frame, frame)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'="])
def test_no_text_is_a_formula(start):
    row = {"target": PARCEL, "subject": "fallow", "value": "yes", "date": "2026-04-12", "author": f"{start}1+1"}
    written = checks_csv(pd.DataFrame([row | {"sureness": "seen", "remark": "a\n=b\tc"}])).decode("utf-8-sig")
    assert f";'{start}1+1;" in written
    assert written.endswith(";a =b c\r\n")


def test_a_text_cannot_break_its_line(tmp_path):
    row = {"target": PARCEL, "subject": "fallow", "value": "yes", "date": "2026-04-12", "author": 'A;B"C\r\nD\x00'}
    path = tmp_path / "a.csv"
    write_checks(path, pd.DataFrame([row | {"sureness": "seen", "remark": None}]))
    (found,) = tables_of(path)
    assert read_layer(found, recognise(found), file="a.csv").frame["author"].tolist() == ['A;B"C D']


def test_the_file_goes_through_the_door(tmp_path):
    path = tmp_path / "verifications.csv"
    path.write_text(f"{FRENCH}\n{line()}\n", encoding="utf-8")
    (found,) = read_tables(path)
    assert recognise(found).role is Role.FIELD_CHECKS


def test_an_older_file_stays_where_the_new_one_cannot_be_made(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ValueError, match="couleur"):
        write_checks(path, pd.DataFrame([dict.fromkeys(COLUMNS[Role.FIELD_CHECKS], "couleur")]))
    assert path.read_text(encoding="utf-8") == "old"
