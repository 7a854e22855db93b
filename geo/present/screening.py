"""What a page, a terminal and a map show of a screened territory: names, sentences, layers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import HealthRow, Provenance, SiteKind, Territory, Verdict
from geo.present.labels import Translator, column_label
from geo.present.map_document import MapBase, MapPicture, MapSites, map_document
from geo.present.map_layers import map_layers
from geo.present.maps import map_state
from geo.present.palette import VERDICT_LABELS, site_classes
from geo.present.pictures import data_uri, sun_overlay, sun_picture
from geo.present.sheet import sheet_html
from geo.present.standalone import SiteCard, standalone_html
from geo.study import Judgement, Survey, ranking, reasons

NUMBERED = 9
"""How many sites carry their rank on the map."""


def territory_title(territory: Territory, translate: Translator) -> str:
    """Return the name of the territory, which always says when it is fictional."""
    if not territory.fictional:
        return territory.name
    return translate(Message(N_("{name} (fictional territory)"), {"name": territory.name}))


def site_names(surveyed: Survey, sites: Sequence[str], translate: Translator) -> list[str]:
    """
    Name some sites as people do: by their street where it is known, and their cadastral references.

    Returns
    -------
    names
        In the order of the ids given, such as “Rue Haute (A 12 + A 13)”.
    """
    asked = surveyed.sites.loc[list(sites)]
    streets = surveyed.indicators["street"].loc[asked.index]
    rows = zip(asked["kind"], asked["parcels"], streets, strict=True)
    return [_site_name(kind, parcels, street, translate) for kind, parcels, street in rows]


def _site_name(kind: str, parcels: Sequence[str], street: object, translate: Translator) -> str:
    references = " + ".join(cadastral_reference(parcel) for parcel in parcels)
    if kind == SiteKind.GIVEN:
        references = translate(Message(N_("your plot on {parcels}"), {"parcels": references}))
    if isinstance(street, str):
        return f"{street} ({references})"
    if kind == SiteKind.GIVEN:
        return references[:1].upper() + references[1:]
    msgid = N_("Parcels {references}") if len(parcels) > 1 else N_("Parcel {references}")
    return translate(Message(msgid, {"references": references}))


def cadastral_reference(parcel: str) -> str:
    """
    Return the section and number of a parcel as they are written on a deed.

    Examples
    --------
    >>> cadastral_reference("130290000A0215"), cadastral_reference("75120000AB0007")
    ('A 215', 'AB 7')
    """
    return f"{parcel[8:10].lstrip('0')} {int(parcel[10:14])}"


def score_text(row: Mapping[str, Any], translate: Translator) -> str:
    """
    Return a score with its interval, never alone.

    Examples
    --------
    >>> score_text({"score": 72.4, "score_low": 64.0, "score_high": 81.0}, str)
    '72 (64–81)'
    """
    if pd.isna(row["score"]):
        return translate(Message(N_("no score: nothing is known yet")))
    score, low, high = (round(row[name]) for name in ("score", "score_low", "score_high"))
    return f"{score} ({low}–{high})"


def map_order(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sites in the order of the map: the small ones first, since the first of two lies on top."""
    return sites.sort_values("area_m2", kind="stable")


def site_facts(surveyed: Survey, sites: gpd.GeoDataFrame, translate: Translator) -> list[str]:
    """
    Return one short text per site that no weight changes, so that the map is sent once.

    Parameters
    ----------
    sites
        Of the survey, in any order.

    Returns
    -------
    facts
        In the order of the sites; lines separated by a line feed.
    """
    names = site_names(surveyed, sites.index, translate)
    area = N_("{area} m², of which {usable} m² usable")
    rows = zip(names, sites["area_m2"], sites["usable_area_m2"], sites["evidence"], strict=True)
    return [
        "\n".join([name, translate(Message(area, {"area": whole, "usable": usable})), translate(Message(evidence))])
        for name, whole, usable, evidence in rows
    ]


def map_of_study(
    surveyed: Survey,
    sites: gpd.GeoDataFrame,
    translate: Translator,
    *,
    bases: Sequence[MapBase] = (),
    pictures: Sequence[MapPicture] = (),
) -> dict[str, Any]:
    """
    Return the drawing of a territory: its context, its sites, its sources.

    Parameters
    ----------
    sites
        The sites of the survey in the order of the map: the first of two that overlap lies on top.
    bases
        Backgrounds on offer, which need the network.
    pictures
        Between the context and the sites, such as the sun.
    """
    territory = surveyed.territory
    return map_document(
        list(map_layers(territory, translate)),
        MapSites(translate(Message(N_("Candidate sites"))), sites, site_facts(surveyed, sites, translate)),
        translate=translate,
        provenances=provenances(territory),
        bases=bases,
        pictures=pictures,
        notice=translate(Message(N_("Fictional territory"))) if territory.fictional else "",
    )


def standalone_map(surveyed: Survey, judgement: Judgement, translate: Translator, *, language: str) -> str:
    """Return `map.html`: the map and the ranking in one file that opens without network."""
    table = ranking(surveyed, judgement)
    sites = surveyed.sites.loc[table.index]
    state = map_state(site_classes(table["verdict"], table["score"]), ranked=range(min(NUMBERED, len(table))))
    pictures = []
    if surveyed.sun is not None:
        picture = sun_picture(surveyed.sun)
        pictures.append(sun_overlay(picture, data_uri(picture.data), translate, surveyed.sun_notes))
    values: dict[str, Value] = {"count": len(table), "communes": table["commune"].nunique()}
    return standalone_html(
        map_of_study(surveyed, sites, translate, pictures=pictures),
        state,
        list(site_cards(surveyed, judgement, table.index, translate).values()),
        title=territory_title(surveyed.territory, translate),
        subtitle=translate(Message(N_("{count} candidate sites, communes: {communes}"), values)),
        list_title=translate(Message(N_("Ranking"))),
        lang=language,
    )


