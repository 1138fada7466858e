"""What a price moves, compiled: shares, own slopes and what a firm wins back on its other products.

A firm f that maximises Σ_j A_fj s_j, with A_fj = κ_fg(j) (kept_j p_j − c_j) + Σ_g κ_fg m_gj, prices its
product k so that

    kept_k s_k + A_fk Λ_k − Γ_k = 0

where Λ_k is the part of ∂s_k/∂p_k that no substitution takes back, and Γ_k the rest:

    kinds i of customers     Λ_k = Σ_i m_i α_i s_ik,   Γ_k = Σ_i m_i α_i s_ik Σ_j A_fj s_ij
    two levels of nests      Λ_k = α s_k/(1−σ₁),
                             Γ_k = α s_k (a₁ Σ_{j∈h} A_fj s_{j|h} + a₂ Σ_{j∈g} A_fj s_{j|g} + Σ_j A_fj s_j)

Sums run over kinds and firms, O(I J), or over nests; never over pairs of products. Products must be sorted by
firm.

Source: Morrow & Skerlos, Operations Research 59 (2011); Björnerstedt & Verboven, Stata Journal 14 (2014).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from teikei.demand.choice import Integers
from teikei.demand.ownership import Array

# Loops over kinds may be summed in any order, so that the vector unit can be used; the exponential may not.
EXACT = {"contract", "nnan", "nsz"}  # said, because a callee that says nothing takes over its caller's flags
REORDER = {"reassoc", "nsz", "contract", "arcp"}
LOG2E = 1.4426950408889634
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
ROUND = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number, which stands in the lowest bits


class PricingArrays(NamedTuple):
    """What binds the sellers, as the compiled loops read it. Products sorted by firm."""

    cost: Array
    kept: Array
    firm: Integers
    first: Integers
    """(F + 1,) first product of each firm."""
    kappa: Array
    alone: bool
    """κ is the identity."""
    extra: Array
    """(F, J) κ times the fee margins, or (0, 0) without any."""
    fixed: Any
    """(J,) True where the price stays."""


@njit(cache=True, fastmath=EXACT)
def exponential(x: Array) -> None:
    """e^x in place, about one unit in the last place; below −600 and above 600 it stays what it is there.

    A loop without a call or a branch, which the compiler turns into vector code: e^x = 2^n e^r by a
    polynomial in r, and n written into the exponent.
    """
    for i in range(x.size):
        v = min(max(x[i], -600.0), 600.0)
        t = v * LOG2E + ROUND
        n = t - ROUND
        r = (v - n * LN2_HIGH) - n * LN2_LOW
        y = 1.6059043836821613e-10
        y = y * r + 2.08767569878681e-09
        y = y * r + 2.505210838544172e-08
        y = y * r + 2.755731922398589e-07
        y = y * r + 2.7557319223985893e-06
        y = y * r + 2.48015873015873e-05
        y = y * r + 0.0001984126984126984
        y = y * r + 0.001388888888888889
        y = y * r + 0.008333333333333333
        y = y * r + 0.041666666666666664
        y = y * r + 0.16666666666666666
        y = y * r + 0.5
        y = y * r + 1.0
        bits = (np.float64(t).view(np.int64) << np.int64(52)) + np.int64(4607182418800017408)  # 1023 << 52
        x[i] = (y * r + 1.0) * np.int64(bits).view(np.float64)


@njit(cache=True, fastmath=EXACT)
def peaks(choice: Any, price: Array, high: Array) -> None:
    """Highest utility of each kind of customers, the outside good's 0 included."""
    for i in range(high.size):
        high[i] = 0.0 if choice.outside else -1e300
    for j in range(price.size):
        for i in range(high.size):
            high[i] = max(high[i], choice.base[j, i] + choice.alpha[i] * price[j])


@njit(cache=True, fastmath=EXACT)
def wishes(choice: Any, pricing: Any, price: Array, work: Any) -> None:
    """exp(utility − high) of each product and kind, their sums with the outside good's, and what firms see
    of them.

    `high` is taken as it stands: any number near the highest utility will do. If sums come near what a float
    can hold, it is found anew.
    """
    wish, total, seen, _, high = work
    products, kinds = wish.shape
    for again in range(2):
        for i in range(kinds):
            total[i] = -high[i]
        if choice.outside:
            exponential(total)
        else:
            total[:] = 0.0
        seen[:] = 0.0
        for j in range(products):
            row, sight = wish[j], seen[pricing.firm[j]]
            margin = pricing.kept[j] * price[j] - pricing.cost[j]
            for i in range(kinds):
                row[i] = choice.base[j, i] + choice.alpha[i] * price[j] - high[i]
            exponential(row)
            for i in range(kinds):
                total[i] += row[i]
                sight[i] += margin * row[i]
        fits = True
        for i in range(kinds):
            fits = fits and 1e-8 < total[i] < 1e8
        if fits or again == 1:
            return
        peaks(choice, price, high)


@njit(cache=True, fastmath=REORDER)
def weighed(kappa: Array, seen: Array, mixed: Array) -> None:
    """κ times the rows of `seen`, in place; most weights are zero."""
    for f in range(kappa.shape[0]):
        for i in range(seen.shape[1]):
            mixed[f, i] = seen[f, i]
    for f in range(kappa.shape[0]):
        for g in range(kappa.shape[0]):
            if g != f and kappa[f, g] != 0.0:
                for i in range(seen.shape[1]):
                    seen[f, i] += kappa[f, g] * mixed[g, i]


