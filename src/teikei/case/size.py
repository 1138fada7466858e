"""How large a made-up industry is to be."""

from __future__ import annotations

from dataclasses import dataclass

from teikei.base.errors import Fault, UsageError


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; every third agreement brings a new car, which counts among the models."""

    firms: int = 4
    plants: int = 16
    models: int = 40
    markets: int = 8
    agreements: int = 6

    def check(self) -> None:
        """UsageError, all at once, for a size that no industry has."""
        least = {"firms": 1, "plants": self.firms, "markets": 1, "agreements": 0}
        least["models"] = 5 * self.firms + self.brought
        faults = [
            Fault(
                f"--{name}", f"{getattr(self, name)} {name}", "too few for the rest", f"give at least {low}"
            )
            for name, low in least.items()
            if getattr(self, name) < low
        ]
        if self.agreements and self.firms < 2:
            faults.append(Fault("--agreements", "one firm alone", "nobody to agree with", "give two firms"))
        if faults:
            raise UsageError(faults)

    @property
    def brought(self) -> int:
        return self.agreements // 3
