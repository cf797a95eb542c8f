"""Paths whose weeks have the states and the quantiles that were learned.

The replay knows when in the week money moves. The networks know how likely it is to move, and how much. What weeks have
to do with each other is known from all accounts: see `dependence`.

Source: M. Clark et al., The Schaake shuffle, Journal of Hydrometeorology 5 (2004), for giving ranks to quantiles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ml_service.forecasting import steady
from ml_service.forecasting.dependence import Bits, joined
from ml_service.forecasting.features import SOME, WEEK, week_features
from ml_service.forecasting.histories import INFLOW, OUTFLOW, Histories
from ml_service.forecasting.model import LEVELS, ForecastModel, Weights, softmax
from ml_service.forecasting.replay import N_PATHS, Paths, stratified
from ml_service.forecasting.replayed import Replayed

EVEN_SHARE = 0.05  # part of a flow without an example that is spread evenly over its week
_STOP = stratified(1, 6)[0]

WIDER_INFLOW = np.float32(-0.12)  # as learned, the 80% interval held 84% over accounts left out
MIDDLE = len(LEVELS) // 2
AT_ONCE = 32  # accounts whose days are held at once: their paths fit the processor's cache
PAIR = 2  # accounts whose days are made at once, so that each step finds those of the last in the cache
LEAST = np.float32(1e-3)  # of a unit: a flow that is there is not nothing
_PATH = np.arange(N_PATHS, dtype=np.int32)


def draw(replayed: Replayed, model: ForecastModel, n_days: int) -> Iterator[tuple[slice, Paths]]:
    """Draw joint paths of the days ahead, for some of the accounts at a time.

    Yields:
        Which accounts, and flows by the day in units of the histories; shape (2, some, n_days, N_PATHS).
    """
    mould = None if model.sizes is None else _Mould.of(_placed(replayed, model), replayed)
    for first in range(0, len(replayed.histories), AT_ONCE):
        rows = slice(first, min(first + AT_ONCE, len(replayed.histories)))
        by_week = replayed.by_week[:, rows]
        paths = by_week.copy() if mould is None else mould.cast(rows, by_week)
        paths = paths.reshape(2, rows.stop - rows.start, -1, N_PATHS)
        _end(paths, replayed.stopped[:, rows])
        yield rows, paths[:, :, :n_days]


def draw_all(histories: Histories, model: ForecastModel, n_days: int) -> Paths:
    """Draw joint paths of all accounts; shape (2, A, n_days, N_PATHS)."""
    return np.concatenate([paths for _, paths in draw(Replayed.of(histories, n_days), model, n_days)], axis=1)


@dataclass(frozen=True)
class _Mould:
    """What turns replayed weeks into weeks of the learned flows.

    Attributes:
        factor: Of a week that the path replays; shape (2, A, h, N_PATHS).
        fill: What a path has in a week of which it replays nothing; same shape.
        shape: How that is spread over the days; shape (2, A, h, 7).
    """

    factor: Paths
    fill: Paths
    shape: Weights

    @classmethod
    def of(cls, placed: Paths, replayed: Replayed) -> _Mould:
        """What it takes for each path to have in each week what was placed there."""
        some = replayed.sums > SOME
        factor = np.divide(placed, replayed.sums, out=np.zeros_like(placed), where=some)
        return cls(factor, np.where(some, 0, placed), _shape(replayed.days))

    def cast(self, rows: slice, by_week: Paths) -> Paths:
        """Weeks of some accounts; shape (2, some, h, 7, N_PATHS)."""
        paths = np.empty_like(by_week)
        for first in range(0, by_week.shape[1], PAIR):
            some = slice(first, first + PAIR)
            theirs = slice(rows.start + first, min(rows.start + first + PAIR, rows.stop))
            moulded = np.multiply(by_week[:, some], self.factor[:, theirs, :, None], out=paths[:, some])
            moulded += self.fill[:, theirs, :, None] * self.shape[:, theirs, :, :, None]
        return paths


def _placed(replayed: Replayed, model: ForecastModel) -> Paths:
    """What every path has in every week; shape (2, A, h, N_PATHS)."""
    histories, features, own = replayed.histories, replayed.features, replayed.own
    odds = replayed.odds
    counts = whole(_probabilities(model, week_features(features, odds), odds, own))
    learned = model.quantiles(features, replayed.quantiles)
    learned[INFLOW] += WIDER_INFLOW * (learned[INFLOW] - learned[INFLOW, ..., MIDDLE : MIDDLE + 1])
    if own.any():
        by_own = steady.quantiles(replayed.own_level, replayed.means)
        learned += own[:, :, None, None] * (by_own - learned)
    silent = np.stack([counts[..., 0] + counts[..., 1], counts[..., 0] + counts[..., 2]])[..., None]
    wanted = np.maximum(learned @ _TO_PATHS, LEAST) * np.float32(WEEK)
    wanted *= (silent <= _PATH) & histories.flowing.T[:, :, None, None]
    lumpy = 1 - own / np.float32(steady.TRUST)
    placed = joined(wanted, counts, histories.unit[:, OUTFLOW] / histories.unit[:, INFLOW], lumpy)
    _hold_to_months(placed, replayed.sums, replayed.own_months * lumpy)
    return placed


def _hold_to_months(weeks: Paths, replayed: Paths, share: Weights) -> None:
    """Bring the sum of the weeks ahead nearer to that of the replay, in place."""
    learned, own = weeks.mean(axis=(2, 3)), replayed.mean(axis=(2, 3))
    known = (learned > SOME) & (own > SOME)
    factor = np.where(known, np.where(known, own, 1) / np.where(known, learned, 1), 1) ** share
    weeks *= factor[:, :, None, None]


def _probabilities(model: ForecastModel, features: Weights, odds: Weights, own: Weights) -> Weights:
    """Learned probabilities of the states; the replayed ones count as well where a flow is steady; shape (A, h, 5)."""
    learned = model.probabilities(features, odds)
    share = own.max(axis=0)[:, None, None]
    return np.asarray(learned + share * (softmax(odds) - learned)) if own.any() else learned


def whole(probabilities: Weights) -> Bits:
    """Paths of each state: shares of N_PATHS, rounded so that they add up; shape (A, h, 5)."""
    edges = np.rint(np.cumsum(probabilities, axis=-1) * N_PATHS).astype(np.int32)
    edges[..., -1] = N_PATHS
    return np.diff(edges, axis=-1, prepend=0).astype(np.int32)


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


def _end(paths: Paths, odds: Weights) -> None:
    """Let a flow that has been silent for far longer than ever before stay silent in most paths, in place."""
    for flow, account in np.argwhere(odds > 0):
        paths[flow, account][:, odds[flow, account] > _STOP] = 0.0
