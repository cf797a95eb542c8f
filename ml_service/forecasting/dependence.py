"""How the weeks of a path go together: the same ranks for every account, a low-discrepancy draw.

What a week brings, once its own quantiles are known, says little of the next: over accounts left out, the ranks of two
weeks have a correlation of .01, those four weeks apart of .1, and money out follows money in for six weeks with .055.
Replayed months hold together far more closely (.2 and .25), which made sums of weeks too uncertain.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.replay import N_PATHS

MAX_WEEKS = 110
LEVEL = 0.1  # loading of what all weeks of a flow share; its square is their correlation
MONTHLY = 0.09
MONTH = 4
SAME_WEEK = 0.15  # between the sizes of money in and money out
FOLLOWS = 0.055
FOLLOWING_WEEKS = 6
BLOCK = 13  # weeks drawn without any correlation among them


def _scores() -> NDArray[np.float64]:
    """Normal scores of the paths, inflow and outflow by week; shape (2, MAX_WEEKS, N_PATHS)."""
    rng = np.random.default_rng(5)
    shared, own = (
        _uncorrelated(2, rng),
        np.concatenate([_uncorrelated(2 * BLOCK, rng) for _ in range(-(-MAX_WEEKS // BLOCK))]),
    )
    fresh = own.reshape(-1, 2, N_PATHS).transpose(1, 0, 2)[:, :MAX_WEEKS]
    scores = fresh + LEVEL * shared[:, None]
    for week in range(MAX_WEEKS):
        scores[1, week] += FOLLOWS * fresh[0, max(week - FOLLOWING_WEEKS + 1, 0) : week + 1].sum(axis=0)
        scores[1, week] += SAME_WEEK * fresh[0, week]
        if week >= MONTH:
            scores[:, week] += MONTHLY * scores[:, week - MONTH]
    return scores


def _uncorrelated(rows: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draws with mean 0, variance 1 and no correlation in the sample; shape (rows, N_PATHS)."""
    draws = rng.standard_normal((rows, N_PATHS))
    basis, _ = np.linalg.qr((draws - draws.mean(axis=1, keepdims=True)).T)
    return np.asarray(basis.T * np.sqrt(N_PATHS))


RANKS: NDArray[np.int32] = _scores().argsort(axis=-1).argsort(axis=-1).astype(np.int32)
"""Rank of each path among the paths, by flow and week; shape (2, MAX_WEEKS, N_PATHS)."""
