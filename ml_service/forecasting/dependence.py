"""How what comes in and what goes out belong together, within a week and from week to week of a path.

Over accounts left out, what a week brings says little of the next, once its own quantiles are known: the ranks of two
weeks have a correlation of .01, those four weeks apart of .1. But people spend what has come: money out follows money
in for weeks, by amount and not by rank. Were it not so, the sum of four weeks would be too uncertain.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats
from ml_service.forecasting.replay import N_PATHS, Paths

Bits = NDArray[np.int32]

MAX_WEEKS = 110
LEVELS_SHARED = np.array([0.05, 0.15])  # loading of what all weeks of a flow share; its square is their correlation
MONTHLY = 0.09
MONTH = 4
BLOCK = 13  # weeks drawn without any correlation among them
SPENT = np.float32(0.6)  # how strongly money out follows what has come in, in its standard deviations
FADES = np.float32(0.9)  # of what came in, what still counts a week later
NEAR = np.float32(0.7)  # of money in: how far money out is moved to change the sign
CLEAR = np.float32(1e-3)  # by which part money out is under or over money in, where only the sign was to change

_PATH = np.arange(N_PATHS, dtype=np.int32)


def _scores() -> NDArray[np.float32]:
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


_OUT: NDArray[np.float32]
_IN, _OUT = _scores()
RANKS: Bits = _IN.argsort(axis=-1).argsort(axis=-1).astype(np.int32)
"""Rank of the money in of each path among the paths, the same for all accounts; shape (MAX_WEEKS, N_PATHS)."""


def joined(sizes: Paths, counts: Bits, price: Floats, signed: NDArray[np.bool_]) -> Paths:
    """Give every path its flows of every week, so that each state has its count.

    Args:
        sizes: What each flow may be, rising, nothing first; shape (2, A, h, N_PATHS).
        counts: Paths in each of STATES; shape (A, h, 5).
        price: One unit of money out in units of money in; shape (A,).
        signed: Accounts of which the last two states are kept apart; shape (A,).

    Returns:
        shape (2, A, h, N_PATHS).
    """
    weeks = counts.shape[1]
    ranks = np.broadcast_to(RANKS[:weeks], sizes.shape[1:])
    paths = np.empty_like(sizes)
    paths[INFLOW] = np.take_along_axis(sizes[INFLOW], ranks, axis=-1)
    order = _by_spending(paths[INFLOW]).argsort(axis=-1)
    without = np.take_along_axis(ranks, order, axis=-1) < counts[..., :2].sum(axis=-1, keepdims=True)
    gone = np.take_along_axis(sizes[OUTFLOW], _places(without, counts), axis=-1)
    np.put_along_axis(paths[OUTFLOW], order, gone, axis=-1)
    if signed.any():
        _keep_signs(paths, counts[..., 4:], price.astype(np.float32), signed)
    return paths


def _by_spending(came: Paths) -> Paths:
    """Score by which paths spend more: what has come in of late counts, in the path, beside chance; shape as `came`."""
    more: Paths = came - came.mean(axis=-1, keepdims=True)
    for week in range(1, more.shape[1]):
        more[:, week] += FADES * more[:, week - 1]
    spread = np.sqrt(np.einsum("ahn,ahn->ah", more, more) / N_PATHS)
    more *= (SPENT / np.maximum(spread, np.float32(1e-9)))[..., None]
    more += _OUT[: more.shape[1]]
    return more


def _places(without: NDArray[np.bool_], counts: Bits) -> NDArray[np.int64]:
    """Place of money out of each path among the paths by size, nothing first.

    Among the paths with money in, and among those without, the ones that spend least spend nothing.

    Args:
        without: Whether a path has no money in, the least spending first; shape (A, h, N_PATHS).
        counts: Paths in each of STATES; shape (A, h, 5).
    """
    nth = np.cumsum(without, axis=-1, dtype=np.int16)
    quiet = np.where(without, nth <= counts[..., :1], _PATH + 1 - nth <= counts[..., 2:3])
    silent = counts[..., :1] + counts[..., 2:3]
    return np.asarray(np.where(quiet, 0, np.cumsum(~quiet, axis=-1, dtype=np.int16) - 1 + silent), dtype=np.int64)


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
