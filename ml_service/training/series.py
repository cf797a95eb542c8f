"""Anybody's series for a backtest: by the day with inflow and outflow, or by the period with y."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml_service.training.accounts import Account

Floats = NDArray[np.float64]

DAILY = {"unique_id", "ds", "inflow", "outflow"}
PLAIN = {"unique_id", "ds", "y"}


class UnknownTable(ValueError):
    """The table lacks the columns that are needed; the message says which."""


def read(path: Path) -> pd.DataFrame:
    """Read a parquet or CSV table."""
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)


def is_daily(table: pd.DataFrame) -> bool:
    """Whether a table holds flows by the day; raises where it holds neither these nor plain series."""
    if set(table.columns) >= DAILY:
        return True
    if set(table.columns) >= PLAIN:
        return False
    raise UnknownTable(f"needs columns {sorted(DAILY)}, or {sorted(PLAIN)}")


def accounts(table: pd.DataFrame) -> list[Account]:
    """Flows by the day; a day without a row is a day without flows, a missing value an unknown day."""
    day = pd.to_datetime(table.ds).to_numpy().astype("datetime64[D]").astype(np.int64)
    return [
        _account(str(name), day[rows.index], rows) for name, rows in table.reset_index(drop=True).groupby("unique_id")
    ]


def _account(name: str, day: NDArray[np.int64], rows: pd.DataFrame) -> Account:
    start = int(day.min())
    flows = np.zeros((2, int(day.max()) - start + 1))
    for at, column in enumerate(("inflow", "outflow")):
        np.add.at(flows[at], day - start, rows[column].to_numpy(dtype=np.float64))
    return Account(name, start, flows)


def plain(table: pd.DataFrame) -> dict[str, Floats]:
    """Series by the period, oldest first, by name."""
    ordered = table.sort_values(["unique_id", "ds"])
    return {str(name): rows.y.to_numpy(dtype=np.float64) for name, rows in ordered.groupby("unique_id")}
