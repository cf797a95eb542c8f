"""What the network is told of each week ahead: what the replay says of it, and how the account behaves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import Ints, month_of, months_back, steps_ahead
from ml_service.forecasting.histories import DAYS_A_MONTH, INFLOW, OUTFLOW, SCALE_DAYS, WINDOW_DAYS, Floats, Histories
from ml_service.forecasting.model import LEVELS, STATES, Weights
from ml_service.forecasting.replay import N_PATHS, Paths

WEEK = 7
LAST_WEEK_LEARNED = 13
SOME = np.float32(1e-6)  # of a unit; less is nothing
SMOOTHED_DAYS = 4
EARLIER_MONTHS = (1, 2, 3)
SIDE_DAYS = 3
RECENT_DAYS = (7, 28, 91, 365)
KEPT_DAYS = (7, 28, 91, WINDOW_DAYS)
OF_CALENDAR = 9
DAYS_A_YEAR = 365.25
OF_ACCOUNT = len(RECENT_DAYS) + len(KEPT_DAYS) + 6
AS_FEATURES = [0, 3, 6, 9, 11, 13, 16, 19, 22]  # of LEVELS
BLURRED = len(AS_FEATURES) + 2  # the feature that the days after the last week ahead would change

_POSITION = np.clip(LEVELS * N_PATHS - 0.5, 0, N_PATHS - 1)
_BELOW = _POSITION.astype(np.int64)
_SHARE = (_POSITION - _BELOW).astype(np.float32)


def replayed_quantiles(ordered: Paths) -> Weights:
    """Quantiles at `LEVELS` of sorted samples; shape (..., L)."""
    low, high = ordered[..., _BELOW], ordered[..., np.minimum(_BELOW + 1, N_PATHS - 1)]
    return np.asarray(low + (high - low) * _SHARE)


def flow_features(histories: Histories, days: Weights, ordered: Paths, replayed: Weights) -> Weights:
    """Describe every week ahead of every flow.

    Args:
        histories: A accounts.
        days: Mean of the replayed paths by the day; shape (2, A, 7 h).
        ordered: Sorted flows of each week, in seven units; shape (2, A, h, N_PATHS).
        replayed: Their quantiles; shape (2, A, h, L).

    Returns:
        shape (2, A, h, F).
    """
    h = ordered.shape[2]
    parts = [
        np.arcsinh(replayed[..., AS_FEATURES]),
        _of_replay(days, ordered),
        _same_weeks(histories, h),
        np.broadcast_to(_of_account(histories)[:, :, None], (2, len(histories), h, OF_ACCOUNT)),
        np.broadcast_to(_of_calendar(histories.as_of, h), (2, len(histories), h, OF_CALENDAR)),
    ]
    return np.concatenate(parts, axis=-1, dtype=np.float32)


def week_features(flows: Weights, odds: Weights) -> Weights:
    """Describe every week ahead: both flows, and how often the replay saw each state; shape (A, h, G)."""
    return np.concatenate([flows[INFLOW], flows[OUTFLOW], odds], axis=-1)


def states(weeks: NDArray[Any], unit: Floats) -> NDArray[np.int8]:
    """Number in STATES of every week.

    Args:
        weeks: Flows in units; shape (2, A, ...).
        unit: Amount of a unit; shape (A, 2).

    Returns:
        shape (A, ...).
    """
    some, spent = _some_and_spent(weeks, unit)
    return np.asarray(some[OUTFLOW] + np.int8(2) * some[INFLOW] + spent, dtype=np.int8)


def state_odds(weeks: Paths, unit: Floats) -> Weights:
    """Log-odds of each of STATES among replayed weeks, none of them impossible.

    Args:
        weeks: In units; shape (2, A, h, N_PATHS).
        unit: Amount of a unit; shape (A, 2).

    Returns:
        shape (A, h, 5).
    """
    some, spent = _some_and_spent(weeks, unit)
    came, gone = some.sum(axis=-1)
    both, spent_most = some.all(axis=0).sum(axis=-1), spent.sum(axis=-1)
    counts = np.stack([N_PATHS - came - gone + both, gone - both, came - both, both - spent_most, spent_most], axis=-1)
    return np.log((counts + 1) / (N_PATHS + len(STATES))).astype(np.float32)


def _some_and_spent(weeks: NDArray[Any], unit: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each flow is there, shape (2, A, ...), and whether both are and more goes out, shape (A, ...)."""
    some = weeks > SOME
    price = (unit[:, INFLOW] / unit[:, OUTFLOW]).astype(weeks.dtype).reshape(-1, *[1] * (weeks.ndim - 2))
    return some, some[INFLOW] & (weeks[OUTFLOW] > weeks[INFLOW] * price) & some[OUTFLOW]


def _of_replay(days: Weights, ordered: Paths) -> Floats:
    """Mean, spread, share of zeros, mean with days blurred, and the mean of the other flow; shape (2, A, h, 5)."""
    mean = ordered.mean(axis=-1)
    silent = (ordered <= 0).mean(axis=-1)
    scales = np.arcsinh(np.stack([mean, ordered.std(axis=-1), mean[::-1]], axis=-1))
    return np.stack([scales[..., 0], scales[..., 1], blurred(days), scales[..., 2], silent], axis=-1)


