"""From quantities to budget, water, team, harvest, formalities and funding; always between two bounds."""

from geo.costs.budget import Budget, BudgetLine, CrossCheck, Options, budget
from geo.costs.documents import Basis, Figure, Reference, parse
from geo.costs.estimate import Estimate, Files, estimate
from geo.costs.figures import Figures
from geo.costs.formalities import Formality, Step, formalities
from geo.costs.funding import Chance, Fund, Funds, funding
from geo.costs.interval import Interval
from geo.costs.prices import Measure, Price, Prices
from geo.costs.team import Team, team
from geo.costs.water import WaterBalance, water_balance
from geo.costs.yields import Harvest, harvest

__all__ = [
    "Basis",
    "Budget",
    "BudgetLine",
    "Chance",
    "CrossCheck",
    "Estimate",
    "Figure",
    "Figures",
    "Files",
    "Formality",
    "Fund",
    "Funds",
    "Harvest",
    "Interval",
    "Measure",
    "Options",
    "Price",
    "Prices",
    "Reference",
    "Step",
    "Team",
    "WaterBalance",
    "budget",
    "estimate",
    "formalities",
    "funding",
    "harvest",
    "parse",
    "team",
    "water_balance",
]
