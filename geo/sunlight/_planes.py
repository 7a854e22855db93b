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
    Sums of 16 bits, of shape (months, rows, columns).

    Parameters
    ----------
    shape
        Months, rows and columns.
    scratch
        Where a file is made when the sums take more than 64 MiB; the system's own folder where none is given.
    """

    def __init__(self, shape: tuple[int, int, int], scratch: Path | None = None) -> None:
        self.months = shape[0]
        self._size = 2 * shape[0] * shape[1] * shape[2]
        self._file: mmap.mmap | None = None
        if self._size <= _HELD_BYTES:
            self._counts: NDArray[np.uint16] = np.zeros(shape, np.uint16)
            return
        with tempfile.TemporaryFile(dir=scratch) as file:
            file.truncate(self._size)
            self._file = mmap.mmap(file.fileno(), self._size)
        self._counts = np.frombuffer(self._file, np.uint16).reshape(shape)

    def add(self, window: Window, seen: NDArray[np.int16]) -> None:
        """Add what a strip has seen, of shape (months, rows, columns)."""
        self._at(window)[...] += seen.view(np.uint16)
        self._let_go()

    def read(self, window: Window) -> NDArray[np.uint16]:
        """Return the sums of a window."""
        found = self._at(window).copy()
        self._let_go()
        return found

    def _at(self, window: Window) -> NDArray[np.uint16]:
        return self._counts[:, window.row : window.row + window.rows, window.column : window.column + window.columns]

    def _let_go(self) -> None:
        """Give the pages back: what was written stays in the file, and memory does not grow with the raster."""
        if self._file is not None:
            self._file.madvise(mmap.MADV_DONTNEED)
