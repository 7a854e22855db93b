"""The top of the sheet of a site: what it is called, where it is, what is thought of it, what it is on paper."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import SiteKind, Verdict
from geo.present import palette
from geo.present.costs import Table
from geo.present.labels import Translator
from geo.present.screening import cadastral_reference, score_text
from geo.present.sheet import interval_html
from geo.present.values import day_text, value_text
from geo.study.identity import Identity, PlanArea

_KINDS: Mapping[SiteKind, str] = {
    SiteKind.PARCEL: N_("one parcel"),
    SiteKind.ASSEMBLY: N_("{count} parcels together"),
    SiteKind.RESIDENCE: N_("open space of a social residence"),
    SiteKind.GIVEN: N_("plot that you gave"),
}
_ALL = 0.995


def title_html(name: str, identity: Identity, row: Mapping[str, Any], translate: Translator) -> str:
    """
    Return the name of a site under its commune.

    Parameters
    ----------
    row
        Of the table of sites.

    Examples
    --------
    >>> nowhere = Identity((), "92023", "<b>Clamart", (), ())
    >>> "&lt;b&gt;Clamart (92023)" in title_html("Rue Haute", nowhere, {"kind": "parcel"}, str)
    True
    """
    kind = Message(_KINDS[SiteKind(row["kind"])], {"count": len(identity.parcels)})
    town = f"{identity.commune_name} ({identity.commune})" if identity.commune_name else identity.commune
    return (
        f'<header class="jc-title"><p class="jc-kicker">{escape(town)} · {escape(translate(kind))}</p>'
        f"<h1>{escape(name)}</h1></header>"
    )


def verdict_html(
    row: Mapping[str, Any], reasons: Sequence[Message], translate: Translator, *, order: str, view: str
) -> str:
    """
    Return what is thought of a site: verdict, then reasons, then the number with its interval.

    Parameters
    ----------
    row
        Of the results of a judgement.
    order
        Its rank in words; empty for none.
    view
        Whose point of view this is.
    """
    verdict = Verdict(row["verdict"])
    colour, mark = palette.VERDICT_COLOURS[verdict], palette.VERDICT_MARKS[verdict]
    label = escape(translate(palette.VERDICT_LABELS[verdict]))
    lines = "".join(f"<li>{escape(translate(reason))}</li>" for reason in reasons)
    trust = translate(Message(N_("reliability {value}"), {"value": round(float(row["reliability"]), 2)}))
    told = " · ".join(part for part in (order, trust, view) if part)
    scale = translate(Message(N_("out of 100")))
    return (
        f'<section class="jc-sheet jc-decision jc-is-{verdict.value}"><p class="jc-verdict">'
        f'<span aria-hidden="true" style="color:{colour}">{mark}</span> <strong>{label}</strong></p><ul>{lines}</ul>'
        f'<p class="jc-number"><strong>{escape(score_text(row, translate))}</strong> '
        f"<span>{escape(scale)}</span></p>{interval_html(row)}"
        f'<p class="jc-doubt">{escape(told)}</p></section>'
    )


def rank_text(row: Mapping[str, Any], ranks: pd.Series, translate: Translator) -> str:
    """
    Return the place of a site among those that are not excluded, told as equal where it is.

    Parameters
    ----------
    row
        Of the results of a judgement.
    ranks
        Of all the sites that are not excluded.

    Examples
    --------
    >>> rank_text({"rank": 2, "verdict": "eligible"}, pd.Series([1, 2, 2]), str)
    'rank 2 of 3, equal with 1 other'
    """
    if row["verdict"] == Verdict.EXCLUDED:
        return ""
    equals = int((ranks == row["rank"]).sum()) - 1
    values: dict[str, Value] = {"rank": int(row["rank"]), "total": len(ranks), "equals": equals}
    if not equals:
        return translate(Message(N_("rank {rank} of {total}"), values))
    one, many = (
        N_("rank {rank} of {total}, equal with {equals} other"),
        N_("rank {rank} of {total}, equal with {equals} others"),
    )
    return translate(Message(one if equals == 1 else many, values))


def identity_pairs(identity: Identity, row: Mapping[str, Any], translate: Translator) -> list[tuple[str, str]]:
    """
    Return the identity card of a site as names and values.

    Parameters
    ----------
    row
        Indicators of the site.
    """
    references = ", ".join(cadastral_reference(card.parcel) for card in identity.parcels)
    area = Message(
        N_("{area} m², of which {usable} m² usable"), {"area": row["area_m2"], "usable": row["usable_area_m2"]}
    )
    plan = ", ".join(_area(zone, translate) for zone in identity.zones) or value_text(
        "zoning", row["zoning"], translate
    )
    marks = ", ".join(_area(mark, translate) for mark in identity.prescriptions)
    return [
        (translate(Message(N_("Land register"))), references or "–"),
        (translate(Message(N_("Area"))), translate(area)),
        (translate(Message(N_("Owner"))), value_text("owner_group", row["owner_group"], translate)),
        (translate(Message(N_("Local plan"))), plan),
        (translate(Message(N_("Prescriptions"))), marks or translate(Message(N_("no prescription")))),
        (translate(Message(N_("Why a candidate"))), value_text("evidence", row["evidence"], translate)),
    ]


def _area(area: PlanArea, translate: Translator) -> str:
    """Name a zone as the plan does, with its part of the site where it does not cover all of it."""
    name = " – ".join(part for part in (area.label, area.long_label) if part) or translate(Message(area.kind))
    return name if area.share >= _ALL else f"{name} ({translate(round(100 * area.share))}\u00a0%)"


def pairs_html(pairs: Sequence[tuple[str, str]]) -> str:
    """
    Return names and values as a list of two columns.

    Examples
    --------
    >>> pairs_html([("Owner", "<b>")])
    '<dl class="jc-facts"><div><dt>Owner</dt><dd>&lt;b&gt;</dd></div></dl>'
    """
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="jc-facts">{rows}</dl>'


def parcels_table(identity: Identity, translate: Translator) -> Table:
    """Return the parcels of a site with their owners."""
    heads = (N_("Parcel"), N_("Identifier"), N_("Registered area"), N_("Owner"), N_("Name of the legal person"))
    rows = tuple(
        (
            cadastral_reference(card.parcel),
            card.parcel,
            "–" if card.area_m2 is None else f"{translate(card.area_m2)}\u00a0m²",
            value_text("owner_group", card.owner_group, translate),
            card.owner_name or "–",
        )
        for card in identity.parcels
    )
    return Table(translate(Message(N_("Parcels"))), tuple(translate(Message(head)) for head in heads), rows)


def plan_table(identity: Identity, translate: Translator) -> Table:
    """Return the zones and prescriptions of the local plan with its document and its day."""
    heads = (N_("Local plan"), N_("What it is"), N_("Part of the site"), N_("Document"), N_("Approved"))
    rows = tuple(
        (
            area.label or area.long_label or translate(Message(area.kind)),
            " – ".join(part for part in (translate(Message(area.kind)), area.long_label) if part),
            f"{translate(round(100 * area.share))}\u00a0%",
            area.document or "–",
            day_text(area.approved, translate) or "–",
        )
        for area in (*identity.zones, *identity.prescriptions)
    )
    return Table(translate(Message(N_("Local plan"))), tuple(translate(Message(head)) for head in heads), rows)
