"""Which kinds of places a territory's files were searched for: what is in none of them is unknown, not absent.

A directory of schools says nothing of shelters, and the files of the Insee nothing of municipal social services. Of
an extract of OpenStreetMap, only one that was made of everything says what is not there: the one that gives buildings.
"""

from collections.abc import Mapping
from types import MappingProxyType

from geo.kinds import PlaceKind
from geo.models import Layer, Provenance, Role
from geo.sources import bpe, directory, education, finess, osm

KINDS: Mapping[str, frozenset[PlaceKind]] = MappingProxyType(
    {
        dataset.publisher: frozenset(kinds)
        for dataset, kinds in (
            (bpe.BPE, bpe.KINDS.values()),
            (finess.FINESS, finess.KINDS.values()),
            (education.EDUCATION, (PlaceKind.SCHOOL,)),
            (directory.DIRECTORY, directory.KINDS.values()),
        )
    }
)
"""By publisher."""


def searched_kinds(layers: Mapping[Role, Layer]) -> frozenset[PlaceKind]:
    """
    Return the kinds of places that the files of a territory would hold, had there been any.

    Parameters
    ----------
    layers
        Of the territory. A file of a publisher that is not known was searched for what it holds.

    Examples
    --------
    >>> import pandas as pd
    >>> schools = Provenance("ecoles.csv", publisher=education.EDUCATION.publisher)
    >>> sorted(searched_kinds({Role.PLACES: Layer(Role.PLACES, pd.DataFrame({"kind": []}), (schools,))}))
    [<PlaceKind.SCHOOL: 'school'>]
    """
    if Role.PLACES not in layers:
        return frozenset()
    places = layers[Role.PLACES]
    whole = _files(layers.get(Role.BUILDINGS))
    held = frozenset(PlaceKind(kind) for kind in places.frame["kind"].unique())
    return held.union(*(_kinds_of(origin, whole) for origin in places.provenances))


def _files(layer: Layer | None) -> frozenset[str]:
    return frozenset(origin.file for origin in layer.provenances) if layer else frozenset()


def _kinds_of(origin: Provenance, whole: frozenset[str]) -> frozenset[PlaceKind]:
    if origin.publisher == osm.OPENSTREETMAP.publisher and origin.file in whole:
        return frozenset(PlaceKind)
    return KINDS.get(origin.publisher, frozenset())
