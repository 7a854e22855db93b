"""Names of streets read as people write them."""

import pandas as pd
import pytest

from geo.sources.streetnames import readable


@pytest.mark.parametrize(
    ("published", "written"),
    [
        ("R DE LA PLAINE", "Rue de la Plaine"),
        ("RTE D'ESPALION", "Route d’Espalion"),
        ("AV DE SAINT-FELIX", "Avenue de Saint-Felix"),
        ("BD DU 122 EME REGIMENT D'INFANTERIE", "Boulevard du 122 Eme Regiment d’Infanterie"),
        ("R DU PONT-SUR-SEINE", "Rue du Pont-sur-Seine"),
        ("COTE SAINT ELOI", "Cote Saint Eloi"),
        ("Rue de l’Église", "Rue de l’Église"),
        ("N88", "N88"),
    ],
)
def test_names(published, written):
    found = readable(pd.Series([published, None]))
    assert found.dropna().tolist() == [written]


def test_the_real_names_of_rodez_lose_no_letter(real_data):
    from geo.sources._files import read_tables

    tables = {table.name: table.frame for table in read_tables(real_data / "bdtopo" / "bdtopo_v2_12174_olemps.gpkg")}
    names = tables["ROUTE"]["nom_voie_g"].dropna().drop_duplicates()
    letters = names.str.split().str[1:].str.join("").str.upper().str.replace("'", "")
    kept = readable(names).str.split(n=1).str[1].fillna("").str.replace(" ", "").str.upper().str.replace("’", "")
    one_word = ~names.str.contains(" ")
    assert (kept == letters)[~one_word & ~names.str.contains(r"^\S+'")].all()
    assert not readable(names).str.match(r"^(R|AV|BD|CHE|RTE|IMP|PL) ").any()
