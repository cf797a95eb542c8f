"""Flows that have been silent for far longer than ever before."""

from __future__ import annotations

import numpy as np

from ml_service.forecasting.histories import Histories
from ml_service.forecasting.model import Weights

STOPPED_FROM = np.array([1.5, 2.0, 3.0])  # days of silence, in longest silences before
STOPPED = np.array([0.0, 0.3, 0.6, 0.85])  # probability that the flow has ended
SHORTEST_SILENCE_DAYS = 14


def stopped(histories: Histories) -> Weights:
    """Probability that each flow has ended; shape (2, A)."""
    active = histories.scaled > 0
    odds = np.zeros(active.shape[:2], dtype=np.float32)
    quiet = ~active[..., -int(STOPPED_FROM[0] * SHORTEST_SILENCE_DAYS) :].any(axis=-1)
    if not quiet.any():
        return odds
    rows, day = active[quiet], np.arange(active.shape[-1])
    last = np.maximum.accumulate(np.where(rows, day, -1), axis=-1)
    before = np.concatenate([np.full((len(last), 1), -1), last[:, :-1]], axis=-1)
    gaps = np.where(rows & (before >= 0), day - before, 0).max(axis=-1)
    silent = day[-1] - last[:, -1]
    ratio = np.where(last[:, -1] >= 0, silent / np.maximum(gaps, SHORTEST_SILENCE_DAYS), 0)
    odds[quiet] = STOPPED[np.searchsorted(STOPPED_FROM, ratio, side="right")]
    return odds
