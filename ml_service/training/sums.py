"""Sums of weeks and the lowest of their ends, read from the same paths and judged beside what happened.

They are what people see as safe to spend: weeks that are right one by one may still make sums that are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ml_service.forecasting.histories import Floats
from ml_service.forecasting.replay import Paths
from ml_service.training import metrics
from ml_service.training.backtest import FLOWS, LEVELS, Judged, Seen, figures

SPANS = (4, 8)
LOWEST = "lowest net"


def judge_part(part: Seen) -> dict[str, Judged]:
    """What the paths say of each sum, and what it was."""
    return {name: _judged(part, paths, happened) for name, paths, happened in _sums(part)}


def report(judged: dict[str, Judged]) -> dict[str, Any]:
    """Weighted quantile loss and coverage, by sum."""
    return {name: {key: figures(one)[key] for key in ("wql", "cover_80", "cover_95")} for name, one in judged.items()}


def _sums(part: Seen) -> Iterator[tuple[str, Paths, Floats]]:
    """Name, paths and what happened; shapes (A, N_PATHS) and (A,)."""
    for weeks in SPANS:
        for at, flow in enumerate(FLOWS):
            yield f"{flow} of {weeks} weeks", part.paths[at, :, :weeks].sum(axis=1), part.happened[at, :, :weeks].sum(1)
        paths, happened = (np.cumsum(net[-1][:, :weeks], axis=1).min(axis=1) for net in (part.paths, part.happened))
        yield f"{LOWEST} within {weeks} weeks", paths, happened


def _judged(part: Seen, paths: Paths, happened: Floats) -> Judged:
    histories = part.part.histories
    draws = np.random.default_rng(histories.as_of).random(happened.shape)
    return Judged(
        happened[:, None],
        np.quantile(paths, LEVELS, axis=-1, method="hazen").T[:, None].astype(np.float64),
        metrics.randomised_pit(np.round(happened, 2), np.round(paths, 2), draws)[:, None],
        part.naive_error[-1],
        histories.n_days.astype(np.float64),
    )