@njit(cache=True, fastmath=REORDER)
def see(choice: Any, pricing: Any, price: Array, work: Any) -> None:
    """`wishes`, with Σ_j A_fj wish_ji of each firm f and kind i in `seen` (F, I)."""
    wishes(choice, pricing, price, work)
    wish, _, seen, mixed, _ = work
    if not pricing.alone:
        weighed(pricing.kappa, seen, mixed)
    for f in range(pricing.extra.shape[0]):
        for j in range(wish.shape[0]):
            if pricing.extra[f, j] != 0.0:
                for i in range(wish.shape[1]):
                    seen[f, i] += pricing.extra[f, j] * wish[j, i]


@njit(cache=True, fastmath=REORDER)
def kinds_terms(choice: Any, pricing: Any, price: Array, work: Any, out: Array) -> None:
    """Rows of `out` (3, J): share, Λ and Γ of each product, for kinds of customers without nests."""
    see(choice, pricing, price, work)
    wish, total, seen, _, _ = work
    products, kinds = wish.shape
    firms = pricing.first.size - 1
    # mass, mass × α, mass × α × what the firm sees, over the sum: they turn wishes into shares, Λ and Γ
    chosen, sloped = np.empty(kinds), np.empty(kinds)
    for i in range(kinds):
        chosen[i] = choice.mass[i] / total[i]
        sloped[i] = chosen[i] * choice.alpha[i]
        total[i] = sloped[i] / total[i]
    for f in range(firms):
        for i in range(kinds):
            seen[f, i] *= total[i]
    for k in range(products):
        row, other = wish[k], seen[pricing.firm[k]]
        share = own = rest = 0.0
        for i in range(kinds):
            share += chosen[i] * row[i]
            own += sloped[i] * row[i]
            rest += other[i] * row[i]
        out[0, k], out[1, k], out[2, k] = share, own, rest


@njit(cache=True)
def log_sums(value: Array, place: Integers, found: Array) -> None:
    """ln Σ exp(value) of each group into `found`, and each one's share of its group into `value`."""
    high, total = np.empty(found.size), np.zeros(found.size)
    high[:] = -np.inf
    for j in range(value.size):
        high[place[j]] = max(high[place[j]], value[j])
    for j in range(value.size):
        value[j] = np.exp(value[j] - high[place[j]])
        total[place[j]] += value[j]
    for j in range(value.size):
        value[j] /= total[place[j]]
    for h in range(found.size):
        found[h] = high[h] + np.log(total[h])


@njit(cache=True)
def nested_terms(choice: Any, pricing: Any, price: Array, out: Array) -> None:
    """Rows of `out` (3, J): share, Λ and Γ of each product, two levels of nests, by sums over nests."""
    products, subnests = price.size, choice.nest.size
    firms, nests = pricing.first.size - 1, 0
    for h in range(subnests):
        nests = max(nests, choice.nest[h] + 1)
    inner, outer = choice.sigma[0], choice.sigma[1]
    alpha = choice.alpha[0]
    within, between, top = np.empty(products), np.empty(subnests), np.empty(nests)
    for j in range(products):
        within[j] = (choice.base[j, 0] + alpha * price[j]) / (1 - inner)
    log_sums(within, choice.subnest, between)
    for h in range(subnests):
        between[h] *= (1 - inner) / (1 - outer)
    log_sums(between, choice.nest, top)
    peak = 0.0 if choice.outside else -np.inf
    for g in range(nests):
        top[g] *= 1 - outer
        peak = max(peak, top[g])
    total = np.exp(-peak) if choice.outside else 0.0
    for g in range(nests):
        top[g] = np.exp(top[g] - peak)
        total += top[g]
    for g in range(nests):
        top[g] /= total

    by_sub, by_nest, everywhere = np.zeros((firms, subnests)), np.zeros((firms, nests)), np.zeros(firms)
    for j in range(products):
        margin = pricing.kept[j] * price[j] - pricing.cost[j]
        by_sub[pricing.firm[j], choice.subnest[j]] += margin * within[j]
    if not pricing.alone:
        weighed(pricing.kappa, by_sub, by_sub.copy())
    for f in range(pricing.extra.shape[0]):
        for j in range(products):
            by_sub[f, choice.subnest[j]] += pricing.extra[f, j] * within[j]
    for f in range(firms):
        for h in range(subnests):
            by_nest[f, choice.nest[h]] += by_sub[f, h] * between[h]
        for g in range(nests):
            everywhere[f] += by_nest[f, g] * top[g]
    first, second = 1 / (1 - inner), 1 / (1 - outer)
    for k in range(products):
        h, f = choice.subnest[k], pricing.firm[k]
        g = choice.nest[h]
        # ζ does not depend on the share of its own product, so the least float does for what nobody buys
        share = max(within[k] * between[h] * top[g], 1e-300)
        out[0, k] = share
        out[1, k] = alpha * share * first
        rest = (first - second) * by_sub[f, h] + (second - 1) * by_nest[f, g] + everywhere[f]
        out[2, k] = alpha * share * rest


@njit(cache=True)
def terms(choice: Any, pricing: Any, price: Array, work: Any, out: Array) -> None:
    """Share, Λ and Γ of each product, whatever the model of choice."""
    if choice.nested:
        nested_terms(choice, pricing, price, out)
    else:
        kinds_terms(choice, pricing, price, work, out)


@njit(cache=True)
def room(choice: Any, pricing: Any) -> Any:
    """Scratch arrays of `kinds_terms`."""
    products, kinds = choice.base.shape
    firms = pricing.first.size - 1
    if choice.nested:
        products, kinds, firms = 0, 0, 0
    mixing = 0 if pricing.alone else firms
    wish, seen, mixed = np.empty((products, kinds)), np.empty((firms, kinds)), np.empty((mixing, kinds))
    return wish, np.empty(kinds), seen, mixed, np.zeros(kinds)
