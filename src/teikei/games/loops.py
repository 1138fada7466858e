"""How loops are compiled: decorators that keep the types, and whole numbers of one machine type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Loop = TypeVar("Loop", bound=Callable[..., object])
_INNER: dict[str, Any] = {"cache": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def outer_loop(function: Loop) -> Loop:
    """Compile a loop that Python calls; the machine code is kept beside the module.

    Parameters
    ----------
    function : written in the part of Python and NumPy that numba compiles
    """
    return cast(Loop, njit(cache=True)(function))


def inner_loop(function: Loop) -> Loop:
    """Compile a loop that only loops call: without the way in from Python it compiles in half the time.

    Parameters
    ----------
    function : as for `outer_loop`
    """
    return cast(Loop, njit(**_INNER)(function))


def vector_loop(function: Loop) -> Loop:
    """An inner loop whose sums and comparisons may be done side by side, in another order.

    Parameters
    ----------
    function : as for `outer_loop`; its numbers must be finite
    """
    return cast(Loop, njit(fastmath=True, **_INNER)(function))


def machine_integer(number: int) -> int:
    """A whole number that loops see as a 64-bit integer: as a literal each value would be compiled anew.

    Parameters
    ----------
    number : the number

    Examples
    --------
    >>> int(machine_integer(-1))
    -1
    """
    return cast(int, np.int64(number))


NONE = machine_integer(-1)
FIRST = machine_integer(0)
