"""The slow truth: every set of sites is tried, in plain Python that shares nothing with the solver."""

from itertools import combinations
from math import dist

from geo.portfolio import Goal


def fits(candidates, limits, sites):
    """Tell whether a set of sites keeps to every limit."""
    rows = candidates.loc[list(sites)]
    communes = list(rows["commune"])
    parcels = [parcel for held in rows["parcels"] for parcel in held]
    per_commune = {name: communes.count(name) for name in {*communes, *limits.least_in, *limits.most_in}}
    return all(
        [
            len(sites) == limits.gardens if limits.exactly else 1 <= len(sites) <= limits.gardens,
            len(parcels) == len(set(parcels)),
            limits.budget_eur is None or sum(rows["cost_high"]) <= limits.budget_eur + 1e-6,
            limits.staff is None or sum(rows["staff"]) <= limits.staff + 1e-6,
            limits.teams is None or len(sites) <= limits.teams * limits.sites_per_team,
            len(set(communes)) >= limits.communes_least,
            limits.communes_most is None or len(set(communes)) <= limits.communes_most,
            limits.most_per_commune is None or max(per_commune.values()) <= limits.most_per_commune,
            all(per_commune[name] >= least for name, least in limits.least_in.items()),
            all(per_commune[name] <= most for name, most in limits.most_in.items()),
            set(limits.required) <= set(sites),
            not set(limits.refused) & set(sites),
            sum(rows["residence"]) >= limits.residences_least,
            all(
                dist((one.x, one.y), (other.x, other.y)) >= limits.apart_m
                for one, other in combinations(rows.itertuples(), 2)
            ),
        ]
    )


def merit(offer, limits, weights, sites):
    """Weigh a set of sites by the definition of its merit."""
    totals = {goal: sum(offer.demand[goal]) for goal in offer.demand}
    used = {goal: w for goal, w in weights.items() if w and (goal == Goal.SCORE or totals.get(goal))}
    near = {
        place for site, place in zip(offer.coverage["site_id"], offer.coverage["place"], strict=True) if site in sites
    }
    worth = 0.0
    for goal, weight in used.items():
        if goal == Goal.SCORE:
            part = sum(offer.candidates.loc[list(sites), "score"]) / limits.gardens
        else:
            part = 100 * sum(offer.demand.loc[sorted(near), goal]) / totals[goal]
        worth += weight / sum(used.values()) * part
    return worth


def best_by_trying(offer, limits, weights, count):
    """Return the best sets with their merits, equals in the order of size, then of ids."""
    names = sorted(offer.candidates.index)
    sizes = [limits.gardens] if limits.exactly else range(1, limits.gardens + 1)
    sets = [sites for size in sizes for sites in combinations(names, size) if fits(offer.candidates, limits, sites)]
    ranked = sorted(sets, key=lambda sites: (-round(merit(offer, limits, weights, sites), 7), len(sites), sites))
    return [(sites, merit(offer, limits, weights, sites)) for sites in ranked[:count]]
