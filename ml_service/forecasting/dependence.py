"""How what comes in and what goes out belong together, within a week and from week to week of a path.

Over accounts left out, what a week brings says little of the next, once its own quantiles are known: the ranks of two
weeks have a correlation of .01, those four weeks apart of .1. But people spend what has come: money out follows money
in for weeks, by amount and not by rank, and what has come or gone this month does not come or go again. Were it not
so, the sum of four weeks would be too uncertain.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats
from ml_service.forecasting.replay import N_PATHS, Paths

Bits = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Scores = NDArray[np.float32]

MAX_WEEKS = 110
LEVELS_SHARED = np.array([0.05, 0.15])  # loading of what all weeks of a flow share; its square is their correlation
MONTHLY = 0.09
MONTH = 4
BLOCK = 13  # weeks drawn without any correlation among them
REST_OF_MONTH = 3  # weeks before of which a week is the rest
AGAIN = np.array([0.5, 0.3], dtype=np.float32)  # how strongly a flow that came is not expected again, by flow
SPENT = np.float32(0.6)  # how strongly money out follows what has come in, in its standard deviations
FADES = np.float32(0.9)  # of what came in, what still counts a week later
NEAR = np.float32(0.7)  # of money in: how far money out is moved to change the sign
CLEAR = np.float32(1e-3)  # by which part money out is under or over money in, where only the sign was to change

_PATH = np.arange(N_PATHS, dtype=np.int32)
_NTH = np.arange(1, N_PATHS + 1, dtype=np.uint8)
_OF_EIGHT = np.uint64(0x0101010101010101)  # times it, each byte holds the sum of the bytes up to it


def _scores() -> Scores:
    """Normal scores of the paths, inflow and outflow by week; shape (2, MAX_WEEKS, N_PATHS)."""
    rng = np.random.default_rng(5)
    shared = _uncorrelated(2, rng)
    own = np.concatenate([_uncorrelated(2 * BLOCK, rng) for _ in range(-(-MAX_WEEKS // BLOCK))])
    fresh = own.reshape(-1, 2, N_PATHS).transpose(1, 0, 2)[:, :MAX_WEEKS]
    scores = fresh + (LEVELS_SHARED[:, None] * shared)[:, None]
    for week in range(MONTH, MAX_WEEKS):
        scores[:, week] += MONTHLY * scores[:, week - MONTH]
    return scores.astype(np.float32)


def _uncorrelated(rows: int, rng: np.random.Generator) -> Floats:
    """Draws with mean 0, variance 1 and no correlation in the sample; shape (rows, N_PATHS)."""
    draws = rng.standard_normal((rows, N_PATHS))
    basis, _ = np.linalg.qr((draws - draws.mean(axis=1, keepdims=True)).T)
    return np.asarray(basis.T * np.sqrt(N_PATHS))


_IN, _OUT = _scores()


def joined(sizes: Paths, counts: Bits, price: Floats, lumpy: Scores) -> Paths:
    """Give every path its flows of every week, so that each state has its count.

    Args:
        sizes: What each flow may be, rising, nothing first; shape (2, A, h, N_PATHS).
        counts: Paths in each of STATES; shape (A, h, 5).
        price: One unit of money out in units of money in; shape (A,).
        lumpy: How far each flow is as those of the data, whose weeks depend on each other; 0 if steady; shape (2, A).

    Returns:
        shape (2, A, h, N_PATHS).
    """
    by_week = np.ascontiguousarray(sizes.transpose(2, 0, 1, 3))
    silent = np.ascontiguousarray((counts[..., :2].sum(axis=-1, keepdims=True) > _PATH).swapaxes(0, 1))
    states, apart = counts.astype(np.uint8), _Apart(sizes.mean(axis=-1, keepdims=True))
    places = np.arange(0, silent[0].size, N_PATHS)[:, None]  # of the first path of each account, in flat arrays
    paths, came, gone = np.empty_like(sizes), np.empty_like(by_week[0, 0]), np.empty_like(by_week[0, 0])
    without, more = np.empty(came.shape, dtype=bool), np.zeros_like(came)
    again, spent = AGAIN[:, None, None] * lumpy[..., None], SPENT * lumpy.min(axis=0)[:, None]
    for week, (comes, goes) in enumerate(by_week):
        order = apart.less_again(INFLOW, _IN[week], again[INFLOW]).argsort(axis=-1)
        order += places
        came.ravel()[order] = comes
        without.ravel()[order] = silent[week]
        more *= FADES
        more += apart.add(INFLOW, came)
        order = (apart.less_again(OUTFLOW, _OUT[week], again[OUTFLOW]) + spent * _standard(more)).argsort(axis=-1)
        order += places
        gone.ravel()[order] = goes.ravel()[_spending(without.ravel()[order], states[:, week]) + places]
        apart.add(OUTFLOW, gone)
        paths[INFLOW, :, week], paths[OUTFLOW, :, week] = came, gone
    signed = (lumpy == 1).all(axis=0)
    if signed.any():
        _keep_signs(paths, counts[..., 4:], price.astype(np.float32), signed)
    return paths


class _Apart:
    """How far the flows of the last weeks are from what was expected, path by path; arrays of shape (A, N_PATHS)."""

    def __init__(self, mean: Paths) -> None:
        self._mean = mean
        self._weeks: tuple[list[Paths], list[Paths]] = [], []

    def add(self, flow: int, flows: Paths) -> Paths:
        """Take up the next week of a flow."""
        weeks = self._weeks[flow]
        found = flows - self._mean[flow, :, len(weeks)]
        weeks.append(found)
        return found

    def less_again(self, flow: int, chance: Scores, strength: Scores) -> Paths:
        """Score of the paths for a week: the more they have had in the weeks before, the less is left to come."""
        recent = self._weeks[flow][-REST_OF_MONTH:]
        if not recent:
            return np.broadcast_to(chance, self._mean.shape[1:2] + chance.shape)
        had = _standard(reduce(np.add, recent))
        had *= strength
        return np.asarray(np.subtract(chance, had, out=had))


def _standard(apart: Paths) -> Paths:
    """In its standard deviations over the paths; shape (A, N_PATHS)."""
    spread = np.sqrt(np.einsum("an,an->a", apart, apart) / N_PATHS)
    return np.asarray(apart / np.maximum(spread, np.float32(1e-9))[:, None])


def _spending(without: NDArray[np.bool_], counts: Bytes) -> Bytes:
    """Which of the rising sizes each path spends, the first being nothing.

    Of those with money in, and of those without, all spend but the ones that would spend least.

    Args:
        without: Whether a path has no money in, the least spending first; shape (A, N_PATHS).
        counts: Paths in each of STATES; shape (A, 5).

    Returns:
        shape (A, N_PATHS).
    """
    neither, only_in = counts[:, :1], counts[:, 2:3]
    poor = _running(without)
    rich = _NTH - poor
    spends = np.where(without, poor > neither, rich > only_in)
    nth = np.maximum(poor, neither) + np.maximum(rich, only_in)  # of all, those who spend nothing among them
    nth -= np.uint8(1)
    nth *= spends
    return np.asarray(nth)


def _running(told: NDArray[np.bool_]) -> Bytes:
    """How many are true up to each place, eight places to a number: under half the time of `cumsum`."""
    words = told.view("<u8") * _OF_EIGHT
    before = words >> np.uint64(56)
    before = np.cumsum(before, axis=-1) - before
    words += before * _OF_EIGHT
    return words.view(np.uint8)


def _keep_signs(paths: Paths, spent: Bits, price: NDArray[np.float32], signed: NDArray[np.bool_]) -> None:
    """Let money out be more than money in on as many paths that see both as was learned, in place.

    Where they are too many, or too few, money out is set beside money in on those that are nearest to it; not on those
    that are far from it, though: who earns ten times what they spend is not to spend it all on some paths.
    """
    came, gone = paths
    both = (came > 0) & (gone > 0) & signed[:, None, None]
    over = np.where(both, gone * price[:, None, None] - came, -np.inf).astype(np.float32)
    ordered = np.sort(over, axis=-1)
    last = np.take_along_axis(ordered, np.maximum(N_PATHS - 1 - spent, 0), axis=-1)  # the largest that is not to be
    near = (over <= 0) & (over >= -NEAR * came)
    np.copyto(gone, came * (1 - CLEAR) / price[:, None, None], where=(over > 0) & (over <= last))
    np.copyto(gone, came * (1 + CLEAR) / price[:, None, None], where=near & (over > last))
