"""Portfolios of loans that the credit benchmark is run on, each with the folds that every model shares."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Split = tuple[Rows, Rows]

TARGET = "bad"
SBA_LEAKS = "Term Recession ApprovalFY daysterm xx ChgOffDate ChgOffPrinGr BalanceGross MIS_Status Default".split()


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


def folder() -> Path | None:
    """Where the portfolios are: BENCH_DATA, or None."""
    given = os.environ.get("BENCH_DATA")
    return Path(given) if given else None


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
