"""What the sketches of gardens are worth and what they cost: `python -m benchmarks.layout --count 1000 --real`.

Prints, for seeded sites of ten shapes and for the real ones: the share of valid plans by size and by shape, CPU seconds
a site, the worst zone's error, the sun of the vegetables against the sunniest block, how often three variants are
valid, and the rules that failed. ``--draw FOLDER`` keeps a picture of every first plan. ``--keep FILE`` writes each
site's result as a line of JSON as soon as it is known; a run with the same file goes on where the last one ended.
"""

import argparse
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import shapely

from benchmarks.layout_sites import LEAST_BODY_M, LEAST_FREE_M, RealSite, real_sites, synthetic_ground, synthetic_name
from geo.layout import sketch
from geo.layout.programme import DEFAULT, Programme, parse_programme
from geo.layout.rules import sunniest_block_h
from geo.plans import Ground, Plan, Sketch, Zone
from geo.sources.settings import read_settings

CLASSES = (250, 400, 600, 800, 1_200, 2_000, 3_001)
"""Bounds of the classes of usable area. [m²]"""
VARIANTS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What one site gave.

    Attributes
    ----------
    shape
        The part of its name before the hyphen; real sites have none.
    usable_m2
        Land without obstacles. [m²]
    first_s, variants_s
        CPU of one plan, and of three. [s]
    broken
        Rules that the first plan breaks.
    valid
        How many of the three are valid.
    error_percent
        Of the worst zone of the first plan. [% of its target]
    sun_ratio
        Sun of the vegetables over that of the sunniest block; missing where the sun is not known. [–]
    failure
        What was raised instead of a plan.
    """

    site_id: str
    shape: str
    usable_m2: float
    first_s: float = 0.0
    variants_s: float = 0.0
    broken: tuple[str, ...] = ()
    valid: int = 0
    error_percent: float = float("nan")
    sun_ratio: float = float("nan")
    failure: str = ""

    @property
    def sound(self) -> bool:
        """Whether the first plan is valid."""
        return not self.failure and not self.broken


def programme() -> Programme:
    """Return the programme of Clamart."""
    return parse_programme(read_settings(DEFAULT), where=DEFAULT.name)


def judged(ground: Ground, *, seed: int, folder: Path | None) -> Outcome:
    """Sketch one site and measure it; whatever is raised is part of the result."""
    name, hyphen, _ = ground.site_id.partition("-")
    shape, usable_m2 = name if hyphen else "real", ground.usable.area
    try:
        start = time.process_time()
        plans = sketch(ground, programme(), variants=1, seed=seed)
        between = time.process_time()
        several = sketch(ground, programme(), variants=VARIANTS, seed=seed)
        end = time.process_time()
    except Exception as error:  # noqa: BLE001 — no site may raise: the benchmark tells which does
        return Outcome(ground.site_id, shape, usable_m2, failure=f"{type(error).__name__}: {error}")
    if not plans:
        return Outcome(ground.site_id, shape, usable_m2, failure="no plan")
    first = plans[0]
    if folder is not None:
        draw(folder / f"{ground.site_id}.png", first)
    return Outcome(
        ground.site_id,
        shape,
        usable_m2,
        first_s=between - start,
        variants_s=end - between,
        broken=tuple(check.id for check in first.checks if not check.met),
        valid=sum(variant.valid for variant in several),
        error_percent=worst_error_percent(first.plan),
        sun_ratio=sun_ratio(first.plan),
    )


def draw(path: Path, plan: Sketch) -> None:
    """Keep a picture of a plan."""
    from geo.present.labels import translator
    from geo.present.plan_words import TitleBlock
    from geo.present.plans import plan_png, plan_svg

    svg = plan_svg(plan, translator("fr"), block=TitleBlock(site=path.stem))
    path.write_bytes(plan_png(svg, dpi=100))


def worst_error_percent(plan: Plan) -> float:
    """Return the largest difference between a zone and its target. [% of the target]"""
    return max(abs(plan.zones[zone].area / target - 1) * 100 for zone, target in plan.targets_m2.items())


def sun_ratio(plan: Plan) -> float:
    """Return the mean sun of the vegetables over that of the sunniest block of their size."""
    raster, potager = plan.ground.sun, plan.zones[Zone.POTAGER]
    if raster is None:
        return float("nan")
    rows, columns = raster.values.shape
    cell_m = (raster.bounds.east - raster.bounds.west) / columns
    east = raster.bounds.west + (np.arange(columns) + 0.5) * cell_m
    north = raster.bounds.north - (np.arange(rows) + 0.5) * cell_m
    inside = shapely.contains_xy(potager, *np.meshgrid(east, north))
    return float(np.nanmean(raster.values[inside])) / sunniest_block_h(plan.ground, potager.area)


def synthetic(number: int, *, seed: int, folder: Path | None) -> Outcome:
    """Draw one seeded site and sketch it."""
    return judged(synthetic_ground(number, seed), seed=seed, folder=folder)


def measured(work: Callable[..., Outcome], sites: Mapping[str, object], jobs: int, file: Path | None) -> list[Outcome]:
    """
    Sketch sites in several processes; one site before them, so that none pays for loading.

    Parameters
    ----------
    work
        Sketches one site.
    sites
        What it wants for each, under the site's name.
    jobs
        Processes.
    file
        Where results are kept; what it holds already is not measured again.
    """
    known = kept(file)
    left = [site for name, site in sites.items() if name not in known]
    with multiprocessing.get_context("fork").Pool(jobs, initializer=warm) as pool:
        for outcome in told(pool.imap(work, left, chunksize=1), len(left)):
            known[outcome.site_id] = outcome
            if file is not None:
                with file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(asdict(outcome)) + "\n")
    return [known[name] for name in sites]


def kept(file: Path | None) -> dict[str, Outcome]:
    """Read the results of earlier runs, by site; none without a file."""
    if file is None or not file.exists():
        return {}
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {line["site_id"]: Outcome(**line | {"broken": tuple(line["broken"])}) for line in lines}


def told(outcomes: Iterator[Outcome], count: int) -> Iterator[Outcome]:
    """Say how far a long run has come, every 25 sites."""
    for number, outcome in enumerate(outcomes, start=1):
        if number % 25 == 0:
            print(f"  … {number} of {count} sites", flush=True)
        yield outcome


def warm() -> None:
    """Load and compile what the first sketch of a process needs."""
    judged(synthetic_ground(0, 12_345), seed=0, folder=None)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print all figures of a set of sites."""
    share_by("usable m²", outcomes, lambda outcome: area_class(outcome.usable_m2))
    share_by("shape", outcomes, lambda outcome: outcome.shape)
    drawn = [outcome for outcome in outcomes if not outcome.failure]
    for name, values in (
        ("CPU s, first plan", [outcome.first_s for outcome in drawn]),
        ("CPU s, three variants", [outcome.variants_s for outcome in drawn]),
        ("worst zone's error, %", [outcome.error_percent for outcome in drawn]),
    ):
        print(f"  {name:<28} median {np.median(values):6.3f}   p95 {np.percentile(values, 95):6.3f}")
    ratios = np.array([outcome.sun_ratio for outcome in drawn])
    if np.isfinite(ratios).any():
        mean, tenth = np.nanmean(ratios), np.nanpercentile(ratios, 10)
        print(f"  {'sun of the vegetables':<28} mean {mean:8.3f}   p10 {tenth:6.3f}   of the sunniest block")
    large = [outcome for outcome in outcomes if outcome.usable_m2 >= 400]
    print(f"  three valid variants from 400 m²: {share(large, lambda outcome: outcome.valid == VARIANTS)}")
    failures(outcomes)


