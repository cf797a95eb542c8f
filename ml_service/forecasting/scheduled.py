"""Flows that are already known: set on their day, and taken out of the months replayed so that none counts twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml_service.forecasting.calendar import Horizon, to_ordinal
from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats
from ml_service.forecasting.replay import Paths
from ml_service.schemas import ScheduledFlow

NEAR_DAYS = 3  # a bill moves by weekends and bank holidays
LIKE = (0.75, 2.0)  # a replayed flow between these parts of the scheduled one is taken to be the same bill


def honour(paths: Paths, replayed: Paths, scheduled: Sequence[ScheduledFlow], unit: Floats, ahead: Horizon) -> Floats:
    """Put the scheduled flows of one account into its paths, in place.

    Args:
        paths: Flows by the day, in `unit`; shape (2, D, N_PATHS).
        replayed: What the paths were before anything learned changed their amounts; same shape.
        scheduled: Known flows; those outside the days ahead are left out.
        unit: Amount of one unit of inflow and outflow; shape (2,).
        ahead: The days ahead.

    Returns:
        The flows set, in amounts; shape (2, D).
    """
    known = np.zeros((2, ahead.days.size))
    if not scheduled:
        return known
    left = replayed.copy()
    for one in scheduled:
        day = to_ordinal(one.on) - ahead.as_of - 1
        if not 0 <= day < ahead.days.size or one.amount == 0:
            continue
        flow = INFLOW if one.amount > 0 else OUTFLOW
        _take_out(paths[flow], left[flow], day, abs(one.amount) / unit[flow])
        known[flow, day] += abs(one.amount)
    for flow, day in np.argwhere(known):
        paths[flow, day] += np.float32(known[flow, day] / unit[flow])
    return known


def _take_out(flows: Paths, left: Paths, day: int, size: float) -> None:
    """Take the same bill out of each path once: from the nearest day on which the replay holds one.

    What is learned may have shrunk or raised the bill; the part of the day that it was is the part that goes.
    """
    nearest = sorted(range(max(day - NEAR_DAYS, 0), min(day + NEAR_DAYS + 1, len(flows))), key=lambda d: abs(d - day))
    open_paths = np.ones(flows.shape[1], dtype=bool)
    least, most = LIKE
    for near in nearest:
        found = open_paths & (left[near] >= least * size) & (left[near] <= most * size)
        kept = np.maximum(1 - np.float32(size) / left[near, found], 0)
        flows[near, found] *= kept
        left[near, found] *= kept
        open_paths &= ~found
