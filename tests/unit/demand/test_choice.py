"""Reading a model of choice: elasticities and diversion."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.demand.choice import Choice, diversion, elasticities, outside_share, own_elasticities
from teikei.demand.logit import Logit

# shares 2/6 and 3/6, 1/6 outside
CHOICE = Logit(-0.5, np.log([2, 3]) + 0.5 * np.array([4.0, 6.0]), outside_good=True)
PRICES = [4.0, 6.0]


def test_elasticities_by_hand() -> None:
    # own α p (1 − s): −.5·4·(2/3), −.5·6·(1/2); cross −α p_k s_k
    expected = np.array([[-4 / 3, 1.5], [2 / 3, -1.5]])
    assert elasticities(CHOICE, PRICES) == pytest.approx(expected)
    assert own_elasticities(CHOICE, PRICES) == pytest.approx([-4 / 3, -1.5])


def test_diversion_by_hand() -> None:
    # logit: by share, s_k / (1 − s_j): 3/6 over 4/6, and 2/6 over 3/6; the rest goes outside
    assert diversion(CHOICE, PRICES) == pytest.approx(np.array([[-1, 3 / 4], [2 / 3, -1]]))
    assert outside_share(CHOICE, PRICES) == pytest.approx(1 / 6)


def test_without_outside_good_nothing_is_lost() -> None:
    closed = Logit(-0.5, [1.0, 2.0, 0.5], outside_good=False)
    assert diversion(closed, [1, 2, 3]).sum(axis=1) == pytest.approx([0, 0, 0])
    assert outside_share(closed, [1, 2, 3]) == 0


def test_a_model_is_known_by_what_it_can_do() -> None:
    assert isinstance(CHOICE, Choice)
