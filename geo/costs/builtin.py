"""The files of prices, figures and funds that come with the tool."""

from pathlib import Path

PRICES = Path(__file__).with_name("prices.toml")
FIGURES = Path(__file__).with_name("figures.toml")
FUNDS = Path(__file__).with_name("funding.toml")
