"""What a sketch costs, needs and gives: key figures, then one block a subject, then the files to take away."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from geo.costs import Estimate
from geo.export.attachments import MIME_TYPES, FileKind, attachment
from geo.messages import N_, Message
from geo.plans import Sketch
from geo.present import costs as tables
from geo.present import screening
from geo.present.map_document import attribution
from geo.present.plan_words import TitleBlock, Words
from geo.present.sketch_sheet import figures_html, rules_table, table_html
from geo.study import Survey
from geo.study.costing import estimated
from geo.ui import costing, session

_FILES: Mapping[FileKind, tuple[str, str]] = {
    FileKind.PNG: (N_("Plan (image)"), "plan"),
    FileKind.SVG: (N_("Plan (SVG)"), "plan"),
    FileKind.DXF: (N_("Plan (DXF)"), "plan"),
    FileKind.GEOPACKAGE: (N_("GeoPackage"), "plan"),
    FileKind.BUDGET: (N_("Budget (CSV)"), "budget"),
    FileKind.RULES: (N_("Rules (JSON)"), "rules"),
}


def costs(surveyed: Survey, site: str, shown: Sketch) -> Estimate:
    """Show what a sketch costs and offer its files; return the estimate."""
    say = session.words()
    st.subheader(say(N_("What it takes, what it gives")))
    found = estimated(surveyed, site, shown, costing.price_files(), costing.of(site))
    st.html(figures_html(_key_figures(found)))
    _blocks(surveyed, site, found, shown)
    st.subheader(say(N_("Take away")))
    _files(surveyed, site, shown, found)
    return found


def _key_figures(found: Estimate) -> list[tuple[str, str, str]]:
    say, translate = session.words(), session.translate()
    shared = Message(N_("a year, on one of {sites} sites that share the team"), {"sites": found.team.sites})
    return [
        (say(N_("Budget")), translate(tables.money(found.budget.total)), say(N_("before any quotation"))),
        (say(N_("Water")), translate(tables.amount(found.water.season, "m³")), say(N_("a year"))),
        (
            say(N_("State aid for the posts")),
            translate(tables.money(found.team.aid_year)),
            say(N_("a year")) if found.team.sites == 1 else translate(shared),
        ),
        (
            say(N_("Harvest")),
            translate(tables.amount(found.harvest.kilograms_year, "kg")),
            say(N_("a year, once the trees bear")),
        ),
    ]


def _blocks(surveyed: Survey, site: str, found: Estimate, shown: Sketch) -> None:
    say, translate = session.words(), session.translate()
    names = (
        N_("Budget"),
        N_("Quantities"),
        N_("Water"),
        N_("Team"),
        N_("Harvest"),
        N_("Formalities"),
        N_("Funding"),
        N_("Rules"),
    )
    words = Words(translate, session.language())
    blocks = (*tables.estimate_tables(found, translate), rules_table(shown.checks, words))
    for name, block, tab in zip(names, blocks, st.tabs([say(name) for name in names]), strict=True):
        with tab:
            _options(surveyed, site, name, found)
            st.html(table_html(block, captioned=False, summed=name == "Budget"))


def _options(surveyed: Survey, site: str, name: str, found: Estimate) -> None:
    """Ask above a block what only the person knows."""
    if name == "Budget":
        costing.works(site, found)
    if name == "Team":
        costing.team(site)
    if name == "Formalities":
        costing.protection(surveyed, site)


def _files(surveyed: Survey, site: str, shown: Sketch, found: Estimate) -> None:
    say, language = session.words(), session.language()
    [name] = screening.site_names(surveyed, [site], session.translate())
    street = surveyed.indicators.at[site, "street"]
    block = TitleBlock(
        site=name,
        date=date.today(),
        street="" if pd.isna(street) else str(street),
        sources=tuple(attribution(screening.provenances(surveyed.territory)).split(" · ")),
    )
    with st.container(horizontal=True, key="files"):
        for kind, (label, stem) in _FILES.items():
            st.download_button(
                say(label),
                partial(attachment, kind, shown, found.budget, language, block=block),
                f"{stem}-{site}-{shown.number}.{kind}",
                MIME_TYPES[kind],
                key=f"file-{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
