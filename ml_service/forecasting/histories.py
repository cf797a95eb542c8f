"""Histories of many accounts in one block of memory, right-aligned on their last day."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import to_ordinal
from ml_service.schemas import DailySeries

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW_DAYS = 730  # what lies further back has next to no weight
FILL_DAYS = 30
SCALE_DAYS = 182
DAYS_A_MONTH = 30.4
MAX_MONTHS = 18
PRIOR_DAYS = 10  # how much one flow leans on the other: who earns 2,000 a month spends about as much
NEXT_TO_NOTHING = 1e-6  # amounts below it are nothing, and would overflow as a unit
INFLOW, OUTFLOW = 0, 1


@dataclass(frozen=True)
class Histories:
    """Flows by the day of A accounts that end on the same day and have as many months.

    Attributes:
        flows: Inflow and outflow, NaN where unknown or before the first day; shape (A, 2, WINDOW_DAYS).
        as_of: Last day, as days since 1970-01-01.
        n_days: Days given, at most WINDOW_DAYS; shape (A,).
        balance: At the end of `as_of`, NaN where not given; shape (A,).
        buffer: What the balance should not fall under; shape (A,).
    """

    flows: Floats
    as_of: int
    n_days: Ints
    balance: Floats
    buffer: Floats

    def __len__(self) -> int:
        return len(self.n_days)

    @property
    def months(self) -> int:
        """Full months that can be replayed; the same for all accounts."""
        return months_known(int(self.n_days[0]))

    @cached_property
    def scale(self) -> Floats:
        """Mean daily flow of the last half year, what flows in less than a month taken as the month's; shape (A, 2)."""
        recent = self.flows[:, :, -SCALE_DAYS:]
        days = np.maximum((~np.isnan(recent)).sum(axis=2), DAYS_A_MONTH)
        total = np.nansum(recent, axis=2)
        return np.asarray((total + PRIOR_DAYS * (total / days)[:, ::-1]) / (days + PRIOR_DAYS))

    @cached_property
    def flowing(self) -> NDArray[np.bool_]:
        """Whether anything flows at all; shape (A, 2)."""
        return np.asarray(self.scale > NEXT_TO_NOTHING)

    @cached_property
    def unit(self) -> Floats:
        """Amount that flows and paths are measured in: `scale`, and 1 where nothing flows; shape (A, 2)."""
        return np.where(self.flowing, self.scale, 1.0)

    @cached_property
    def scaled(self) -> Floats:
        """Flows in units, unknown days filled, flow by flow; shape (2, A, WINDOW_DAYS)."""
        return np.ascontiguousarray((_filled(self.flows) / self.unit[:, :, None]).transpose(1, 0, 2))


def months_known(n_days: int) -> int:
    """Full months of history that can be replayed."""
    return min(int(n_days / DAYS_A_MONTH), MAX_MONTHS)


def pack(series: Sequence[DailySeries]) -> Histories:
    """Put series that end on the same day and have as many months into one block."""
    flows = np.full((len(series), 2, WINDOW_DAYS), np.nan)
    for row, one in zip(flows, series, strict=True):
        _place(row[INFLOW], one.inflow[-WINDOW_DAYS:])
        _place(row[OUTFLOW], one.outflow[-WINDOW_DAYS:])
    return Histories(
        flows=flows,
        as_of=to_ordinal(series[0].start) + len(series[0].inflow) - 1,
        n_days=np.array([min(len(one.inflow), WINDOW_DAYS) for one in series], dtype=np.int64),
        balance=np.array([np.nan if one.balance is None else one.balance for one in series]),
        buffer=np.array([one.buffer for one in series]),
    )


def _place(row: Floats, values: Sequence[float | None]) -> None:
    first = WINDOW_DAYS - len(values)
    try:
        struct.pack_into(f"{len(values)}d", row.data, first * row.itemsize, *values)  # half the time of np.array
    except struct.error:  # an unknown day
        row[first:] = np.array(values, dtype=np.float64)


def _filled(flows: Floats) -> Floats:
    """Put a likely flow on each unknown day: that of 30 days earlier, else 30 days later, else the mean day's."""
    unknown = np.isnan(flows)
    known_days = np.maximum((~unknown).sum(axis=-1, keepdims=True), 1)
    result = np.where(unknown, np.nansum(flows, axis=-1, keepdims=True) / known_days, flows)
    earlier, later = np.s_[..., :-FILL_DAYS], np.s_[..., FILL_DAYS:]
    np.copyto(result[earlier], flows[later], where=unknown[earlier] & ~unknown[later])
    np.copyto(result[later], flows[earlier], where=unknown[later] & ~unknown[earlier])
    return result
