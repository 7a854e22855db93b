"""Paths on one ground and the land along each of them: what no programme changes, so that another one finds it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.rounds import rounds
from geo.layout.rows import Row, promise, row_of
from geo.layout.spines import Spine, spines
from geo.plans import Ground

ANOTHER = 1_000
"""From this seed of a search on, another garden is wanted, and not only another try at the same one."""

_SAMPLE, _WIDER = (180, 70, 24), (600, 450, 150)
"""Bent paths sampled; paths whose orders are judged; of those that go round something, so many besides."""


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
        return self._promising(_SAMPLE, self.few_seed)

    @cached_property
    def many(self) -> Sequence[Row]:
        """The best of a large sample."""
        return self._promising(_WIDER, self.many_seed)

    @cached_property
    def _rounds(self) -> Sequence[Row]:
        return promising(self.canvas, rounds(self.canvas))

    def _promising(self, sizes: tuple[int, int, int], seed: int) -> list[Row]:
        paths, straight, round_ = sizes
        return [*promising(self.canvas, spines(self.canvas, paths, seed))[:straight], *self._rounds[:round_]]


def promising(canvas: Canvas, some: Sequence[Spine]) -> list[Row]:
    """
    Return paths, those that promise most first, with the land along each; not those that lead to too little land.

    Parameters
    ----------
    canvas
        The ground.
    some
        The paths.
    """
    rows = [row for spine in some if (row := row_of(canvas, spine)) is not None]
    return sorted(rows, key=lambda row: -promise(canvas, row))
