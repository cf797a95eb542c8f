"""Paths whose weeks have the quantiles that were learned, and whose order is that of the replay.

The replay knows what goes together: rent after pay, a good month in all its weeks. The network knows how much a week
may bring. Each week of each path keeps its rank among the paths and takes the learned quantile of that rank.

Source: M. Clark et al., The Schaake shuffle, Journal of Hydrometeorology 5 (2004).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.features import WEEK, replayed_quantiles, week_features
from ml_service.forecasting.histories import Histories
from ml_service.forecasting.model import LEVELS, ForecastModel, Weights
from ml_service.forecasting.replay import N_PATHS, Paths, replay, stratified

Bits = NDArray[np.int32]

LOW_BITS = np.int32(N_PATHS - 1)
EVEN_SHARE = 0.05  # part of a flow without an example that is spread evenly over its week
MAX_WEEKS = 110

_RNG = np.random.default_rng(5)
_FACTOR = (_RNG.integers(0, N_PATHS // 2, (2, 1, MAX_WEEKS, 1)) * 2 + 1).astype(np.int32)
_SHIFT = _RNG.integers(0, N_PATHS, (2, 1, MAX_WEEKS, 1)).astype(np.int32)
_INVERSE = np.vectorize(lambda odd: pow(int(odd), -1, N_PATHS))(_FACTOR).astype(np.int32)
_STOP = stratified(1, 6)[0]

STOPPED_FROM = np.array([1.5, 2.0, 3.0])  # days of silence, in longest silences before
STOPPED = np.array([0.0, 0.3, 0.6, 0.85])  # probability that the flow has ended
SHORTEST_SILENCE_DAYS = 14

# Under this part of a mean week a learned quantile stands for no flow. The network cannot say exactly zero; where the
# line is drawn decides the mass at zero, and was chosen by coverage over accounts left out. Interest is a small inflow.
NOTHING = np.array([0.003, 0.02], dtype=np.float32).reshape(2, 1, 1, 1)


def draw(histories: Histories, model: ForecastModel, n_days: int) -> Paths:
    """Draw joint paths of the days ahead.

    Returns:
        Flows by the day in units of the histories; shape (2, A, n_days, N_PATHS).
    """
    weeks = -(-n_days // WEEK)
    paths = replay(histories, weeks * WEEK)
    if model.weights:
        _remould(paths, histories, model)
    _end(paths, histories)
    return paths[:, :, :n_days]


def _remould(paths: Paths, histories: Histories, model: ForecastModel) -> None:
    """Give each week of the paths its learned quantiles, in place."""
    by_week = paths.reshape(2, len(histories), -1, WEEK, N_PATHS)
    sums = by_week.sum(axis=3)
    ordered, order = sort_weeks(sums / np.float32(WEEK))
    days = paths.mean(axis=-1)
    learned = _learned(histories, model, days, ordered)
    wanted = np.empty_like(sums)
    np.put_along_axis(wanted, order, np.maximum(learned @ _TO_PATHS, 0) * np.float32(WEEK), axis=-1)
    wanted *= histories.flowing.T[:, :, None, None]
    some = sums > 1e-6
    by_week *= np.where(some, wanted / np.where(some, sums, 1), 0)[:, :, :, None]
    by_week += np.where(some, 0, wanted)[:, :, :, None] * _shape(days)[..., None]


def _learned(histories: Histories, model: ForecastModel, days: Weights, ordered: Paths) -> Weights:
    """Learned quantiles of each week in seven units, next to nothing taken as nothing; shape (2, A, h, L)."""
    replayed = replayed_quantiles(ordered)
    features = week_features(histories, days, ordered, replayed)
    n, h, levels = len(histories), ordered.shape[2], len(LEVELS)
    rows = replayed.transpose(1, 0, 2, 3).reshape(n, 2 * h, levels)
    learned = model.correct(features, rows).reshape(n, 2, h, levels).transpose(1, 0, 2, 3)
    return np.where(learned < NOTHING, np.float32(0), learned)


def sort_weeks(flows: Paths) -> tuple[Paths, Bits]:
    """Sort each week's flows, and say which path each came from; ties in an order that differs from week to week.

    The bits of floats that are not negative sort like integers. The lowest bits, of no weight, carry the path: so one
    sort of integers does the work of a sort and an argsort.
    """
    weeks = flows.shape[2]
    factor, shift, inverse = _FACTOR[:, :, :weeks], _SHIFT[:, :, :weeks], _INVERSE[:, :, :weeks]
    place = (np.arange(N_PATHS, dtype=np.int32) * factor + shift) & LOW_BITS
    keys = np.sort((flows.view(np.int32) & ~LOW_BITS) | place, axis=-1)
    order = (((keys & LOW_BITS) - shift) * inverse) & LOW_BITS
    return (keys & ~LOW_BITS).view(np.float32), order


def _shape(days: Weights) -> Weights:
    """How a week's flow is spread over its days where no replayed path says it; shape (2, A, h, 7)."""
    by_week = days.reshape(*days.shape[:2], -1, WEEK)
    total = by_week.sum(axis=-1, keepdims=True)
    share = np.where(total > 0, by_week / np.where(total > 0, total, 1), 1 / WEEK)
    return np.asarray((1 - EVEN_SHARE) * share + EVEN_SHARE / WEEK, dtype=np.float32)


def _interpolation() -> Weights:
    """Matrix from quantiles at LEVELS to those of the paths, straight lines between and beyond; shape (L, N_PATHS)."""
    at = (np.arange(N_PATHS) + 0.5) / N_PATHS
    right = np.clip(np.searchsorted(LEVELS, at), 1, len(LEVELS) - 1)
    share = (at - LEVELS[right - 1]) / (LEVELS[right] - LEVELS[right - 1])
    matrix = np.zeros((len(LEVELS), N_PATHS), dtype=np.float32)
    matrix[right - 1, np.arange(N_PATHS)] = 1 - share
    matrix[right, np.arange(N_PATHS)] += share
    return matrix


_TO_PATHS = _interpolation()


def _end(paths: Paths, histories: Histories) -> None:
    """Let a flow that has been silent for far longer than ever before stay silent in most paths."""
    odds = _stopped(histories)
    for flow, account in np.argwhere(odds > 0):
        paths[flow, account][:, odds[flow, account] > _STOP] = 0.0


def _stopped(histories: Histories) -> Weights:
    """Probability that each flow has ended; shape (2, A)."""
    active = histories.scaled > 0
    day = np.arange(active.shape[-1])
    last = np.maximum.accumulate(np.where(active, day, -1), axis=-1)
    before = np.concatenate([np.full((*last.shape[:2], 1), -1), last[..., :-1]], axis=-1)
    gaps = np.where(active & (before >= 0), day - before, 0).max(axis=-1)
    silent = day[-1] - last[..., -1]
    ratio = np.where(last[..., -1] >= 0, silent / np.maximum(gaps, SHORTEST_SILENCE_DAYS), 0)
    return np.asarray(STOPPED[np.searchsorted(STOPPED_FROM, ratio, side="right")], dtype=np.float32)