def site_cards(
    surveyed: Survey, judgement: Judgement, sites: Sequence[str], translate: Translator
) -> dict[str, SiteCard]:
    """Return what a list shows of some sites, by `site_id`, in the order of the ids given."""
    names, told = site_names(surveyed, sites, translate), reasons(surveyed, judgement, sites)
    known = {"area_m2": surveyed.sites["area_m2"], "sun_hours": surveyed.indicators["sun_hours"]}
    rows = judgement.results.loc[list(sites)].assign(**known).to_dict("index")
    return {
        site: _card(name, row, [translate(reason) for reason in told[site][:2]], translate)
        for name, (site, row) in zip(names, rows.items(), strict=True)
    }


def _card(name: str, row: Mapping[str, Any], why: Sequence[str], translate: Translator) -> SiteCard:
    score, low, high = (None if pd.isna(row[key]) else float(row[key]) for key in ("score", "score_low", "score_high"))
    area = translate(Message("{area} m²", {"area": float(row["area_m2"])}))
    hours = "" if pd.isna(row["sun_hours"]) else translate(round(row["sun_hours"], 1))
    # the hours of sun are beside their picture: a reason that repeats them gives its place to the next one
    others = [text for text in why if not hours or f"{hours}\u00a0h" not in text.replace(" h", "\u00a0h")]
    verdict = Verdict(row["verdict"])
    return SiteCard(
        rank=str(row["rank"]) if verdict is not Verdict.EXCLUDED else "–",
        title=unbroken(name),
        verdict=verdict,
        verdict_text=translate(VERDICT_LABELS[verdict]),
        score_text=score_text(row, translate),
        score=score,
        low=low,
        high=high,
        detail=" · ".join([area, *(others or why)[:1]]),
        sun=hours and translate(Message(_SUN, {"hours": round(row["sun_hours"], 1)})),
    )


def unbroken(name: str) -> str:
    """
    Keep the section and the number of a cadastral reference on one line.

    Examples
    --------
    >>> unbroken("Rue Haute (A 12 + A 13)")
    'Rue Haute (A\\xa012 + A\\xa013)'
    """
    return re.sub(r"\b([A-Z]{1,2}) (?=\d)", "\\1\u00a0", name)


_SUN = N_("{hours} h of sun")


def site_sheet(surveyed: Survey, judgement: Judgement, site: str, translate: Translator) -> str:
    """
    Return the short sheet of one site as HTML; every text is escaped, since some come from the files.

    Parameters
    ----------
    site
        Its `site_id`.
    """
    row = judgement.results.loc[site].to_dict() | {"reasons": reasons(surveyed, judgement, [site])[site]}
    indicators = surveyed.indicators.loc[site]
    facts = [
        (column_label(name, translate), translate(float(indicators[name])))
        for name in ("area_m2", "usable_area_m2", "slope_percent", "neighbourhood_distance_m")
        if np.isfinite(indicators[name])
    ]
    doubts = unknown_criteria(judgement, site)
    name = unbroken(*site_names(surveyed, [site], translate))
    return sheet_html(name, row, score_text(row, translate), facts, doubts, translate, notes=surveyed.sun_notes)


def unknown_criteria(judgement: Judgement, site: str) -> tuple[Message, ...]:
    """Return the names of the criteria that nothing is known about, the heaviest first."""
    unknown = judgement.utilities.columns[judgement.utilities.loc[site].isna()]
    criteria = [criterion for criterion in judgement.profile.criteria if criterion.id in unknown]
    return tuple(Message(c.label) for c in sorted(criteria, key=lambda criterion: -criterion.weight))


def rejections_text(surveyed: Survey, translate: Translator) -> str:
    """Return one line that counts the parcels that are no site by themselves, by reason."""
    counts = surveyed.candidates.rejections.value_counts(sort=False).sort_index()
    parts = tuple(
        Message("{reason} {count}", {"reason": Message(reason), "count": int(count)})
        for reason, count in counts.items()
    )
    return translate(Message(N_("Parcels that are no site by themselves: {counts}"), {"counts": parts}))


def provenances(territory: Territory) -> list[Provenance]:
    """Return the origin of every layer and raster, each once."""
    origins = [origin for layer in territory.layers.values() for origin in layer.provenances]
    origins += [raster.provenance for tiles in territory.rasters.values() for raster in tiles]
    return list(dict.fromkeys(origins))


def health_rows(territory: Territory, translate: Translator) -> list[dict[str, Any]]:
    """
    Return the health table as rows of JSON types.

    Returns
    -------
    rows
        Codes (role, state) stay in English beside their texts; notes are in the user's language.
    """
    return [_health_row(row, translate) for row in territory.health]


def _health_row(row: HealthRow, translate: Translator) -> dict[str, Any]:
    origin = row.provenance or Provenance(row.file)
    return {
        "state": row.state.value,
        "state_text": translate(Message(row.state.value)),
        "role": row.role.value if row.role else None,
        "role_text": translate(Message(row.role.value)) if row.role else "",
        "file": row.file,
        "features": row.features,
        "crs": row.crs,
        "publisher": origin.publisher,
        "dataset": origin.dataset,
        "vintage": origin.vintage,
        "licence": origin.licence,
        "notes": [translate(note) for note in row.notes],
    }
