"""What a territory loses without each kind of file, and where that file is found."""

from collections.abc import Mapping
from types import MappingProxyType

from geo.messages import N_, Message
from geo.models import Role
from geo.sources.bdtopo import BDTOPO
from geo.sources.bpe import BPE
from geo.sources.cadastre import ETALAB
from geo.sources.checks import FIELD
from geo.sources.communes import ADMIN_EXPRESS
from geo.sources.filosofi import FILOSOFI
from geo.sources.flood import FLOOD_PLANS
from geo.sources.friches import CARTOFRICHES
from geo.sources.georisques import GEORISQUES
from geo.sources.gtfs import STOPS
from geo.sources.heritage import HERITAGE
from geo.sources.hydrants import HYDRANTS
from geo.sources.iris import CENSUS
from geo.sources.nature import INPN
from geo.sources.osm import OPENSTREETMAP
from geo.sources.owners import LEGAL_PERSONS
from geo.sources.permits import SITADEL
from geo.sources.qpv import ANCT
from geo.sources.relief import RELIEF
from geo.sources.samples import LABORATORY
from geo.sources.soil import SOIL_MAP
from geo.sources.source import Dataset
from geo.sources.urbanism import URBANISM

COSTS: Mapping[Role, Message] = MappingProxyType(
    {
        Role.PARCELS: Message(N_("Without parcels there is no site to look for.")),
        Role.BUILDINGS: Message(
            N_("Without buildings, built parcels cannot be told from free ones: see each site on the ground.")
        ),
        Role.FALLOW: Message(
            N_("Without listed fallow sites, only unbuilt parcels are found, and unbuilt land is not always fallow.")
        ),
        Role.OWNERS: Message(
            N_("Without owners, nothing says who must be convinced: the owner stays unknown and reliability falls.")
        ),
        Role.SURFACE: Message(
            N_(
                "Without a surface model the sun is estimated from the heights of buildings, or stays unknown without "
                "them: reliability falls."
            )
        ),
        Role.TERRAIN: Message(
            N_("Without a terrain model the slope stays unknown: a site too steep is not excluded, reliability falls.")
        ),
        Role.TREES: Message(
            N_("Without heights of trees, their shade counts only where the surface model shows them, as walls.")
        ),
        Role.NEIGHBOURHOODS: Message(
            N_("Without priority neighbourhoods, the distance to one stays unknown and reliability falls.")
        ),
        Role.COMMUNES: Message(
            N_("Without outlines of communes, sites carry the code of their commune, not its name.")
        ),
        Role.STREETS: Message(
            N_("Without streets, the access from a public way stays unknown and has to be seen on the ground.")
        ),
        Role.SOIL: Message(
            N_("Without a map of soils, depth, texture and pH stay unknown until someone digs: reliability falls.")
        ),
        Role.LAB_SAMPLES: Message(
            N_("Without analyses of the soil, nothing is measured: have lead and pH analysed before growing food.")
        ),
        Role.POLLUTION: Message(
            N_("Without inventories of polluted land, the history of the land stays unknown and reliability falls.")
        ),
        Role.ZONING: Message(
            N_("Without the zones of the local plan, what the land may become stays unknown and reliability falls.")
        ),
        Role.PRESCRIPTIONS: Message(
            N_("Without the prescriptions of the local plan, protected woodland and reserved land are not taken off.")
        ),
        Role.HERITAGE: Message(
            N_("Without heritage perimeters, whether the architect of listed buildings has a say stays unknown.")
        ),
        Role.PROTECTED_NATURE: Message(
            N_("Without protected nature, a wetland or a reserve is not excluded: check it before any work.")
        ),
        Role.FLOOD: Message(N_("Without flood zones, whether a shed or a fence is allowed stays unknown.")),
        Role.PERMITS: Message(
            N_("Without building permits, a project under way on the land is not seen: ask the town.")
        ),
        Role.WATER: Message(
            N_("Without hydrants or mains, the distance to water stays unknown and reliability falls.")
        ),
        Role.POPULATION: Message(
            N_("Without the grid of population, homes without a garden are counted from buildings, or stay unknown.")
        ),
        Role.HOUSING: Message(
            N_("Without homes by IRIS, homes without a garden are counted from the grid and the buildings alone.")
        ),
        Role.PLACES: Message(
            N_("Without places, social partners, schools and leisure centres stay unknown and reliability falls.")
        ),
        Role.GARDENS_AND_PARKS: Message(
            N_("Without green spaces, their lack stays unknown, and a park may stand among the candidates.")
        ),
        Role.STOPS: Message(
            N_("Without stops of public transport, access counts the frontage alone and reliability falls.")
        ),
        Role.FIELD_CHECKS: Message(
            N_("Without field checks, everything here comes from files: go and see the best sites.")
        ),
    }
)
DATASETS: Mapping[Role, Dataset] = MappingProxyType(
    {
        Role.PARCELS: ETALAB,
        Role.BUILDINGS: ETALAB,
        Role.FALLOW: CARTOFRICHES,
        Role.OWNERS: LEGAL_PERSONS,
        Role.SURFACE: RELIEF,
        Role.TERRAIN: RELIEF,
        Role.TREES: RELIEF,
        Role.NEIGHBOURHOODS: ANCT,
        Role.COMMUNES: ADMIN_EXPRESS,
        Role.STREETS: BDTOPO,
        Role.SOIL: SOIL_MAP,
        Role.LAB_SAMPLES: LABORATORY,
        Role.POLLUTION: GEORISQUES,
        Role.ZONING: URBANISM,
        Role.PRESCRIPTIONS: URBANISM,
        Role.HERITAGE: HERITAGE,
        Role.PROTECTED_NATURE: INPN,
        Role.FLOOD: FLOOD_PLANS,
        Role.PERMITS: SITADEL,
        Role.WATER: HYDRANTS,
        Role.POPULATION: FILOSOFI,
        Role.HOUSING: CENSUS,
        Role.PLACES: BPE,
        Role.GARDENS_AND_PARKS: OPENSTREETMAP,
        Role.STOPS: STOPS,
        Role.FIELD_CHECKS: FIELD,
    }
)
"""Where each role is first to be looked for."""


def absence(role: Role) -> tuple[Message, Message]:
    """
    Return what a missing role costs, and where its file is found.

    Examples
    --------
    >>> str(absence(Role.FALLOW)[1])
    'Get it from Cerema (Cartofriches): https://cartofriches.cerema.fr'
    """
    dataset = DATASETS[role]
    where = {"publisher": dataset.publisher, "dataset": dataset.name, "url": dataset.url}
    return COSTS[role], Message(N_("Get it from {publisher} ({dataset}): {url}"), where)
