"""What a territory loses without each kind of file, and where that file is found."""

from collections.abc import Mapping
from types import MappingProxyType

from geo.messages import N_, Message
from geo.models import Role
from geo.sources.bdtopo import BDTOPO
from geo.sources.cadastre import ETALAB
from geo.sources.communes import ADMIN_EXPRESS
from geo.sources.friches import CARTOFRICHES
from geo.sources.owners import LEGAL_PERSONS
from geo.sources.qpv import ANCT
from geo.sources.relief import RELIEF
from geo.sources.source import Dataset

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
