"""BD TOPO: buildings with heights and streets, in the columns of IGN's version 3 (shapefile names)."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely import MultiPolygon

from data.generator.blueprint import WIDTHS_M, Way
from data.generator.official import all_buildings
from data.generator.relief import elevation
from data.generator.streets import segments
from data.generator.town import Town

WRITTEN = "2026-01-01T00:00:00.000Z"
"""The date that the GeoPackage carries, so that the same town gives the same bytes."""

_CARRIAGEWAY_M = {Way.MAIN: 9.0, Way.AVENUE: 7.0, Way.STREET: 5.0, Way.LANE: 3.5, Way.FOOTPATH: 0.0}
_IMPORTANCE = {Way.MAIN: "3", Way.AVENUE: "4", Way.STREET: "5", Way.LANE: "5", Way.FOOTPATH: "6"}
_SPEED = {Way.MAIN: 40, Way.AVENUE: 35, Way.STREET: 25, Way.LANE: 20, Way.FOOTPATH: 1}


def write_bdtopo(town: Town, path: Path) -> None:
    """Write the layers BATIMENT and TRONCON_DE_ROUTE of a GeoPackage in Lambert-93."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    path.unlink(missing_ok=True)
    for layer, frame, shape in (
        ("BATIMENT", batiment(town), "MultiPolygon Z"),
        ("TRONCON_DE_ROUTE", troncon(town), "LineString Z"),
    ):
        pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", geometry_type=shape, append=path.exists())


def batiment(town: Town) -> gpd.GeoDataFrame:
    """Return the buildings; one height in thirteen is unknown: null or 0, as IGN leaves them."""
    built = all_buildings(town)
    centres = shapely.get_coordinates(shapely.centroid([b.footprint for b in built]))
    ground = np.round(elevation(centres, town.relief), 1)
    eaves = np.array([b.eaves_m for b in built])
    number = np.arange(len(built))
    heights = np.where(number % 17 == 5, np.nan, np.where(number % 59 == 7, 0.0, eaves))
    table = pd.DataFrame(
        {
            "ID": [f"BATIMENT{290_000_000 + i:016d}" for i in number],
            "NATURE": [b.kind for b in built],
            "USAGE1": [b.purpose for b in built],
            "USAGE2": None,
            "LEGER": ["Oui" if b.light else "Non" for b in built],
            "ETAT": "En service",
            "DATE_CREAT": "2011-04-13 13:09:40",
            "DATE_MAJ": "2024-06-16 12:49:00",
            "DATE_APP": None,
            "DATE_CONF": None,
            "SOURCE": None,
            "ID_SOURCE": None,
            "ACQU_PLANI": "BDParcellaire recalée",
            "PREC_PLANI": 3.0,
            "ACQU_ALTI": "Interpolation bâti BDTopo",
            "PREC_ALTI": 2.5,
            "NB_LOGTS": [float(b.dwellings) if b.dwellings else np.nan for b in built],
            "NB_ETAGES": [float(b.storeys) if b.dwellings else np.nan for b in built],
            "MAT_MURS": None,
            "MAT_TOITS": None,
            "HAUTEUR": heights,
            "Z_MIN_SOL": ground,
            "Z_MIN_TOIT": np.round(ground + eaves, 1),
            "Z_MAX_TOIT": np.round(ground + eaves + [2.5 if b.pitched else 0.0 for b in built], 1),
            "Z_MAX_SOL": ground,
            "ORIGIN_BAT": "Cadastre",
            "APP_FF": None,
        }
    )
    roofs = [shapely.force_3d(MultiPolygon([b.footprint]), z) for b, z in zip(built, table["Z_MIN_TOIT"], strict=True)]
    return gpd.GeoDataFrame(table, geometry=roofs, crs="EPSG:2154")


def troncon(town: Town) -> gpd.GeoDataFrame:
    """Return the streets cut at every crossing, with the names, importance and width of the carriageway."""
    streets = segments(town.streets)
    ways = [street.way for street in streets]
    names = [street.name for street in streets]
    table = pd.DataFrame(
        {
            "ID": [f"TRONROUT{290_000_000 + i:016d}" for i in range(len(streets))],
            "NATURE": ["Sentier" if way is Way.FOOTPATH else "Route à 1 chaussée" for way in ways],
            "NOM_COLL_G": [collaborative(name) for name in names],
            "NOM_COLL_D": [collaborative(name) for name in names],
            "IMPORTANCE": [_IMPORTANCE[way] for way in ways],
            "FICTIF": "Non",
            "POS_SOL": "0",
            "ETAT": "En service",
            "DATE_CREAT": "2011-04-13 13:09:40",
            "DATE_MAJ": "2024-06-16 12:49:00",
            "NB_VOIES": [2 if WIDTHS_M[way] > 9 else 1 for way in ways],
            "LARGEUR": [_CARRIAGEWAY_M[way] for way in ways],
            "PRIVE": "Non",
            "SENS": ["Sans objet" if way is Way.FOOTPATH else "Double sens" for way in ways],
            "URBAIN": "Oui",
            "VIT_MOY_VL": [_SPEED[way] for way in ways],
            "ACCES_VL": ["Physiquement impossible" if way is Way.FOOTPATH else "Libre" for way in ways],
            "NOM_BAN_G": names,
            "NOM_BAN_D": names,
        }
    )
    axes = [street.axis.simplify(0.1) for street in streets]
    points, owner = shapely.get_coordinates(axes, return_index=True)
    levels = np.split(elevation(points, town.relief).round(1), np.flatnonzero(np.diff(owner)) + 1)
    lines = [
        shapely.linestrings(np.column_stack([shapely.get_coordinates(a), z])) for a, z in zip(axes, levels, strict=True)
    ]
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:2154")


def collaborative(name: str) -> str:
    """
    Return a street's name as IGN's collaborative base writes it.

    Examples
    --------
    >>> collaborative("Rue de l’Église")
    'R DE L EGLISE'
    """
    short = {
        "Rue": "R",
        "Avenue": "AV",
        "Boulevard": "BD",
        "Allée": "ALL",
        "Chemin": "CHE",
        "Route": "RTE",
        "Passage": "PAS",
    }
    kind, _, rest = name.partition(" ")
    plain = str.maketrans("ÉÈÊÂÔÎÇ’-", "EEEAOIC  ")
    return f"{short.get(kind, kind)} {rest}".upper().translate(plain)
