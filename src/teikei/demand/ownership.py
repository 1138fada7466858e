"""Who owns and who controls whom, and the weight that a firm's prices therefore give to others' profits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teikei.base.errors import DemandError, Fault, unknown_names

Array = NDArray[np.float64]


def frozen(values: ArrayLike) -> Array:
    """A float array of its own that cannot be written to."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Holdings:
    """Financial and control shares of owners in firms, each (owner, firm), in shares between 0 and 1.

    What is not listed is held by atomistic owners, who hold nothing else and whose wishes therefore do not
    reach beyond the firm. A firm that nobody listed controls maximises its own profit.

    Raises
    ------
    DemandError    a share outside [0, 1], more than the whole of a firm, a wrong shape, a name twice

    Examples
    --------
    Renault's 36.8 % of Nissan, silent: Renault counts .368 of Nissan's profit, Nissan none of Renault's.

    >>> silent = Holdings(["renault"], ["renault", "nissan"], financial=[[1, 0.368]], control=[[1, 0]])
    >>> silent.profit_weights()
    array([[1.   , 0.368],
           [0.   , 1.   ]])
    """

    owners: Sequence[str]
    firms: Sequence[str]
    financial: ArrayLike
    control: ArrayLike

    def __post_init__(self) -> None:
        object.__setattr__(self, "owners", tuple(map(str, self.owners)))
        object.__setattr__(self, "firms", tuple(map(str, self.firms)))
        faults = [
            Fault(
                f"holdings, {kind}s", f"a {kind} stands twice", "its shares would count twice", "name it once"
            )
            for kind, names in (("owner", self.owners), ("firm", self.firms))
            if len(set(names)) < len(names)
        ]
        for name in ("financial", "control"):
            try:
                values = frozen(getattr(self, name))
            except (TypeError, ValueError) as error:
                faults.append(
                    Fault(f"holdings, {name}", str(error), "shares are numbers", "give a table of numbers")
                )
                continue
            object.__setattr__(self, name, values)
            faults += self._faults(name, values)
        if faults:
            raise DemandError(faults)

    def _faults(self, name: str, values: Array) -> list[Fault]:
        where = f"holdings, {name}"
        shape = (len(self.owners), len(self.firms))
        if values.shape != shape:
            return [
                Fault(
                    where,
                    f"its shape is {values.shape}",
                    "one row an owner, one column a firm",
                    f"give {shape}",
                )
            ]
        faults = []
        for owner, firm in np.argwhere(~((values >= 0) & (values <= 1))).tolist():
            what = f"{self.owners[owner]} has {values[owner, firm]:g} of {self.firms[firm]}"
            faults.append(Fault(where, what, "a share lies between 0 and 1", "give 36.8 % as 0.368"))
        for firm in np.flatnonzero(values.sum(axis=0) > 1 + 1e-9).tolist():
            what = f"{values[:, firm].sum():g} of {self.firms[firm]} is held"
            faults.append(
                Fault(where, what, "there is only one whole of it", "let the column sum to at most 1")
            )
        return faults

    def profit_weights(self) -> Array:
        """Weights κ (firm, firm) of the profit of the column in what the row maximises; the diagonal is 1.

            κ_fg = Σ_i γ_if β_ig / Σ_i γ_if β_if        i owners, γ control, β financial shares

        Not symmetric. Source: O'Brien & Salop, "Competitive effects of partial ownership", Antitrust
        Law Journal 67 (2000).
        """
        return profit_weights(self.financial, self.control)

    def among(self, firms: Iterable[str]) -> Array:
        """The weights κ for the firms of a market in its order; a firm that is not listed stands alone.

        Raises
        ------
        DemandError    a firm of the holdings sells nothing in that market
        """
        wanted = list(firms)
        why = "a holding in a firm that sells nothing here would silently change nothing"
        lost = unknown_names(self.firms, wanted, "holdings, firms", "has no products", why, "the market")
        if lost:
            raise DemandError(lost)
        weights = np.eye(len(wanted))
        places = [wanted.index(name) for name in self.firms]
        weights[np.ix_(places, places)] = self.profit_weights()
        return weights


def profit_weights(financial: ArrayLike, control: ArrayLike) -> Array:
    """The weights κ of O'Brien and Salop from shares (owner, firm); see `Holdings.profit_weights`.

    Examples
    --------
    Sole control of Nissan by the holder of 36.8 %: Nissan would give 1/.368 of a dollar for one of Renault's.

    >>> profit_weights([[1, 0.368]], [[1, 1]]).round(4)
    array([[1.    , 0.368 ],
           [2.7174, 1.    ]])
    """
    beta, gamma = np.asarray(financial, dtype=np.float64), np.asarray(control, dtype=np.float64)
    weighed = gamma.T @ beta
    own = np.diag(weighed).copy()
    alone = own <= 0  # nobody with a stake of his own in it controls it: it maximises its own profit
    weighed[alone] = np.eye(len(own))[alone]
    own[alone] = 1.0
    return np.asarray(weighed / own[:, None])


def ultimate_shares(outside: ArrayLike, cross: ArrayLike) -> Array:
    """Financial shares (owner, firm) once what firms hold of each other is passed through to their owners.

        β = B + β D   ⇒   β = B (I − D)⁻¹         B outside owners' direct shares, D_fg what firm f holds of g

    Source: O'Brien & Salop (2000), appendix.

    Raises
    ------
    DemandError    wrong shapes, shares outside [0, 1], more than the whole of a firm, or firms that hold all
        of each other, so that nobody owns them

    Examples
    --------
    >>> ultimate_shares([[1.0, 0.6]], [[0, 0.4], [0, 0]])
    array([[1., 1.]])
    """
    direct, held = np.asarray(outside, dtype=np.float64), np.asarray(cross, dtype=np.float64)
    if held.ndim != 2 or held.shape != (direct.shape[-1],) * 2 or direct.ndim != 2:
        what, fix = f"shapes {direct.shape} and {held.shape}", "give (owner, firm) and (firm, firm)"
        raise DemandError(Fault("cross holdings", what, "each firm has its column in both", fix))
    whole = direct.sum(axis=0) + held.sum(axis=0)
    if not (np.all(direct >= 0) and np.all(held >= 0) and np.all(whole <= 1 + 1e-9)):
        what = f"the least share is {min(direct.min(), held.min()):g}, the most of one firm {whole.max():g}"
        why = "there is only one whole of a firm, and nobody holds less than nothing"
        raise DemandError(Fault("cross holdings", what, why, "give 36.8 % as 0.368"))
    leontief = np.eye(len(held)) - held
    if max(abs(np.linalg.eigvals(held)), default=0.0) >= 1:
        fault = Fault(
            "cross holdings", "firms hold all of each other", "no profit reaches an owner", "lower a share"
        )
        raise DemandError(fault)
    return np.asarray(direct @ np.linalg.inv(leontief))