def blurred(days: Weights) -> Floats:
    """Mean of each week with its days blurred, as a feature; shape (2, A, h)."""
    return np.asarray(np.arcsinh(_blur(days).reshape(*days.shape[:2], -1, WEEK).mean(axis=-1)))


def _blur(days: Weights) -> Floats:
    """Mean over the days around each day."""
    padded = np.pad(days, ((0, 0), (0, 0), (SMOOTHED_DAYS, SMOOTHED_DAYS)), mode="edge")
    total = np.cumsum(padded, axis=-1)
    width = 2 * SMOOTHED_DAYS + 1
    first = total[..., width - 1 : width]
    return np.concatenate([first, total[..., width:] - total[..., :-width]], axis=-1) / width


def _same_weeks(histories: Histories, h: int) -> Floats:
    """The same week one, two and three months earlier, the days to its sides, and whether it is known."""
    total = np.concatenate([np.zeros((2, len(histories), 1)), np.cumsum(histories.scaled, axis=-1)], axis=-1)
    parts = []
    for column in _earlier_columns(histories.as_of, h):
        for first, last in ((0, WEEK), (-SIDE_DAYS, 0), (WEEK, WEEK + SIDE_DAYS)):
            begin, end = (np.clip(column + at, 0, WINDOW_DAYS) for at in (first, last))
            parts.append(np.arcsinh((total[:, :, end] - total[:, :, begin]) / WEEK))
        known = column >= WINDOW_DAYS - histories.n_days[:, None]
        parts.append(np.broadcast_to(known, (2, len(histories), h)))
    return np.stack(parts, axis=-1)


@lru_cache(maxsize=64)
def _earlier_columns(as_of: int, h: int) -> Ints:
    """Column of the history that answers to the first day of each week, by months earlier; shape (3, h)."""
    days = np.arange(as_of + 1, as_of + 1 + WEEK * h)
    first = days[::WEEK]
    steps = steps_ahead(first, as_of)
    columns = []
    for months in EARLIER_MONTHS:
        lag = steps + months
        found = months_back(days, lag.repeat(WEEK)).reshape(h, WEEK)
        exists = found >= 0
        offset = exists.argmax(axis=1)
        answer = found[np.arange(h), offset] - offset
        fallback = first - (DAYS_A_MONTH * lag).astype(np.int64)
        columns.append(WINDOW_DAYS - 1 - (as_of - np.where(exists.any(axis=1), answer, fallback)))
    return np.array(columns)


def _of_account(histories: Histories) -> Floats:
    """Recent levels, how often something flows, how long nothing has, and the other flow; shape (2, A, OF_ACCOUNT)."""
    flows, unit = histories.scaled, histories.unit.T
    half_year = np.minimum(histories.n_days, SCALE_DAYS)
    active = flows > 0
    often = active[:, :, -SCALE_DAYS:].sum(axis=2) / half_year * DAYS_A_MONTH
    silent = np.where(active.any(axis=2), active[:, :, ::-1].argmax(axis=2), histories.n_days)
    largest = flows[:, :, -SCALE_DAYS:].max(axis=2) / DAYS_A_MONTH
    other = np.log(np.clip(unit / unit[::-1], 1e-3, 1e3)) / 3
    age = np.broadcast_to(np.log1p(histories.n_days / DAYS_A_MONTH), often.shape)
    which = np.broadcast_to(np.array([[0.0], [1.0]]), often.shape)
    levels = [np.arcsinh(_recent(histories, days)) for days in RECENT_DAYS]
    return np.stack(
        [*levels, *_kept(histories), np.log1p(often), np.log1p(silent) / 3, np.arcsinh(largest), other, age, which],
        axis=-1,
    )


def _kept(histories: Histories) -> list[Floats]:
    """What came in and has not gone out over the last days, in months of each flow's unit; shapes (2, A)."""
    unit = histories.unit.T
    amounts = histories.scaled * unit[:, :, None]
    net = amounts[INFLOW] - amounts[OUTFLOW]
    return [np.arcsinh(net[:, -days:].sum(axis=1) / (unit * DAYS_A_MONTH)) for days in KEPT_DAYS]


def _recent(histories: Histories, days: int) -> Floats:
    """Mean daily flow of the last days, of those there are; shape (2, A)."""
    given = np.minimum(histories.n_days, days)
    inside = np.arange(days) >= days - given[:, None]
    return np.asarray((histories.scaled[:, :, -days:] * inside).sum(axis=2) / given)


@lru_cache(maxsize=64)
def _of_calendar(as_of: int, h: int) -> NDArray[np.float64]:
    """How far ahead a week is, and where in the month and in the year it begins; shape (h, OF_CALENDAR)."""
    first = np.arange(h) * WEEK + as_of + 1
    ahead = np.minimum(np.arange(h), LAST_WEEK_LEARNED - 1) / LAST_WEEK_LEARNED
    of_month, of_year = month_of(first)[1] / DAYS_A_MONTH, first / DAYS_A_YEAR
    waves = [wave(2 * np.pi * k * at) for at in (of_month, of_year) for k in (1, 2) for wave in (np.sin, np.cos)]
    return np.stack([ahead, *waves], axis=-1)