def share_by(title: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> None:
    """Print the share of valid first plans of every class."""
    print(f"  valid first plans by {title}")
    for name in sorted({key(outcome) for outcome in outcomes}):
        print(f"    {name:<14} {share([outcome for outcome in outcomes if key(outcome) == name])}")
    print(f"    {'all':<14} {share(outcomes)}")


def share(outcomes: Sequence[Outcome], met: Callable[[Outcome], bool] = lambda outcome: outcome.sound) -> str:
    """Write how many outcomes meet a condition."""
    count = sum(map(met, outcomes))
    return f"{count:4} of {len(outcomes):4}" + (f"  {count / len(outcomes):6.1%}" if outcomes else "")


def area_class(usable_m2: float) -> str:
    """
    Name the class of a usable area.

    Examples
    --------
    >>> area_class(612.0), area_class(212.0)
    ('0600–0800', 'under 0250')
    """
    place = int(np.searchsorted(CLASSES, usable_m2, side="right"))
    return f"{CLASSES[place - 1]:04}–{CLASSES[place]:04}" if place else f"under {CLASSES[0]:04}"


def failures(outcomes: Sequence[Outcome]) -> None:
    """Print the rules that failed and on which sites, and whatever was raised."""
    rules = Counter(rule for outcome in outcomes for rule in outcome.broken)
    print(f"  rules that failed: {', '.join(f'{rule} {count}' for rule, count in rules.most_common()) or 'none'}")
    for outcome in outcomes:
        if not outcome.sound:
            print(f"    {outcome.site_id} ({outcome.usable_m2:.0f} m²): {outcome.failure or ', '.join(outcome.broken)}")


def report_unfit(sites: Sequence[RealSite]) -> None:
    """Print what the real sites lack that are left out."""
    unfit = [site for site in sites if not site.fit]
    edge = sum(site.free_m < LEAST_FREE_M <= site.edge_m for site in unfit)
    shut = sum(site.free_m < LEAST_FREE_M and site.edge_m < LEAST_FREE_M for site in unfit)
    narrow = sum(site.body_m < LEAST_BODY_M for site in unfit)
    little = sum(site.cut_off for site in unfit)
    print(
        f"  left out: {len(unfit)} of {len(sites)} — {shut} enclosed, {edge} with an unknown access, {narrow} narrow, "
        f"{little} with too little land in reach"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="seeded sites; none with 0")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--real", action="store_true", help="the real parcels and assemblies too")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--draw", type=Path, metavar="FOLDER", help="keep a picture of every first plan")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep results of one seed, to go on with later")
    wanted = parser.parse_args()
    if wanted.draw:
        wanted.draw.mkdir(parents=True, exist_ok=True)
    asked = {"seed": wanted.seed, "folder": wanted.draw}
    if wanted.count:
        print(f"{wanted.count} seeded sites, seed {wanted.seed}", flush=True)
        numbers = {synthetic_name(number): number for number in range(wanted.count)}
        report(measured(partial(synthetic, **asked), numbers, wanted.jobs, wanted.keep))
    if wanted.real:
        sites = real_sites()
        print("parcels and assemblies of a real commune", flush=True)
        report_unfit(sites)
        grounds = {site.ground.site_id: site.ground for site in sites if site.fit}
        report(measured(partial(judged, **asked), grounds, wanted.jobs, wanted.keep))


if __name__ == "__main__":
    main()
