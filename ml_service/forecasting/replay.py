"""Sample paths: every path replays past months on the days ahead, aligned by the day of the month.

All accounts are answered from the same low-discrepancy draws. So an answer depends on nothing but its own series, the
same question has the same answer, and "with" and "without" a spend are compared path by path.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import NO_DAY, Ints, months_back, steps_ahead
from ml_service.forecasting.histories import DAYS_A_MONTH, WINDOW_DAYS, Floats, Histories

Paths = NDArray[np.float32]

N_PATHS = 128
HALF_LIFE_DAYS = 75.0  # age at which a month of the past counts half
SHIFT_KERNEL = np.array([0.05, 0.1, 0.7, 0.1, 0.05])  # odds of a month being replayed -2 to 2 days off
MAX_STEPS = 26


def stratified(rows: int, seed: int) -> Floats:
    """Draws between 0 and 1, each row an even grid in random order; shape (rows, N_PATHS)."""
    rng = np.random.default_rng(seed)
    return np.stack([(rng.permutation(N_PATHS) + 0.5) / N_PATHS for _ in range(rows)])


_DONOR, _SHIFT = stratified(MAX_STEPS, 1), stratified(MAX_STEPS, 2)


def replay(histories: Histories, n_days: int) -> Paths:
    """Draw joint paths of inflow and outflow.

    Args:
        histories: A accounts.
        n_days: Days ahead.

    Returns:
        Flows by the day in units of the histories; shape (2, A, n_days, N_PATHS).
    """
    padded = np.zeros((2, len(histories), WINDOW_DAYS + 1), dtype=np.float32)
    padded[:, :, :-1] = histories.scaled
    return padded.take(_donor_days(histories.as_of, n_days, max(histories.months, 1)), axis=2)


@lru_cache(maxsize=64)
def _donor_days(as_of: int, n_days: int, months: int) -> Ints:
    """Column of the history that each path replays on each day ahead; WINDOW_DAYS where none; shape (D, N_PATHS)."""
    days = np.arange(as_of + 1, as_of + 1 + n_days)
    steps = steps_ahead(days, as_of)
    back = months_back(days, np.arange(steps[-1] + months + 1)[:, None])
    weights = np.power(0.5, DAYS_A_MONTH * np.arange(months, dtype=np.float64) / HALF_LIFE_DAYS)
    lag = _choose(weights, _DONOR[: steps[-1] + 1])[steps] + 1 + steps[:, None]
    donor = back[lag, np.arange(n_days)[:, None]]
    shift = (_choose(SHIFT_KERNEL, _SHIFT[: steps[-1] + 1]) - len(SHIFT_KERNEL) // 2)[steps]
    shifted = np.where(donor + shift > as_of, donor, donor + shift)
    column = WINDOW_DAYS - 1 - (as_of - shifted)
    return np.where((donor == NO_DAY) | (column < 0), WINDOW_DAYS, column)


def _choose(weights: Floats, draws: Floats) -> Ints:
    edges = np.cumsum(weights)[:-1] / weights.sum()
    return np.searchsorted(edges, draws).astype(np.int64)
