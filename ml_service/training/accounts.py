"""Accounts with their flows on every day, as the forecast engine takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HEAD_ENDS_ON = 8854  # 1994-03-30: up to this day every transaction of the accounts of `head` is there


@dataclass(frozen=True)
class Account:
    """One account.

    Attributes:
        name: Whatever identifies it.
        start: First day, as days since 1970-01-01.
        flows: Inflow and outflow by the day; shape (2, n).
    """

    name: str
    start: int
    flows: Floats

    @property
    def end(self) -> int:
        """Last day."""
        return int(self.start + self.flows.shape[1] - 1)


def from_table(flows: pd.DataFrame) -> list[Account]:
    """Accounts of the `flows` table of the tree, in its order."""
    return list(_accounts(flows))


def _accounts(flows: pd.DataFrame) -> Iterator[Account]:
    for (number, source), rows in flows.groupby(["account", "source"], sort=True):
        days = rows.day.to_numpy()
        end = HEAD_ENDS_ON if source == "head" else int(days.max())
        table = np.zeros((2, end - int(days.min()) + 1))
        table[0, days - days.min()] = rows.inflow
        table[1, days - days.min()] = rows.outflow
        yield Account(f"{source}-{number}", int(days.min()), table)
