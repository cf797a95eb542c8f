"""Sample paths: every path replays past months on the days ahead, aligned by the day of the month.

All accounts are answered from the same low-discrepancy draws. So an answer depends on nothing but its own series, the
same question has the same answer, and "with" and "without" a spend are compared path by path.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import (
    NO_DAY,
    STEADY_DAYS,
    Horizon,
    Ints,
    horizon,
    month_of,
    months_back,
    steps_ahead,
)
from ml_service.forecasting.histories import INFLOW, OUTFLOW, WINDOW_DAYS, Floats, Histories, filled
from ml_service.forecasting.model import ARCHETYPE_MONTHS, ForecastModel

Paths = NDArray[np.float32]

N_PATHS = 200
DAYS_A_MONTH = 30.4
MAX_MONTHS_BACK = 18
MAX_STEPS = 26
SCALE_DAYS = 182
NEXT_TO_NOTHING = 1e-6  # amounts below it are nothing, and would overflow as a unit


def _stratified(rows: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    return np.stack([(rng.permutation(N_PATHS) + 0.5) / N_PATHS for _ in range(rows)])


_DONOR, _SHIFT = _stratified(MAX_STEPS, 1), _stratified(MAX_STEPS, 2)
_POPULATION, _ARCHETYPE, _PHASE, _STOP = _stratified(4, 3)
_LEVEL = _stratified(2, 4)


def months_known(n_days: int) -> int:
    """Full months of history that can be replayed."""
    return min(int(n_days / DAYS_A_MONTH), MAX_MONTHS_BACK)


def scales(histories: Histories) -> Floats:
    """Mean daily flow of the last half year.

    A flow seen within less than a month is taken as the month's, and where next to nothing is known of one flow it
    leans on the other: who earns 2,000 a month spends about as much.

    Returns:
        shape (A, 2).
    """
    recent = histories.flows[:, :, -SCALE_DAYS:]
    days = np.maximum((~np.isnan(recent)).sum(axis=2), DAYS_A_MONTH)
    own = np.nansum(recent, axis=2) / days
    prior_days = np.where(days < 2 * DAYS_A_MONTH, DAYS_A_MONTH, 0.0)
    return np.asarray((own * days + own[:, ::-1] * prior_days) / (days + prior_days))


def units(histories: Histories) -> Floats:
    """What the paths are measured in: `scales`, and 1 where nothing flows; shape (A, 2)."""
    scale = scales(histories)
    return np.where(scale > NEXT_TO_NOTHING, scale, 1.0)


def replay(histories: Histories, model: ForecastModel, freq: str, h: int) -> Paths:
    """Draw joint paths of inflow and outflow for accounts that share `as_of` and their months of history.

    Args:
        histories: A accounts.
        model: What was learned from other accounts.
        freq: "W" or "M".
        h: Periods ahead.

    Returns:
        Flows by the day in units of `scales`; shape (2, A, D, N_PATHS).
    """
    months = months_known(int(histories.n_days[0]))
    ahead = horizon(int(histories.as_of[0]), freq, h)
    paths = _own(histories, model, ahead, max(months, 1))
    _mix_population(paths, scales(histories), model, ahead, months)
    _spread(paths, model, months)
    _stop(paths, histories, model)
    return paths


def _own(histories: Histories, model: ForecastModel, ahead: Horizon, months: int) -> Paths:
    index = _donor_days(
        ahead.as_of, ahead.days.size, months, float(model.half_life_days[0]), tuple(model.shift_kernel.tolist())
    )
    n, _, window = histories.flows.shape
    unit = units(histories)
    padded = np.zeros((2, n, window + 1), dtype=np.float32)
    padded[:, :, :-1] = (filled(histories.flows) / unit[:, :, None]).transpose(1, 0, 2)
    return padded.take(index, axis=2)


@lru_cache(maxsize=64)
def _donor_days(as_of: int, n_days: int, months: int, half_life: float, kernel: tuple[float, ...]) -> Ints:
    """Column of the history that each path replays on each day ahead; WINDOW_DAYS where none; shape (D, N_PATHS)."""
    days = np.arange(as_of + 1, as_of + 1 + n_days)
    steps = steps_ahead(days, as_of)
    back = np.stack([months_back(days, lag) for lag in range(steps[-1] + months + 1)])
    weights = np.power(0.5, DAYS_A_MONTH * np.arange(months, dtype=np.float64) / half_life)
    lag = _choose(weights, _DONOR[: steps[-1] + 1])[steps] + 1 + steps[:, None]
    donor = back[lag, np.arange(n_days)[:, None]]
    shift = (_choose(np.array(kernel), _SHIFT[: steps[-1] + 1]) - len(kernel) // 2)[steps]
    shifted = np.where(donor + shift > as_of, donor, donor + shift)
    column = WINDOW_DAYS - 1 - (as_of - shifted)
    return np.where((donor == NO_DAY) | (column < 0), WINDOW_DAYS, column)


def _choose(weights: Floats, draws: Floats) -> Ints:
    edges = np.cumsum(weights)[:-1] / weights.sum()
    return np.searchsorted(edges, draws).astype(np.int64)


def _mix_population(paths: Paths, scale: Floats, model: ForecastModel, ahead: Horizon, months: int) -> None:
    """Let some paths follow other accounts, the more the less is known."""
    share = model.population_share[min(months, len(model.population_share) - 1)]
    borrowed = np.flatnonzero(share > _POPULATION)
    if not len(model.archetypes) or not borrowed.size:
        return
    month, day, length = month_of(ahead.days)
    slot = np.where(day < STEADY_DAYS, day, 31 - (length - day))
    who = (_ARCHETYPE[borrowed] * len(model.archetypes)).astype(np.int64)
    when = (_PHASE[borrowed] * ARCHETYPE_MONTHS).astype(np.int64) + (month - month[0])[:, None]
    flows = model.archetypes[who, :, when % ARCHETYPE_MONTHS, slot[:, None]]  # (D, borrowed, 2)
    paths[:, :, :, borrowed] = flows.transpose(2, 0, 1)[:, None] * (scale > NEXT_TO_NOTHING).T[:, :, None, None]


def _spread(paths: Paths, model: ForecastModel, months: int) -> None:
    """Let the level of each path differ from the past, more so where little of it is known."""
    for flow in (INFLOW, OUTFLOW):
        sigma = model.noise[flow, min(months, model.noise.shape[1] - 1)]
        paths[flow] *= np.exp(sigma * _normal(_LEVEL[flow]) - sigma**2 / 2).astype(np.float32)


def _normal(uniform: Floats) -> Floats:
    """Logistic draws with unit variance: close to normal ones, heavier in the tails, and without scipy."""
    return np.asarray(np.log(uniform / (1 - uniform)) * np.sqrt(3) / np.pi)


def _stop(paths: Paths, histories: Histories, model: ForecastModel) -> None:
    """Let accounts that have been silent for long stay silent in some paths."""
    active = np.nansum(histories.flows, axis=1) > 0
    silent = np.where(active.any(axis=1), active[:, ::-1].argmax(axis=1), histories.n_days)
    odds = np.append(0.0, model.stop_probability)[np.searchsorted(model.stop_after_days, silent, side="right")]
    for account in np.flatnonzero(odds):
        paths[:, account, :, odds[account] > _STOP] = 0.0
