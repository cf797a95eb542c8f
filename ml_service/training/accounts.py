"""Accounts with their flows on every day, as the forecast engine takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST_POOL = 60
LOG_SCALES = (-2.0, 0.3)  # of money out over money in
SHORTEST_POOL_DAYS = 120
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


def pooled(accounts: Sequence[Account], share: float, seed: int) -> list[Account]:
    """Accounts whose money in is that of several accounts, and whose money out that of several others, at any scale.

    So the model meets steady earners, small shops, savers and spenders, whom the data lacks.

    Args:
        accounts: The accounts.
        share: How many to make, in parts of the accounts.
        seed: For the draw.
    """
    rng = np.random.default_rng(seed)
    found = []
    for number in range(int(share * len(accounts))):
        inflow, outflow = _drawn(accounts, rng), _drawn(accounts, rng)
        members = [one for one in (*inflow, *outflow) if _shared_days(inflow[0], one) >= SHORTEST_POOL_DAYS]
        start, end = max((one.start for one in members), default=0), min((one.end for one in members), default=0)
        if end - start + 1 < SHORTEST_POOL_DAYS:
            continue
        flows = np.zeros((2, end - start + 1))
        for at, group in enumerate((inflow, outflow)):
            for one in group:
                if any(one is member for member in members):
                    flows[at] += one.flows[at, start - one.start : end - one.start + 1]
        flows[1] *= np.exp(rng.uniform(*LOG_SCALES)) * flows[0].sum() / max(flows[1].sum(), 1.0)
        found.append(Account(f"pool-{number}", start, flows))
    return found


def _drawn(accounts: Sequence[Account], rng: np.random.Generator) -> list[Account]:
    size = round(float(np.exp(rng.uniform(0, np.log(LARGEST_POOL)))))
    return [accounts[int(at)] for at in rng.choice(len(accounts), size=min(size, len(accounts)), replace=False)]


def _shared_days(one: Account, other: Account) -> int:
    return min(one.end, other.end) - max(one.start, other.start) + 1


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
