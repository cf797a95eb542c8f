"""Turns anybody's table into numbers: categories and truths into codes, dates into days, numbers as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_CATEGORIES = 200
LEAST_ROWS = 3  # a rarer category is met as one of `others`
LARGEST_SHARE_OF_CATEGORIES = 0.5  # a text column with more distinct values than this share of rows is a name
MISSING, OTHERS = "(missing)", "(others)"
TRUE = {"1", "1.0", "true", "t", "yes", "y", "bad", "default", "defaulted"}
FALSE = {"0", "0.0", "false", "f", "no", "n", "good", "ok", "paid", "repaid"}


class UnusableTable(ValueError):
    """A table that no scorecard can be fitted on; the message says why."""


@dataclass(frozen=True)
class Encoder:
    """Columns that are features, categories first.

    Attributes:
        categories: Known categories of each categorical column; the code of one is its place.
        numeric: Names of the other columns.
        dates: Those of them that are dates, in days since 1970.
    """

    categories: dict[str, list[str]]
    numeric: list[str]
    dates: frozenset[str] = frozenset()

    @property
    def columns(self) -> list[str]:
        """Names of the features, in order."""
        return [*self.categories, *self.numeric]

    def transform(self, table: pd.DataFrame) -> Floats:
        """Features of a table; NaN where missing, infinite or never seen; shape (n, F)."""
        absent = [name for name in self.columns if name not in table.columns]
        if absent:
            raise UnusableTable(f"no column {absent[0]!r}, which the scorecard was fitted on")
        features = np.empty((len(table), len(self.columns)), order="F")
        for at, (name, known) in enumerate(self.categories.items()):
            features[:, at] = _codes(table[name], known)
        for at, name in enumerate(self.numeric, start=len(self.categories)):
            features[:, at] = numbers(table[name])
        features[~np.isfinite(features)] = np.nan
        return features


def learn_encoder(table: pd.DataFrame) -> Encoder:
    """Choose the columns that can be features: those that vary and do not merely name the row."""
    categories: dict[str, list[str]] = {}
    numeric: list[str] = []
    for name in table.columns:
        column = table[name]
        if is_numeric(column):
            if _varies(numbers(column)) and not _is_row_number(column):
                numeric.append(str(name))
        elif known := _categories(column):
            categories[str(name)] = known
    if not numeric and not categories:
        raise UnusableTable("no column that varies, other than names")
    return Encoder(categories, numeric, frozenset(name for name in numeric if is_date(table[name])))


def is_numeric(column: pd.Series[Any]) -> bool:
    """Whether a column holds numbers, truths or dates, as such or all of them as text."""
    kinds = pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        return False
    if kinds.is_numeric_dtype(column) or kinds.is_datetime64_any_dtype(column) or kinds.is_timedelta64_dtype(column):
        return True
    known = column.dropna()
    return bool(len(known) and not np.isnan(numbers(known)).any())


def is_date(column: pd.Series[Any]) -> bool:
    """Whether the numbers of a column are dates, as such or as text."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_timedelta64_dtype(column):
        return False
    return pd.api.types.is_datetime64_any_dtype(column) or bool(pd.to_numeric(column, errors="coerce").isna().all())


def numbers(column: pd.Series[Any]) -> Floats:
    """Numbers of a column; dates as days since 1970, spans as days, NaN for what is neither."""
    if pd.api.types.is_datetime64_any_dtype(column):
        plain = column.dt.tz_localize(None) if column.dt.tz is not None else column
        return _days(plain.to_numpy(dtype="datetime64[s]"))
    if pd.api.types.is_timedelta64_dtype(column):
        return _days(column.to_numpy(dtype="timedelta64[s]"))
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    found = pd.to_numeric(column, errors="coerce")
    if found.isna().all() and column.notna().any():
        dates = pd.to_datetime(column, errors="coerce", format="ISO8601", utc=True)
        return _days(dates.dt.tz_localize(None).to_numpy(dtype="datetime64[s]"))
    return found.to_numpy(dtype=np.float64, na_value=np.nan)


def outcomes(table: pd.DataFrame, target: str) -> Floats:
    """The target as 1 for bad and 0 for good: given as numbers, as truths or as words for them."""
    if target not in table.columns:
        raise UnusableTable(f"no column {target!r}")
    column = table[target]
    if column.isna().any():
        raise UnusableTable(f"{target!r} is missing in {int(column.isna().sum())} rows: leave them out")
    words = column.astype(str).str.strip().str.lower()
    y = np.where(words.isin(TRUE), 1.0, np.where(words.isin(FALSE), 0.0, np.nan))
    if np.isnan(y).any() or set(np.unique(y).tolist()) != {0.0, 1.0}:
        raise UnusableTable(f"{target!r} must hold 0 and 1 (or true and false, yes and no, bad and good), and both")
    return np.asarray(y, dtype=np.float64)


def texts(column: pd.Series[Any]) -> pd.Series[Any]:
    """Categories as text, the missing one a category too."""
    return column.astype(object).where(column.notna(), MISSING).astype(str)


def _categories(column: pd.Series[Any]) -> list[str]:
    """Known categories, none where the column does not vary or names its rows."""
    counts = texts(column).value_counts()
    if len(counts) < 2 or len(counts) > LARGEST_SHARE_OF_CATEGORIES * len(column):
        return []
    often = sorted(counts[counts >= LEAST_ROWS].index, key=lambda name: (-counts[name], name))[:MOST_CATEGORIES]
    if len(often) == len(counts):
        return often
    return [*often, OTHERS] if often else []


def _codes(column: pd.Series[Any], known: list[str]) -> Floats:
    places = {name: float(at) for at, name in enumerate(known)}
    found = texts(column).map(places).fillna(places.get(OTHERS, np.nan))
    return np.asarray(found, dtype=np.float64)


def _varies(values: Floats) -> bool:
    known = values[np.isfinite(values)]
    return bool(len(known) and (known.min() < known.max() or len(known) < len(values)))


def _is_row_number(column: pd.Series[Any]) -> bool:
    return bool(
        len(column) > 100
        and pd.api.types.is_integer_dtype(column)
        and column.notna().all()
        and (np.diff(column.to_numpy(dtype=np.int64)) > 0).all()
    )


def _days(moments: NDArray[Any]) -> Floats:
    seconds = moments.astype("int64").astype(np.float64)
    return np.where(np.isnat(moments), np.nan, seconds / 86_400)
