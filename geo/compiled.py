"""Loops compiled to machine code by Numba, kept on the disk so that the next process starts at once."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function without the interpreter's lock, kept on the disk where one can write."""
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # no folder to write to: each process compiles again
        return cast(F, numba.njit(nogil=True)(function))
