"""Drive cycles: the speed that the law prescribes, second by second."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from teikei.base.errors import Fault, UsageError, nearest

Speeds = npt.NDArray[np.float64]

KMH = 1.0 / 3.6
"""Metres per second in one kilometre per hour."""

MOST_KMH = 250.0
COASTED_KMH = 130.0
"""Speed to which cars are coasted down; above it road load is carried on by the same formula."""


@dataclass(frozen=True, slots=True)
class Fuel:
    """A petrol as a test rule defines it.

    Attributes
    ----------
    name : words for tables
    joules_per_litre : lower heating value, J/l
    grams_per_litre : CO2 from burning one litre, g/l
    """

    name: str
    joules_per_litre: float
    grams_per_litre: float


EPA_GASOLINE = Fuel("petrol without ethanol (EPA)", 32.05e6, 8887 / 3.785411784)
"""115,000 Btu a US gallon; 8,887 g CO2 a gallon (40 CFR 600.113, EPA-420-F-18-008)."""

E10 = Fuel("petrol E10 (EU)", 41.5e6 * 0.748, 3.04e3 * 0.748)
"""41.5 MJ/kg, 3.04 kg CO2 a kg (Regulation (EU) 2017/2400, Annex II) at 0.748 kg/l."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """Speeds to be driven, one a second.

    Attributes
    ----------
    name : as in `cycle`
    speeds : (second,), m/s, at 0, 1, 2 … s
    cold_starts : starts with a cold engine for each time the speeds are driven. The FTP weighs its cold half
        with 0.43 (40 CFR 1066.820); a WLTC has one; the highway cycle and steady speeds start warm
    fuel : petrol that the rule prescribes
    """

    name: str
    speeds: Speeds
    cold_starts: float
    fuel: Fuel

    def __post_init__(self) -> None:
        speeds = np.asarray(self.speeds, dtype=float)
        wrong = (
            "fewer than two speeds"
            if speeds.ndim != 1 or speeds.size < 2
            else "a speed that is no number"
            if not np.isfinite(speeds).all()
            else "a negative speed"
            if speeds.min() < 0
            else "no distance"
            if speeds.max() == 0
            else ""
        )
        if wrong:
            raise UsageError(
                Fault(
                    f"drive cycle {self.name}",
                    wrong,
                    "consumption over the distance has no meaning",
                    "give one speed in m/s for every second, none negative, not all zero",
                )
            )
        speeds.setflags(write=False)
        object.__setattr__(self, "speeds", speeds)

    @property
    def metres(self) -> float:
        """Length: Σ of the mean speeds of the seconds, m."""
        return float((self.speeds[1:] + self.speeds[:-1]).sum() / 2)


FILES: dict[str, tuple[str, int, int | None, float, Fuel]] = {
    "ftp": ("udds", 0, None, 0.43, EPA_GASOLINE),
    "udds": ("udds", 0, None, 0.0, EPA_GASOLINE),
    "hwfet": ("hwfet", 0, None, 0.0, EPA_GASOLINE),
    "us06": ("us06", 0, None, 0.0, EPA_GASOLINE),
    "wltc": ("wltc", 0, None, 1.0, E10),
    "wltc_low": ("wltc", 0, 589, 1.0, E10),
    "wltc_medium": ("wltc", 589, 1022, 0.0, E10),
    "wltc_high": ("wltc", 1022, 1477, 0.0, E10),
    "wltc_extra_high": ("wltc", 1477, None, 0.0, E10),
}
"""Name -> file, first and last second, cold starts, fuel of the rule."""

STEADY = re.compile(r"^(\d+(?:\.\d+)?)(?:km/?h)?$")


def data(name: str) -> Path:
    """Path of a file of ``roadload_data`` in the installed package."""
    return Path(str(resources.files("teikei"))) / "industry" / "roadload_data" / name


@functools.cache
def cycle(name: str) -> Cycle:
    """A drive cycle by name, or a steady speed in km/h such as ``120``.

    Raises
    ------
    UsageError
        No such cycle, or a speed nobody drives.

    Source
    ------
    EPA dynamometer drive schedules; UN GTR 15 Annex 1 (WLTC class 3b): ``roadload_data/README.md``.

    Examples
    --------
    >>> round(cycle("wltc").metres)
    23266
    >>> round(float(cycle("120").speeds[0]) * 3.6, 9)
    120.0
    """
    key = name.strip().lower().replace("-", "_").replace(" ", "")
    if key in FILES:
        file, first, last, cold, fuel = FILES[key]
        speeds = _speeds(file)[first : None if last is None else last + 1]
        return Cycle(key, speeds, cold, fuel)
    if number := STEADY.match(key):
        return steady(float(number[1]))
    near = nearest(key, FILES)
    fix = f"did you mean {near!r}? " if near else ""
    fix += f"give one of {', '.join(FILES)}, or a steady speed in km/h such as 120"
    raise UsageError(Fault("drive cycle", f"no cycle {name!r}", "nothing was driven", fix))


@functools.cache
def _speeds(file: str) -> Speeds:
    """The column ``speed_m_per_s`` of a file."""
    return np.loadtxt(data(f"{file}.csv"), delimiter=",", skiprows=1, usecols=1)


def steady(kmh: float, seconds: int = 600) -> Cycle:
    """A steady speed, driven warm."""
    if not 0 < kmh <= MOST_KMH:
        what = f"a steady speed of {kmh:g} km/h"
        why = "no car of the model drives at it, so that its consumption has no meaning"
        fix = f"give a speed above 0 and at most {MOST_KMH:g} km/h"
        if kmh > MOST_KMH:
            fix += f"; above {COASTED_KMH:g}, where coast-downs end, figures are an extrapolation"
        raise UsageError(Fault("drive cycle", what, why, fix))
    return Cycle(f"{kmh:g} km/h", np.full(seconds + 1, kmh * KMH), 0.0, E10)
