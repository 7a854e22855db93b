"""The national file of health and social establishments (FINESS), which has no header and two kinds of lines.

::

    finess;etalab;92;2020-03-04
    structureet;010000024;010780054;CH DE FLEYRIAT;…
    geolocalisation;010000024;870262.2;6571540.8;2,ATLASANTE,100,BDADRESSE,EPSG:2154 …;2020-02-04

Names and order of the fields: notice « etalab-cs1100507 » of data.gouv.fr.
"""

import pyarrow as pa

from geo.sources._layers import broken, check_size

MARK = "finess;etalab;"
"""How the file begins."""

FIELDS = (
    "nofinesset",
    "nofinessej",
    "rs",
    "rslongue",
    "complrs",
    "compldistrib",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "lieuditbp",
    "commune",
    "departement",
    "libdepartement",
    "ligneacheminement",
    "telephone",
    "telecopie",
    "categetab",
    "libcategetab",
)
"""Fields of a line `structureet`, as far as the category: later ones differ between editions."""

PLACE = ("coordxet", "coordyet", "sourcecoordet")
"""Fields of a line `geolocalisation`, after the number of the establishment."""


def read_establishments(text: str) -> tuple[pa.Table, int]:
    """
    Return one row per establishment with its place, and how many lines were cut short.

    Raises
    ------
    SourceError
        The file has more establishments than allowed, or none.

    Examples
    --------
    >>> line = ["structureet", "010000024", *["" for _ in FIELDS[1:-2]], "214", "CHRS"]
    >>> place = "geolocalisation;010000024;870262.2;6571540.8;2,ATLASANTE,100,BAN,EPSG:2154;2020-02-04"
    >>> table, short = read_establishments("\\n".join([MARK + "1;2020-03-04", ";".join(line), place]))
    >>> table.select(["nofinesset", "categetab", "coordxet"]).to_pylist(), short
    ([{'nofinesset': '010000024', 'categetab': '214', 'coordxet': '870262.2'}], 0)
    """
    lines = [line.split(";") for line in text.splitlines()]
    places = {line[1]: line[2:5] for line in lines if line[0] == "geolocalisation" and len(line) >= 5}
    written = [line[1 : len(FIELDS) + 1] for line in lines if line[0] == "structureet"]
    rows = [line for line in written if len(line) == len(FIELDS)]
    if not rows:
        raise broken()
    check_size(rows=len(rows), columns=len(FIELDS) + len(PLACE))
    whole = [[*row, *places.get(row[0], ("", "", ""))] for row in rows]
    columns = [pa.array([value or None for value in values], pa.string()) for values in zip(*whole, strict=True)]
    return pa.table(columns, names=[*FIELDS, *PLACE]), len(written) - len(rows)
