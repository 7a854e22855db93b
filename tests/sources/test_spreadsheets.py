"""Cells of a spreadsheet: CSV as Excel and LibreOffice write it, workbooks through the door, and what is refused."""

import zipfile
from xml.sax.saxutils import escape

import pytest

from geo.errors import SourceError
from geo.present.labels import translator
from geo.scoring import builtin, parse_profile
from geo.scoring.imported import imported_weights
from geo.sources.settings import read_settings
from geo.sources.spreadsheets import read_cells

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell(value, name):
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{name}"><v>{value}</v></c>'


def sheet(rows):
    lines = "".join(
        f'<row r="{number}">'
        + "".join(cell(value, f"{chr(65 + place)}{number}") for place, value in enumerate(row) if value is not None)
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def workbook(path, *sheets):
    """Write the least that a workbook is made of."""
    numbers = range(1, len(sheets) + 1)
    names = "".join(f'<sheet name="Feuille{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="{TYPE}.'
        f'sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{RELATIONS}/office'
        f'Document" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, start=1)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def text_file(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_csv_of_any_flavour(tmp_path, encoding, separator):
    text = "Critère;Poids\r\nDurée assurée;4\r\n".replace(";", separator)
    assert read_cells(text_file(tmp_path / "w.csv", text, encoding)) == (("Critère", "Poids"), ("Durée assurée", "4"))


def test_a_title_above_the_table_and_quotes(tmp_path):
    text = 'Weights, of the 3 May\n\n"Sun; direct";"12,5"\nOwner;3\n'
    rows = (("Weights, of the 3 May",), (), ("Sun; direct", "12,5"), ("Owner", "3"))
    assert read_cells(text_file(tmp_path / "w.csv", text)) == rows


def test_a_workbook(tmp_path):
    path = workbook(tmp_path / "w.xlsx", sheet([]), sheet([["Poids du 3 mai"], [], ["F1", 12.5, None], ["F2", 4, "é"]]))
    assert read_cells(path) == (
        ("Poids du 3 mai", "", ""),
        ("", "", ""),
        ("F1", "12.5", ""),
        ("F2", "4", "é"),
    )


def test_the_weights_of_a_workbook_reach_the_profile(tmp_path):
    profile = parse_profile(read_settings(builtin.DEFAULT), where="technicien.toml")
    french = translator("fr")
    names = {french(label): criterion.id for criterion in profile.criteria for label in [message(criterion.label)]}
    rows = [["Critère", "Poids"], ["Propriétaire", 30], ["Surface utile", "12,5 %"], ["Ombre", 2]]
    table = imported_weights(read_cells(workbook(tmp_path / "w.xlsx", sheet(rows))), profile, names=names)
    assert dict(table.columns) == {"Poids": {"F1": 30.0, "A2": 12.5}}
    assert [french(told) for told in table.left_out] == ["ligne 4\xa0: «\xa0Ombre\xa0» n’est pas un critère"]


def message(text):
    from geo.messages import Message

    return Message(text)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("w.csv", b"", "no spreadsheet"),
        ("w.csv", b"just a note\n", "no spreadsheet"),
        ("w.csv", b"a;b\0;c\n", "no spreadsheet"),
        ("w.csv", b'"' + b"a;" * 200_000, "no spreadsheet"),
        ("w.csv", b"a;b\n" * (1 << 19), "too large"),
        ("w.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("w.zip", None, "archive|no table|nothing|anything"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("note.txt", "hello")
    else:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=reason) as raised:
        read_cells(path)
    assert raised.value.where == name
    assert raised.value.remedy


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened"):
        read_cells(tmp_path / "none.csv")


def test_a_workbook_without_a_cell_is_told(tmp_path):
    with pytest.raises(SourceError, match="anything in it"):
        read_cells(workbook(tmp_path / "w.xlsx", sheet([])))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path / "w.xlsx", sheet([["F1", 1]]) + " " * 50_000_000)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(SourceError):
        read_cells(path)


def test_a_cell_at_the_end_of_the_world_is_refused(tmp_path):
    far = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
    far += '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(SourceError):
        read_cells(workbook(tmp_path / "w.xlsx", far))


def test_entities_are_not_expanded(tmp_path):
    doctype = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    evil = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr">'
    evil += "<is><t>x&b;&c;</t></is></c></row></sheetData></worksheet>"
    try:
        cells = read_cells(workbook(tmp_path / "w.xlsx", evil))
    except SourceError:
        return
    assert "root" not in str(cells)
    assert "aaaa" not in str(cells)
