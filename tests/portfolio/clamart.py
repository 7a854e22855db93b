"""Clamart's own question, with figures of our own: three more gardens in two of four communes, one in a residence."""

import pandas as pd

from geo.portfolio import Goal, Limits, Offer

SITES = pd.DataFrame(
    [
        ("bagneux-dalle", "Bagneux", 70.0, ("B1", "B2"), False, 45_000.0),
        ("bagneux-mail", "Bagneux", 62.0, ("B2", "B3"), False, 40_000.0),
        ("clamart-adoma", "Clamart", 68.0, ("C1",), True, 35_000.0),
        ("clamart-pavillons", "Clamart", 80.0, ("C2", "C3", "C4"), False, 52_000.0),
        ("clamart-plateau", "Clamart", 78.0, ("C4",), False, 38_000.0),
        ("fontenay-gare", "Fontenay-aux-Roses", 84.0, ("F1",), False, 48_000.0),
        ("malakoff-foyer", "Malakoff", 60.0, ("M1",), True, 30_000.0),
        ("malakoff-passage", "Malakoff", 82.0, ("M2",), False, 55_000.0),
    ],
    columns=["site_id", "commune", "score", "parcels", "residence", "cost_high"],
).set_index("site_id")

PLACES = pd.DataFrame(
    [
        ("adoma", 300.0, 0.0, 1.0),
        ("ccas", 0.0, 0.0, 1.0),
        ("cite", 1200.0, 500.0, 1.0),
        ("dalle", 1500.0, 1000.0, 0.0),
        ("gare", 0.0, 800.0, 1.0),
        ("pavillons", 0.0, 700.0, 0.0),
        ("ecole", 0.0, 0.0, 1.0),
        ("passage", 0.0, 1000.0, 0.0),
    ],
    columns=["place", Goal.NEIGHBOURHOODS, Goal.GREEN_DEFICIT, Goal.PARTNERS],
).set_index("place")

NEAR = {
    "bagneux-dalle": ["cite", "dalle"],
    "bagneux-mail": ["cite"],
    "clamart-adoma": ["adoma", "ccas"],
    "clamart-pavillons": ["ccas", "ecole", "pavillons"],
    "clamart-plateau": ["ecole"],
    "fontenay-gare": ["gare"],
    "malakoff-foyer": ["passage"],
    "malakoff-passage": ["passage"],
}

OFFER = Offer(
    SITES,
    PLACES,
    pd.DataFrame([(site, place) for site, places in NEAR.items() for place in places], columns=["site_id", "place"]),
)
QUESTION = Limits(3, communes_least=2, communes_most=2, residences_least=1)
