"""From parcels to candidate sites: fallow parcels, plots given by the user and assemblies of touching parcels.

Every parcel ends either in a site or with the reason why not; nothing is dropped in silence.
"""

from geo.candidates.frontage import Frontage, entered_through, frontage
from geo.candidates.rules import DEFAULT_RULES, AssemblyRules, CandidateRules, Rejection
from geo.candidates.sites import Candidates, find_candidates, given_sites, site_id

__all__ = [
    "DEFAULT_RULES",
    "AssemblyRules",
    "CandidateRules",
    "Candidates",
    "Frontage",
    "Rejection",
    "entered_through",
    "find_candidates",
    "frontage",
    "given_sites",
    "site_id",
]
