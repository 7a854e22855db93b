"""Paths on one ground and the land along each of them: what no programme changes, so that another one finds it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.rows import Row, promise, row_of
from geo.layout.spines import spines
from geo.plans import Ground

ANOTHER = 1_000
"""From this seed of a search on, another garden is wanted, and not only another try at the same one."""

_SAMPLE, _WIDER = (180, 70), (600, 450)
"""Bent paths sampled; paths whose orders are judged."""


@dataclass(eq=False)
class Ways:
    """
    The most promising paths of a ground, found when they are first asked for, and kept.

    Attributes
    ----------
    ground
        In a metric CRS.
    seed
        Another number gives other paths of nearly equal worth; the same number the same.
    """

    ground: Ground
    seed: int = 0

    @property
    def few_seed(self) -> int:
        """Seed of the small sample."""
        return ANOTHER * self.seed

    @property
    def many_seed(self) -> int:
        """Seed of the large sample, which is not the small one again."""
        return ANOTHER * self.seed + 1

    @cached_property
    def canvas(self) -> Canvas:
        """The ground in squares."""
        return canvas_of(self.ground)

    @cached_property
    def few(self) -> Sequence[Row]:
        """The best of a small sample, which serves most sites."""
        paths, looked_at = _SAMPLE
        return promising(self.canvas, paths=paths, looked_at=looked_at, seed=self.few_seed)

    @cached_property
    def many(self) -> Sequence[Row]:
        """The best of a large sample."""
        paths, looked_at = _WIDER
        return promising(self.canvas, paths=paths, looked_at=looked_at, seed=self.many_seed)


def promising(canvas: Canvas, *, paths: int, looked_at: int, seed: int = 0) -> list[Row]:
    """
    Sample paths and return those that promise most, the best first, with the land along each.

    Parameters
    ----------
    canvas
        The ground.
    paths, looked_at
        Bent paths of two and of three legs that are sampled; paths that are returned at most.
    seed
        Of the samples.
    """
    rows = [row for spine in spines(canvas, paths, seed) if (row := row_of(canvas, spine)) is not None]
    return sorted(rows, key=lambda row: -promise(canvas, row))[:looked_at]
