"""The judgement on a generated commune with every layer: `python -m benchmarks.judgement`.

10 000 parcels, 8 000 buildings, 4 000 edges of streets, 500 places, a terrain at 1 m; 1 000 of its candidates are
measured. Prints the cost of the indicators without the sun, by theme, then of what a person waits for: a change of
weights, the acceptabilities, a portfolio.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import geopandas as gpd

from benchmarks.bulk import write_commune
from benchmarks.bulk_layers import with_judged_layers
from geo.candidates import Candidates, find_candidates
from geo.models import Role, Territory
from geo.portfolio import Limits, choose
from geo.present.palette import site_classes
from geo.scoring import Profile, Theme, builtin, parse_profile
from geo.scoring.robustness import robustness
from geo.sources.settings import read_settings
from geo.study import Survey, appeals, doubts, explanations, judge, ranking
from geo.study.field import with_checks
from geo.study.measures.quality import joined
from geo.study.portfolio import offered
from geo.study.readings import states
from geo.study.survey import THEMES
from geo.territory import open_territory

SITES, DRAWS, OFFERED, GARDENS = 1_000, 10_000, 300, 3


@contextmanager
def measured(label: str, target: str = "") -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"  {label:<58} {cpu:7.3f} CPU s {wall:7.3f} s wall  {target}", flush=True)


def surveyed(territory: Territory, candidates: Candidates) -> Survey:
    """Survey without the sun, theme by theme."""
    parts = []
    for measure in THEMES:
        with measured(f"  {measure.__module__.rpartition('.')[2]}"):
            parts.append(measure(territory, candidates.sites))
    with measured("  joining, states, field checks"):
        found = joined(parts)
        filed = Survey(territory, candidates, found.values, states(found.values, territory), found.quality, found.notes)
        return with_checks(filed)


def of_one_commune(folder: Path) -> Survey:
    with measured("reading the files (readers apart)"):
        opened = open_territory(folder)
    territory = with_judged_layers(opened)
    counts = {role.value: len(territory.layers[role].frame) for role in (Role.PARCELS, Role.BUILDINGS)}
    counts |= {role.value: len(territory.layers[role].frame) for role in (Role.STREETS, Role.PLACES)}
    print(f"  {counts}")
    with measured("candidates and assemblies"):
        found = find_candidates(territory.layers)
    chosen = gpd.GeoDataFrame(found.sites.iloc[:: max(1, len(found.sites) // SITES)].iloc[:SITES])
    with measured(f"all indicators of {len(chosen)} candidates, no sun", "≤ 10 CPU s"):
        return surveyed(territory, replace(found, sites=chosen))


def judged(found: Survey, profile: Profile) -> None:
    judgement = judge(found, profile)
    print(f"  {judgement.results['verdict'].value_counts().to_dict()}")
    moved = profile.with_theme_weights({Theme.SOCIAL: 60})
    with measured("change of weights: new scores, ranks and colours", "≤ 0.150 s"):
        again = judge(found, moved)
        site_classes(again.results["verdict"], again.results["score"])
    weights = again.profile.with_weights({})
    around = {criterion.id: criterion.weight for criterion in weights.criteria}
    with measured(f"acceptabilities of {DRAWS} draws, any weights", "≤ 1 s"):
        robustness(again.utilities, again.results["verdict"], draws=DRAWS)
    with measured(f"acceptabilities of {DRAWS} draws, around the profile", "≤ 1 s"):
        robustness(
            again.utilities,
            again.results["verdict"],
            draws=DRAWS,
            around=again.utilities.columns.to_series().map(around),
        )
    best = ranking(found, again).index[:12]
    with measured("explanations and doubts of 12 sites"):
        explanations(found, again, best)
        doubts(found, again, best)
    with measured("appeals of all the sites that people spoke of"):
        appeals(found, moved)


def chosen_together(found: Survey, profile: Profile) -> None:
    judgement = judge(found, profile)
    with measured("gathering what a portfolio takes"):
        offer = offered(found, judgement).offer
    few = offer.candidates.sort_values("score", ascending=False).index[:OFFERED]
    offer = replace(
        offer, candidates=offer.candidates.loc[few], coverage=offer.coverage[offer.coverage["site_id"].isin(few)]
    )
    with measured(f"portfolio of {GARDENS} among {len(few)}, proven", "≤ 2 s"):
        best = choose(offer, Limits(GARDENS, apart_m=300.0), count=1)[0]
    print(f"  gap {best.gap}")


def main(folders: list[Path]) -> None:
    profile = parse_profile(read_settings(builtin.DEFAULT), where=builtin.DEFAULT.name)
    with tempfile.TemporaryDirectory() as place:
        if not folders:
            print("writing a commune of 10 000 parcels and 8 000 buildings …", flush=True)
            folders = [write_commune(Path(place) / "bulk", relief=True)]
        for folder in folders:
            print(folder.name)
            found = of_one_commune(folder)
            judge(found, profile)  # the first call imports and compiles
            robustness(judge(found, profile).utilities, judge(found, profile).results["verdict"], draws=10)
            judged(found, profile)
            chosen_together(found, profile)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
