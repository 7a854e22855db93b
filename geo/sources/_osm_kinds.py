"""What the tags of OpenStreetMap say a place, a green space or a stop is, in France.

Tags alone often leave it open (`amenity=community_centre` is a social centre or a hall for weddings): names decide.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.kinds import GreenKind, PlaceKind
from geo.sources._osm_tags import NO, Tags
from geo.sources.source import fold

_CCAS = r"(?:^|_)(?:c_?c_?a_?s|cias|centre_(?:inter)?communal_d_action_sociale)(?:_|$)"
_SOCIAL_SERVICES = (
    r"maison_(?:departementale_)?des_solidarites|espace_(?:departemental_)?(?:des_)?solidarites"
    r"|service_social|centre_medico_social|espace_departemental_d_action_sociale"
    r"|service_des_solidarites|circonscription_d_action_sociale"
)
_RESIDENCE = (
    r"(?:^|_)(?:adoma|coallia|fjt)(?:_|$)|residence_sociale|foyer_(?:de_|des_)?(?:jeunes_)?travailleurs"
    r"|pension_de_famille|maison_relais"
)
_LEISURE = r"(?:centre|accueil)_(?:de_)?loisirs?|(?:^|_)alsh(?:_|$)|accueil_periscolaire"
_HALL = r"salle_(?:des_fetes|polyvalente|municipale|communale)|foyer_rural"
_SHARED = r"jardins?_(?:partages?|familia(?:l|ux)|ouvriers?|solidaires?|collectifs?|communautaires?|d_insertion)"
_LYCEES = frozenset({"lycée", "lycee"})
_HOMELESS = frozenset({"homeless", "migrant", "refugee", "displaced", "underprivileged", "unemployed"})
_OUTREACH = frozenset({"outreach", "social_services", "advice"})


def _names(tags: Tags) -> pd.Series:
    written = tags["name"].fillna("").str.cat([tags["operator"].fillna(""), tags["official_name"].fillna("")], sep=" ")
    known = {name: fold(name) for name in written.unique()}
    return written.map(known).astype("str")


def _chosen(cases: Sequence[tuple[str, pd.Series]], index: pd.Index) -> pd.Series:
    """Return the first kind whose condition holds, missing where none does."""
    chosen = pd.Series(np.nan, index=index, dtype="str")
    for kind, holds in reversed(cases):
        chosen = chosen.mask(holds.astype(bool), kind)
    return chosen


def place_kinds(tags: Tags) -> pd.Series:
    """
    Return the kind of each place that matters to a garden (`geo.kinds.PlaceKind`), missing for any other.

    Secondary schools for those over 15 (lycées) are left out, as are halls for feasts.

    Examples
    --------
    >>> rows = {"amenity": ["school", "school", "community_centre"], "school_fr": ["primaire", "lycée", None]}
    >>> place_kinds(Tags(pd.DataFrame(rows | {"name": [None, None, "Salle des fêtes"]}))).tolist()
    ['school', nan, nan]
    """
    amenity, facility, names = tags["amenity"], tags["social_facility"], _names(tags)
    social = (amenity == "social_facility") | facility.notna()
    public = social | amenity.notna() | tags["office"].notna()
    hall = tags["community_centre"].isin({"village_hall", "parish_hall"}) | names.str.contains(_HALL, regex=True)
    centre = amenity.isin({"community_centre", "social_centre"})
    youth = centre & (tags["community_centre"] == "youth_centre")
    school = amenity.isin({"school", "kindergarten"}) & ~tags["school:FR"].isin(_LYCEES)
    lodging = facility.isin({"group_home", "assisted_living"}) & tags["social_facility:for"].isin(_HOMELESS)
    cases = [
        (PlaceKind.CCAS.value, public & names.str.contains(_CCAS, regex=True)),
        (PlaceKind.SOCIAL_RESIDENCE.value, social & (lodging | names.str.contains(_RESIDENCE, regex=True))),
        (PlaceKind.SHELTER.value, social & (facility == "shelter")),
        (PlaceKind.LEISURE_CENTRE.value, youth | (public & names.str.contains(_LEISURE, regex=True))),
        (PlaceKind.SCHOOL.value, school),
        (PlaceKind.SOCIAL_SERVICES.value, public & names.str.contains(_SOCIAL_SERVICES, regex=True)),
        (PlaceKind.SOCIAL_SERVICES.value, social & facility.isin(_OUTREACH)),
        (PlaceKind.SOCIAL_CENTRE.value, centre & ~hall),
    ]
    return _chosen(cases, tags.frame.index)


def green_kinds(tags: Tags) -> pd.Series:
    """
    Return the kind of each green space (`geo.kinds.GreenKind`), missing for any other.

    A garden of a house and a park closed to the public are none; allotments are one behind their gate too. Lawns,
    sports grounds and nature reserves are left out: the first are no place to go to, the last cover whole valleys.

    Examples
    --------
    >>> rows = {"leisure": ["park", "garden", "garden"], "garden_type": [None, "community", "residential"]}
    >>> green_kinds(Tags(pd.DataFrame(rows))).tolist()
    ['park', 'shared_garden', nan]
    """
    leisure, landuse, names = tags["leisure"], tags["landuse"], _names(tags)
    garden = leisure == "garden"
    shared = (landuse == "allotments") | (garden & (tags["garden:type"] == "community"))
    shared |= (garden | (leisure == "park")) & names.str.contains(_SHARED, regex=True)
    own = tags["garden:type"].isin({"residential", "private"})
    open_to_all = ~tags["access"].isin(NO) & ~own
    cases = [
        (GreenKind.SHARED_GARDEN.value, shared),
        (GreenKind.PARK.value, ((leisure == "park") | (garden & tags["name"].notna())) & open_to_all),
        (GreenKind.PLAYGROUND.value, (leisure == "playground") & open_to_all),
        (GreenKind.WOOD.value, ((landuse == "forest") | (tags["natural"] == "wood")) & open_to_all),
        (GreenKind.OTHER.value, (garden | (landuse == "village_green")) & open_to_all),
    ]
    return _chosen(cases, tags.frame.index)


def modes(tags: Tags) -> pd.Series:
    """
    Return what stops there: subway, tram, train or bus, missing where nothing tells.

    Examples
    --------
    >>> modes(Tags(pd.DataFrame({"highway": ["bus_stop", None], "railway": [None, "station"]}))).tolist()
    ['bus', 'train']
    """
    railway = tags["railway"]
    cases = [
        ("subway", (tags["station"] == "subway") | (tags["subway"] == "yes")),
        ("tram", (railway == "tram_stop") | (tags["tram"] == "yes")),
        ("train", railway.isin({"station", "halt"}) | (tags["train"] == "yes")),
        ("bus", (tags["highway"] == "bus_stop") | (tags["bus"] == "yes") | (tags["amenity"] == "bus_station")),
    ]
    return _chosen(cases, tags.frame.index)
