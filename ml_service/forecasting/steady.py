"""Flows of which all weeks see much the same, as a driver's or a shop's: a level that drifts, and recent error.

The accounts that the networks were fitted on see money move on a few days a month. What a steadier flow will bring is
told better by its own last weeks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.histories import DAYS_A_MONTH, Floats, Histories
from ml_service.forecasting.model import LEVELS, Weights
from ml_service.forecasting.smoothing import normal_quantile

WEEKS = 52
WEEK = 7
ALIKE_WEEKS = 26
FROM, FULLY = 0.65, 0.8  # effective part of the weeks: own weeks count from the first on, fully from the second
TRUST = 0.95  # how much they count then; the rest is learned
SHORTEST_WEEKS = 6
ALPHAS = np.array([0.05, 0.1, 0.2, 0.35, 0.5])
ERROR_HALF_LIFE = 20.0  # weeks after which an error counts half
PRIOR_WEEKS = 4.0
PROFILE = 0.5  # how much of the replay's difference between weeks is kept
ALIKE_MONTHS = 6
SHORTEST_MONTHS = 4
MONTHS_FROM, MONTHS_FULLY = 0.85, 0.95  # the same for months
OFTEN_FROM, OFTEN_FULLY = 0.8, 0.95  # part of the weeks that see the flow
_MONTH_ENDS = np.rint(DAYS_A_MONTH * np.arange(1, ALIKE_MONTHS + 1)).astype(np.int64) - 1
_Z = normal_quantile(LEVELS)

Smoothed = tuple[Floats, Floats, Floats]  # last level, size of the errors, smoothing that had the smallest; (2, A) each


def share(histories: Histories) -> Weights:
    """How much a flow's own weeks count, from 0 to TRUST; shape (2, A).

    Weeks are alike when their effective number, by the sum of their squares, is close to their number: a rent, or pay
    by the month, makes it small.
    """
    n, weeks = np.minimum(histories.n_days // WEEK, ALIKE_WEEKS), _weeks(histories)
    squares = np.maximum((weeks**2).sum(axis=2) * np.maximum(n, 1), 1e-12)
    alike = (weeks.sum(axis=2) ** 2 / squares - FROM) / (FULLY - FROM)
    return np.asarray(TRUST * np.clip(alike, 0, 1) * (n >= SHORTEST_WEEKS), dtype=np.float32)


def monthly_share(histories: Histories) -> Weights:
    """How far a flow is held to what its own months brought, from 0 to TRUST; shape (2, A).

    Who spends something every week, and as much every month, will do so again, whatever falls on the day of the rent.
    """
    n = np.minimum(histories.n_days / DAYS_A_MONTH, ALIKE_MONTHS).astype(np.int64)
    total = np.cumsum(histories.scaled[:, :, ::-1], axis=2)[:, :, _MONTH_ENDS]
    months = np.diff(total, axis=2, prepend=0) * (np.arange(ALIKE_MONTHS) < n[:, None])
    squares = np.maximum((months**2).sum(axis=2) * np.maximum(n, 1), 1e-12)
    alike = (months.sum(axis=2) ** 2 / squares - MONTHS_FROM) / (MONTHS_FULLY - MONTHS_FROM)
    weeks = _weeks(histories) > 0
    often = weeks.sum(axis=2) / np.maximum(np.minimum(histories.n_days // WEEK, ALIKE_WEEKS), 1)
    active = np.clip((often - OFTEN_FROM) / (OFTEN_FULLY - OFTEN_FROM), 0, 1)
    return np.asarray(TRUST * np.clip(alike, 0, 1) * active * (n >= SHORTEST_MONTHS), dtype=np.float32)


def _weeks(histories: Histories) -> Floats:
    """Mean daily flow of the latest weeks, nothing before the first; shape (2, A, ALIKE_WEEKS)."""
    n = np.minimum(histories.n_days // WEEK, ALIKE_WEEKS)
    weeks = histories.scaled[:, :, -ALIKE_WEEKS * WEEK :].reshape(2, len(histories), ALIKE_WEEKS, WEEK).mean(axis=3)
    return np.asarray(weeks * (np.arange(ALIKE_WEEKS) >= ALIKE_WEEKS - n[:, None]))


def smoothed(histories: Histories) -> Smoothed:
    """Exponential smoothing of the weeks behind."""
    weeks = histories.scaled[:, :, -WEEKS * WEEK :].reshape(2, len(histories), WEEKS, WEEK).mean(axis=3)
    known = np.arange(WEEKS) >= WEEKS - np.minimum(histories.n_days // WEEK, WEEKS)[:, None]
    return _smoothed(weeks, known)


def quantiles(behind: Smoothed, means: Weights) -> Weights:
    """Quantiles of the weeks ahead at LEVELS from those behind.

    Args:
        behind: What `smoothed` found.
        means: What the replay expects of each week, in seven units; shape (2, A, h).

    Returns:
        In seven units, not negative; shape (2, A, h, L).
    """
    level, error, alpha = behind
    average = means.mean(axis=2, keepdims=True)
    profile = 1 + PROFILE * (means / np.where(average > 0, average, 1) - 1)
    ahead = np.sqrt(1 + np.arange(means.shape[2]) * alpha[..., None] ** 2)
    centre = level[..., None] * profile
    return np.maximum(centre[..., None] + (error[..., None] * ahead)[..., None] * _Z, 0).astype(np.float32)


def _smoothed(weeks: Floats, known: NDArray[np.bool_]) -> Smoothed:
    n = np.maximum(known.sum(axis=1), 1)
    mean = (weeks * known).sum(axis=2) / n
    level = np.repeat(mean[..., None], len(ALPHAS), axis=2)
    squares, weight = np.zeros(level.shape), np.zeros((len(n), 1))
    fades = 0.5 ** (1 / ERROR_HALF_LIFE)
    for at in range(WEEKS):
        error = np.where(known[:, at, None], weeks[:, :, at, None] - level, 0)
        squares = fades * squares + error**2
        weight = fades * weight + known[:, at, None]
        level = level + ALPHAS * error
    best = squares.argmin(axis=2)[..., None]
    spread = np.sqrt(np.take_along_axis(squares, best, axis=2)[..., 0] / np.maximum(weight[:, 0], 1))
    wider = np.sqrt((n + PRIOR_WEEKS) / n)
    return np.take_along_axis(level, best, axis=2)[..., 0], spread * wider, ALPHAS[best[..., 0]]
