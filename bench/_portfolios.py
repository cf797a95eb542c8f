"""Portfolios of loans that the credit benchmark is run on, each with the folds that every model shares."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Split = tuple[Rows, Rows]

TARGET = "bad"
SBA_LEAKS = [
    *("Term", "Recession", "ApprovalFY", "daysterm", "xx", "ChgOffDate", "ChgOffPrinGr", "BalanceGross"),
    *("MIS_Status", "Default"),
]


@dataclass(frozen=True)
class Portfolio:
    """A table of loans with its outcome in `bad`, and how it is split.

    Attributes:
        name: As printed.
        table: Features and outcome.
        splits: Train and test rows; several sets of folds one after the other where the table is small.
    """

    name: str
    table: pd.DataFrame
    splits: list[Split]


def read(folder: Path) -> Iterator[Portfolio]:
    """Read every portfolio of the benchmark."""
    yield _taiwan(folder)
    yield _sba(folder)
    yield from _berka(folder)


def _taiwan(folder: Path) -> Portfolio:
    table = pd.read_parquet(folder / "credit_taiwan" / "rows.parquet").drop(columns="entity")
    return Portfolio("Taiwan cards", table, folds(table[TARGET], repeats=1))


def _sba(folder: Path) -> Portfolio:
    """Without what is only known afterwards, and without the numbers that name a loan."""
    table = pd.read_parquet(folder / "credit_sba" / "rows.parquet")
    table = table.drop(columns=[*SBA_LEAKS, "entity", "LoanNr_ChkDgt", "Selected"])
    return Portfolio("SBA loans", table, folds(table[TARGET], repeats=3))


def _berka(folder: Path) -> Iterator[Portfolio]:
    """An account has one loan, so folds over rows are folds over accounts."""
    table = pd.read_parquet(folder / "berka_loans" / "features.parquet")
    year = table.date.dt.year.to_numpy()
    table = table.drop(columns=["status", "loan_id", "account_id", "part", "date", "loan_year"])
    yield Portfolio("Berka loans", table, folds(table[TARGET], repeats=4))
    yield Portfolio("Berka, before 1997 / after", table, [(np.flatnonzero(year < 1997), np.flatnonzero(year >= 1997))])


def folds(outcome: "pd.Series[int]", *, repeats: int, n_folds: int = 5) -> list[Split]:
    """Folds with the bad spread evenly, shuffled anew for each repeat."""
    y = outcome.to_numpy()
    found: list[Split] = []
    for repeat in range(repeats):
        rng = np.random.default_rng(repeat)
        fold = np.empty(len(y), dtype=np.int64)
        for label in (0, 1):
            rows = rng.permutation(np.flatnonzero(y == label))
            fold[rows] = np.arange(len(rows)) % n_folds
        found += [(np.flatnonzero(fold != held), np.flatnonzero(fold == held)) for held in range(n_folds)]
    return found


def large(n: int = 150_000) -> pd.DataFrame:
    """A made-up portfolio to time: 20 columns, heavy tails, special codes, gaps and categories; 6% bad."""
    rng = np.random.default_rng(1)
    hidden = rng.normal(size=(n, 15))
    columns: dict[str, object] = {
        f"x{at}": np.exp(1.5 * hidden[:, at]) if at % 2 else np.round(3 * np.exp(hidden[:, at])) for at in range(15)
    }
    coded = np.where(rng.random(n) < 0.3, rng.choice([-7, -8, -9], n), rng.integers(0, 400, n))
    trade, town = rng.choice(np.array(list("abcdefgh")), n), rng.integers(0, 150, n).astype(str)
    table = pd.DataFrame(columns | {"coded": coded, "trade": trade, "town": np.char.add("t", town)})
    table["new"] = rng.random(n) < 0.3
    table["opened"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), unit="D")
    table.loc[rng.random(n) < 0.2, "x5"] = np.nan
    odds = 0.8 * hidden[:, 0] + 0.6 * hidden[:, 1] - 0.5 * hidden[:, 2] + 0.5 * hidden[:, 3] * hidden[:, 0]
    odds += 0.7 * (coded < -7) + 0.4 * np.isin(trade, ["a", "c"]) + 0.3 * table["new"].to_numpy() - 4.0
    return table.assign(**{TARGET: (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(int)})
