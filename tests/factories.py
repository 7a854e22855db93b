"""Small tables in the contract of their role, made by hand."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import box
from shapely.geometry.base import BaseGeometry

from geo.models import Layer, Provenance, Role, Territory

CRS = "EPSG:2154"


def parcels(*plots: BaseGeometry, commune: str = "92023") -> Layer:
    """Number the plots A 1, A 2 …"""
    frame = gpd.GeoDataFrame(
        {
            "parcel_id": [f"{commune}0000A{number:04d}" for number in range(1, len(plots) + 1)],
            "commune": commune,
            "section": "A",
            "number": [str(number) for number in range(1, len(plots) + 1)],
            "registered_area_m2": [plot.area for plot in plots],
        },
        geometry=list(plots),
        crs=CRS,
    )
    return Layer(Role.PARCELS, frame, (Provenance("parcels.geojson"),))


def buildings(*footprints: BaseGeometry) -> Layer:
    frame = gpd.GeoDataFrame(
        {"building_id": None, "height_m": 6.0, "storeys": 2.0, "dwellings": 1.0, "use": None, "light": False},
        index=range(len(footprints)),
        geometry=list(footprints),
        crs=CRS,
    )
    return Layer(Role.BUILDINGS, frame, (Provenance("buildings.geojson"),))


def fallow(*places: BaseGeometry, status: str = "no_project", parcel_ids: str = "", name: str = "Friche") -> Layer:
    frame = gpd.GeoDataFrame(
        {
            "fallow_id": [f"92023_{number}" for number in range(len(places))],
            "name": name,
            "status": status,
            "parcel_ids": parcel_ids,
            "commune": "92023",
            "owner_group": pd.NA,
        },
        geometry=list(places),
        crs=CRS,
    )
    return Layer(Role.FALLOW, frame, (Provenance("fallow.geojson"),))


def owners(rows: dict[str, tuple[str, str]]) -> Layer:
    """Take owner group and name by parcel."""
    frame = pd.DataFrame(
        [{"parcel_id": parcel, "owner_group": group, "owner_name": name} for parcel, (group, name) in rows.items()]
    )
    return Layer(Role.OWNERS, frame, (Provenance("owners.csv"),))


def neighbourhoods(*places: BaseGeometry, name: str = "Les Tilleuls") -> Layer:
    frame = gpd.GeoDataFrame(
        {"neighbourhood_id": "QN09201M", "name": name, "generation": "2024"},
        index=range(len(places)),
        geometry=list(places),
        crs=CRS,
    )
    return Layer(Role.NEIGHBOURHOODS, frame, (Provenance("qpv.geojson"),))


def territory(*layers: Layer, name: str = "Essai", digest: str = "0") -> Territory:
    return Territory(name, Path(), CRS, False, {layer.role: layer for layer in layers}, {}, (), digest)


def row_of_plots(*widths: float, depth: float = 27.0) -> list[BaseGeometry]:
    """Return rectangles side by side from x = 0."""
    plots, west = [], 0.0
    for width in widths:
        plots.append(box(west, 0, west + width, depth))
        west += width
    return plots
