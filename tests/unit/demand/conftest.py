"""A market of six cars, three makers and a little of everything that binds sellers."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.demand.choice import Choice
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.random_coefficients import RandomCoefficients

QUALITY = [3.0, 2.5, 3.2, 2.8, 2.2, 3.5]
PRICES = [2.0, 1.8, 2.4, 2.1, 1.7, 2.6]
NESTS = ["small", "small", "large", "large", "small", "large"]
ORIGIN = ["home", "home", "home", "abroad", "abroad", "abroad"]


def choices() -> dict[str, Choice]:
    random = np.random.default_rng(3)
    return {
        "logit": Logit(-1.5, QUALITY, outside_good=True),
        "closed logit": Logit(-1.5, QUALITY, outside_good=False),
        "nested": NestedLogit(-1.5, QUALITY, NESTS, 0.4, outside_good=True),
        "two levels": NestedLogit(-1.2, QUALITY, NESTS, 0.3, ORIGIN, 0.6, outside_good=True),
        "closed nests": NestedLogit(-1.2, QUALITY, NESTS, 0.3, ORIGIN, 0.6, outside_good=False),
        "kinds": RandomCoefficients(
            -np.exp(random.normal(0.4, 0.3, 30)), QUALITY, random.normal(0, 0.7, (6, 30)), outside_good=True
        ),
    }


def make_market(choice: Choice, **changes: object) -> Market:
    """Firms deliberately not in order, so that sorting by firm matters."""
    given: dict[str, object] = {
        "products": ["a", "b", "c", "d", "e", "f"],
        "firms": ["x", "y", "x", "z", "y", "z"],
        "prices": PRICES,
        "quantities": 1000 * choice.shares(PRICES),
        "outside_good": choice.outside_good,
        "size": 1000.0 if choice.outside_good else None,
        "costs": [1.0, 0.9, 1.3, 1.1, 0.8, 1.5],
    }
    return Market(**{**given, **changes})  # type: ignore[arg-type]


BINDING: dict[str, object] = {
    "weights": [[1.0, 0.3, 0.0], [0.0, 1.0, 0.2], [0.1, 0.0, 1.0]],
    "tariffs": [0.0, 0.1, 0.0, 0.25, 0.0, 0.1],
    "fees": {("x", "d"): 0.2, ("z", "a"): 0.1},
}


@pytest.fixture(params=list(choices()))
def choice(request: pytest.FixtureRequest) -> Choice:
    return choices()[request.param]
