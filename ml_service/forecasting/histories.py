"""Histories of many accounts in one block of memory, right-aligned on their last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import to_ordinal
from ml_service.schemas import DailySeries

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW_DAYS = 730  # what lies further back has next to no weight
FILL_DAYS = 30
INFLOW, OUTFLOW = 0, 1


@dataclass(frozen=True)
class Histories:
    """Flows by the day of A accounts.

    Attributes:
        flows: Inflow and outflow, NaN where unknown or before the first day; shape (A, 2, WINDOW_DAYS).
        as_of: Last day, as days since 1970-01-01; shape (A,).
        n_days: Days given, at most WINDOW_DAYS; shape (A,).
        balance: At the end of `as_of`, NaN where not given; shape (A,).
        buffer: What the balance should not fall under; shape (A,).
    """

    flows: Floats
    as_of: Ints
    n_days: Ints
    balance: Floats
    buffer: Floats

    def __len__(self) -> int:
        return len(self.as_of)

    def rows(self, index: NDArray[np.intp]) -> Histories:
        """Some of the accounts."""
        return Histories(
            self.flows[index], self.as_of[index], self.n_days[index], self.balance[index], self.buffer[index]
        )


def pack(series: Sequence[DailySeries]) -> Histories:
    """Put the series of a request into one block."""
    flows = np.full((len(series), 2, WINDOW_DAYS), np.nan)
    for row, one in zip(flows, series, strict=True):
        _place(row[INFLOW], one.inflow)
        _place(row[OUTFLOW], one.outflow)
    lengths = np.array([len(one.inflow) for one in series], dtype=np.int64)
    first = np.array([to_ordinal(one.start) for one in series], dtype=np.int64)
    return Histories(
        flows=flows,
        as_of=first + lengths - 1,
        n_days=np.minimum(lengths, WINDOW_DAYS),
        balance=np.array([np.nan if one.balance is None else one.balance for one in series]),
        buffer=np.array([one.buffer for one in series]),
    )


def _place(row: Floats, values: Sequence[float | None]) -> None:
    kept = values[-WINDOW_DAYS:]
    row[WINDOW_DAYS - len(kept) :] = np.array(kept, dtype=np.float64)


def filled(flows: Floats) -> Floats:
    """Put a likely flow on each unknown day: that of 30 days earlier, else 30 days later, else the mean day's."""
    unknown = np.isnan(flows)
    known_days = np.maximum((~unknown).sum(axis=-1, keepdims=True), 1)
    result = np.where(unknown, np.nansum(flows, axis=-1, keepdims=True) / known_days, flows)
    for shift in (-FILL_DAYS, FILL_DAYS):
        source = np.roll(flows, -shift, axis=-1)
        result = np.where(unknown & ~np.isnan(source), source, result)
    return result
