"""Counts of suns, by month and cell: in memory while they are few, in a file beside the result when they are not."""

import mmap
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.models import Window

_HELD_BYTES = 64 * 1024**2


class Planes:
    """
    Counts of 16 bits, of shape (months, rows, columns).

    What is counted on strips of columns, walked as rows, is kept turned and joined when it is read: turning each strip
    would cost as much as sweeping it, and touch every page of a large file.

    Parameters
    ----------
    shape
        Months, rows and columns.
    scratch
        Where a file is made when the counts take more than 64 MiB; the system's own folder where none is given.
    """

    def __init__(self, shape: tuple[int, int, int], scratch: Path | None = None) -> None:
        self.months, rows, columns = shape
        self._straight = _Sums(shape, scratch)
        self._turned = _Sums((self.months, columns, rows), scratch)

    def add(self, window: Window, seen: NDArray[np.int16], *, turned: bool) -> None:
        """Add what a strip has seen, of shape (months, rows, columns), or (months, columns, rows) where turned."""
        if turned:
            self._turned.add(_turned(window), seen)
        else:
            self._straight.add(window, seen)

    def read(self, window: Window) -> NDArray[np.uint16]:
        """Return the counts of a window."""
        straight, turned = self._straight.at(window), self._turned.at(_turned(window))
        counts = np.add(straight, turned.transpose(0, 2, 1), order="C")
        self._straight.let_go()
        self._turned.let_go()
        return counts


class _Sums:
    """Planes of one direction, in memory or in a file that nobody else sees."""

    def __init__(self, shape: tuple[int, int, int], scratch: Path | None) -> None:
        self._file: mmap.mmap | None = None
        size = 2 * shape[0] * shape[1] * shape[2]
        if size <= _HELD_BYTES:
            self._counts: NDArray[np.uint16] = np.zeros(shape, np.uint16)
            return
        with tempfile.TemporaryFile(dir=scratch) as file:
            file.truncate(size)
            self._file = mmap.mmap(file.fileno(), size)
        self._counts = np.frombuffer(self._file, np.uint16).reshape(shape)

    def add(self, window: Window, seen: NDArray[np.int16]) -> None:
        self.at(window)[...] += seen.view(np.uint16)
        self.let_go()

    def at(self, window: Window) -> NDArray[np.uint16]:
        return self._counts[:, window.row : window.row + window.rows, window.column : window.column + window.columns]

    def let_go(self) -> None:
        """Give the pages back: what was written stays in the file, and memory does not grow with the raster."""
        if self._file is not None:
            self._file.madvise(mmap.MADV_DONTNEED)


def _turned(window: Window) -> Window:
    return Window(window.column, window.row, window.columns, window.rows)
