"""A garden of 800 m² in round figures, and the files that come with the tool."""

from dataclasses import replace

from hypothesis import strategies as st

from geo.costs import Figures, Files, Funds, Prices, builtin, parse
from geo.plans import ObjectKind, Quantities, Zone
from geo.sources.settings import read_settings

FILES = Files(
    parse(Prices, read_settings(builtin.PRICES), where="prices.toml"),
    parse(Figures, read_settings(builtin.FIGURES), where="figures.toml"),
    parse(Funds, read_settings(builtin.FUNDS), where="funding.toml"),
)
OBJECTS = {
    ObjectKind.SHED: 1,
    ObjectKind.COMPOSTER: 3,
    ObjectKind.TANK: 2,
    ObjectKind.TABLE: 2,
    ObjectKind.BENCH: 4,
    ObjectKind.TAP: 2,
    ObjectKind.RAISED_BED: 2,
    ObjectKind.NOTICE_BOARD: 1,
    ObjectKind.BIKE_RACK: 1,
    ObjectKind.INSECT_HOTEL: 1,
}


def holdings(**changes) -> Quantities:
    garden = Quantities(
        usable_m2=800.0,
        zones_m2={
            Zone.POTAGER: 288.0,
            Zone.VERGER: 160.0,
            Zone.AROMATIQUES: 56.0,
            Zone.FLEURS: 112.0,
            Zone.ACCUEIL: 72.0,
            Zone.SERVICE: 32.0,
        },
        path_m2=80.0,
        path_m=50.0,
        street_m=20.0,
        private_m=100.0,
        gate_width_m=2.0,
        beds=12,
        beds_m2=144.0,
        bed_soil_m3=43.2,
        raised_soil_m3=4.0,
        trees=7,
        espalier_m=10.0,
        shed_m2=5.0,
        objects=OBJECTS,
    )
    return replace(garden, **changes)


def measure(largest: float) -> st.SearchStrategy[float]:
    return st.floats(0, largest, allow_nan=False)


@st.composite
def gardens(draw: st.DrawFn) -> Quantities:
    usable_m2 = draw(st.floats(150, 3_000))
    return holdings(
        usable_m2=usable_m2,
        zones_m2={zone: draw(measure(usable_m2 / 6)) for zone in Zone},
        path_m2=draw(measure(500)),
        street_m=draw(measure(100)),
        private_m=draw(measure(300)),
        beds_m2=draw(measure(usable_m2 / 6)),
        bed_soil_m3=draw(measure(200)),
        raised_soil_m3=draw(measure(50)),
        trees=draw(st.integers(0, 100)),
        espalier_m=draw(measure(100)),
        shed_m2=draw(measure(40)),
        objects={kind: draw(st.integers(0, 10)) for kind in ObjectKind},
    )
