"""What a territory holds and lacks, as tables for a page: every text is escaped, since some come from the files."""

import html
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from geo.messages import N_, Message
from geo.models import Health, Role
from geo.present.labels import Translator
from geo.present.values import day_text

MARKS: Mapping[str, str] = MappingProxyType(
    {Health.REFUSED: "✕", Health.MISSING: "–", Health.UNRECOGNISED: "○", Health.REPAIRED: "◐", Health.SOUND: "●"}
)
"""By state, that which asks for a gesture first."""

GROUPS: Mapping[str, tuple[Role, ...]] = MappingProxyType(
    {
        N_("Land and buildings"): (
            Role.PARCELS, Role.BUILDINGS, Role.FALLOW, Role.OWNERS, Role.STREETS, Role.COMMUNES,
        ),
        N_("Law and risks"): (
            Role.ZONING, Role.PRESCRIPTIONS, Role.HERITAGE, Role.PROTECTED_NATURE, Role.FLOOD, Role.PERMITS,
        ),
        N_("Sun, ground and water"): (Role.SURFACE, Role.TERRAIN, Role.TREES, Role.WATER),
        N_("Soil and health"): (Role.SOIL, Role.POLLUTION, Role.LAB_SAMPLES, Role.FIELD_CHECKS),
        N_("People and partners"): (
            Role.NEIGHBOURHOODS, Role.POPULATION, Role.HOUSING, Role.PLACES, Role.GARDENS_AND_PARKS, Role.STOPS,
        ),
    }
)  # fmt: skip
"""What the layers are about."""

_ORDER = list(MARKS)
Row = Mapping[str, Any]


def roles_grid(rows: Sequence[Row], translate: Translator) -> str:
    """
    Return all layers by theme, each there or missing, for one glance.

    Parameters
    ----------
    rows
        As of `screening.health_rows`.
    """
    states: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: -_ORDER.index(row["state"])):
        if row["role"] and not (row["state"] == Health.MISSING and row["role"] in states):
            states[row["role"]] = row["state"]
    return f'<div class="jc-roles">{"".join(_group(name, states, translate) for name in GROUPS)}</div>'


def _group(name: str, states: Mapping[str, str], translate: Translator) -> str:
    lines = []
    for role in GROUPS[name]:
        state = states.get(role.value, Health.MISSING.value)
        mark = f'<span aria-hidden="true">{MARKS[state]}</span>'
        # a dash says that nothing is there: the word is for those who do not see it
        kind = "jc-unseen" if state == Health.MISSING else "jc-told"
        told = "" if state == Health.SOUND else f' <span class="{kind}">{_text(state, translate)}</span>'
        lines.append(f'<li class="jc-{state}">{mark} {_title(_text(role.value, translate))}{told}</li>')
    return f"<section><h3>{_text(name, translate)}</h3><ul>{''.join(lines)}</ul></section>"


def _text(msgid: str, translate: Translator) -> str:
    return html.escape(translate(Message(msgid)))


def layers_table(rows: Sequence[Row], translate: Translator) -> str:
    """
    Return the files of a territory as a table, those that ask for a gesture first, every remark in full.

    Parameters
    ----------
    rows
        As of `screening.health_rows`, without the missing roles.
    """
    heads = (N_("State"), N_("Layer"), N_("Features"), N_("Vintage"), N_("Notes"))
    ordered = sorted(rows, key=lambda row: (_ORDER.index(row["state"]), row["role_text"], row["file"]))
    body = "".join(_layer(row, translate) for row in ordered)
    return _table(translate(Message(N_("Files of this territory"))), heads, body, translate, kind="jc-health")


def _layer(row: Row, translate: Translator) -> str:
    state = f'<span aria-hidden="true">{MARKS[row["state"]]}</span> {html.escape(row["state_text"])}'
    # a refused file is known by its name alone
    title, file = html.escape(_title(row["role_text"])), html.escape(row["file"])
    name = f"{title}<small>{file}</small>" if title else file
    features = "" if row["features"] is None else html.escape(translate(row["features"]))
    notes = "".join(f"<p>{html.escape(note)}</p>" for note in row["notes"])
    day = html.escape(day_text(row["vintage"], translate))
    cells = [("jc-state", state), ("jc-name", name), ("jc-count", features), ("jc-short", day)]
    told = "".join(f'<td class="{kind}">{cell}</td>' for kind, cell in [*cells, ("jc-notes", notes)])
    return f'<tr class="jc-{html.escape(row["state"])}">{told}</tr>'


def missing_list(rows: Sequence[Row], translate: Translator) -> str:
    """
    Return what is missing, what that costs and where to get it.

    Parameters
    ----------
    rows
        As of `screening.health_rows`, the most useful first.
    """
    return f'<ul class="jc-missing">{"".join(map(_missing, rows))}</ul>' if rows else ""


def _missing(row: Row) -> str:
    cost, *where = row["notes"] or [""]
    named = f"<small>{html.escape(row['file'])}</small>" if row["file"] else ""
    told = "".join(f'<p class="jc-where">{html.escape(line)}</p>' for line in where)
    return f"<li><strong>{html.escape(_title(row['role_text']))}</strong>{named}<p>{html.escape(cost)}</p>{told}</li>"


def sources_table(rows: Sequence[Row], translate: Translator) -> str:
    """Return who publishes the files of a territory, and under which licence, each dataset once."""
    heads = (N_("Publisher"), N_("Dataset"), N_("Vintage"), N_("Licence"))
    named = [row for row in rows if row["publisher"] or row["licence"]]
    lines = dict.fromkeys(
        (row["publisher"], row["dataset"], day_text(row["vintage"], translate), row["licence"]) for row in named
    )
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in line)}</tr>" for line in lines)
    return _table(translate(Message(N_("Sources"))), heads, body, translate, kind="jc-sources")


def _table(caption: str, heads: Sequence[str], body: str, translate: Translator, *, kind: str) -> str:
    top = "".join(f'<th scope="col">{html.escape(translate(Message(head)))}</th>' for head in heads)
    unseen = f'<caption class="jc-unseen">{html.escape(caption)}</caption>'
    table = f'<table class="jc-table {kind}">{unseen}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="jc-scroll" tabindex="0" role="region" aria-label="{html.escape(caption)}">{table}</div>'


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
