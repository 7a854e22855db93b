"""What makes a parcel a candidate and an assembly useful. All of it is our assumption, save the sources named here."""

from dataclasses import dataclass
from enum import StrEnum


class Rejection(StrEnum):
    """Why a parcel is no site by itself."""

    BUILT = "built"
    CONVERTED = "converted"
    TOO_SMALL = "too_small"
    TOO_NARROW = "too_narrow"
    WOODED = "wooded"


@dataclass(frozen=True, slots=True)
class AssemblyRules:
    """
    What makes an assembly useful.

    Attributes
    ----------
    gap_m
        Borders closer than this touch. [m]
    contact_m
        Parcels that share less border than this cannot be one garden: the width of an accessible path
        (arrêté du 15 janvier 2007). [m]
    target_m2
        Usable area that a garden like Clamart's needs; a parcel that has it needs no neighbour. [m²]
    enough_m2
        More than this makes an assembly no better. [m²]
    max_members
        Parcels in an assembly.
    max_owners
        Owners to convince, where they are known.
    """

    gap_m: float = 0.5
    contact_m: float = 1.40
    target_m2: float = 600.0
    enough_m2: float = 1200.0
    max_members: int = 4
    max_owners: int = 2


@dataclass(frozen=True, slots=True)
class ResidenceRules:
    """
    What makes an open space of a social residence a candidate.

    Attributes
    ----------
    beside_building_m
        Strip along the walls that stays free for windows, doors and firemen. [m]
    min_width_m
        An open space with no place as wide as this is a way or a hedge; narrower parts are cut off. [m]
    enough_m2
        Of a larger open space, so much around its widest place is proposed: a garden needs no park. [m²]
    max_pieces
        Open spaces of one parcel, the largest first.
    street_m, path_m
        Width of a street or of a path inside the residence, where the file gives none. [m]
    """

    beside_building_m: float = 3.0
    min_width_m: float = 5.0
    enough_m2: float = 1200.0
    max_pieces: int = 3
    street_m: float = 5.0
    path_m: float = 2.0


@dataclass(frozen=True, slots=True)
class CandidateRules:
    """
    What makes a parcel a candidate.

    Attributes
    ----------
    max_built_share
        Above this share of its area under buildings, a parcel is not unbuilt. [0–1]
    max_building_m2
        A larger building on it makes a parcel built; up to 20 m² a shed needs no permit
        (code de l'urbanisme, R421-2 and R421-9). [m²]
    min_usable_m2
        The smallest garden, in raised beds. [m²]
    min_width_m
        A parcel with no place as wide as this is a path or a ditch: the narrowest vegetable plot. [m]
    inset_m
        Strip along the boundary that no plant may stand in (code civil, article 671). [m]
    max_occupied_share
        A parcel with more than this inside a park, a shared garden or a school is never joined with others. [0–1]
    assembly
        What makes an assembly useful.
    residence
        What makes an open space of a residence a candidate.
    """

    max_built_share: float = 0.10
    max_building_m2: float = 20.0
    min_usable_m2: float = 150.0
    min_width_m: float = 3.0
    inset_m: float = 0.5
    max_occupied_share: float = 0.5
    assembly: AssemblyRules = AssemblyRules()
    residence: ResidenceRules = ResidenceRules()


DEFAULT_RULES = CandidateRules()
