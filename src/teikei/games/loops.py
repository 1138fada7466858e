"""How loops are compiled: decorators that keep the types, and whole numbers of one machine type.

Machine code is kept beside the modules, by the date of the file a loop stands in. A loop also holds the
code of the loops it calls, in other files: so the names of what is kept carry a digest of all these
files, and a change in one leaves no stale code in the others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Loop = TypeVar("Loop", bound=Callable[..., object])
_INNER: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

#: Modules whose loops call each other.
MODULES = ("basis", "certificate", "levels", "loops", "master", "scan", "table")


@cache
def digest() -> str:
    """Digest of the source of all modules whose loops call each other."""
    sources = (Path(__file__).with_name(f"{name}.py") for name in MODULES)
    text = b"".join(source.read_bytes() for source in sources if source.is_file())
    return blake2b(text, digest_size=6).hexdigest()


def _kept(function: Loop, **options: Any) -> Loop:
    """Compile under a name that changes with any of the sources."""
    function.__qualname__ = f"{function.__qualname__}_{digest()}"
    return cast(Loop, njit(cache=True, **options)(function))


def outer_loop(function: Loop) -> Loop:
    """Compile a loop that Python calls; the machine code is kept beside the module.

    Parameters
    ----------
    function : written in the part of Python and NumPy that numba compiles
    """
    return _kept(function)


def inner_loop(function: Loop) -> Loop:
    """Compile a loop that only loops call: without the way in from Python it compiles in half the time.

    Parameters
    ----------
    function : as for `outer_loop`
    """
    return _kept(function, **_INNER)


def vector_loop(function: Loop) -> Loop:
    """An inner loop whose sums and comparisons may be done side by side, in another order.

    Parameters
    ----------
    function : as for `outer_loop`; its numbers must be finite
    """
    return _kept(function, fastmath=True, **_INNER)


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
