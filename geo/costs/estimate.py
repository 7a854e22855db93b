"""Everything that a plan costs, needs and gives, in one call."""

from dataclasses import dataclass

from geo.costs.budget import Budget, Options, budget
from geo.costs.figures import Figures
from geo.costs.formalities import Formality, formalities
from geo.costs.funding import Chance, Funds, funding
from geo.costs.prices import Prices
from geo.costs.team import Team, team
from geo.costs.water import WaterBalance, water_balance
from geo.costs.yields import Harvest, harvest
from geo.plans import Quantities


@dataclass(frozen=True, slots=True)
class Files:
    """The three files that a person can change, checked."""

    prices: Prices
    figures: Figures
    funds: Funds


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a plan costs, needs and gives."""

    quantities: Quantities
    budget: Budget
    water: WaterBalance
    team: Team
    harvest: Harvest
    formalities: tuple[Formality, ...]
    funding: tuple[Chance, ...]


def estimate(
    quantities: Quantities,
    files: Files,
    options: Options | None = None,
    *,
    sites: int = 1,
    protected: bool | None = None,
) -> Estimate:
    """
    Estimate a plan.

    Parameters
    ----------
    sites
        Number of sites that share the team.
    protected
        Whether the site is in a protected place; None where it is not known.

    Raises
    ------
    CostError
        An option or a number of sites makes no sense.
    """
    priced = budget(quantities, files.prices, options)
    return Estimate(
        quantities=quantities,
        budget=priced,
        water=water_balance(quantities, files.figures.water),
        team=team(files.figures.team, area_m2=quantities.usable_m2, sites=sites),
        harvest=harvest(quantities, files.figures),
        formalities=formalities(quantities, files.figures.formalities, protected=protected),
        funding=funding(files.funds, priced.total),
    )
