"""Scores one row with its reasons, from plain lists: no array is made."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan

import numpy as np

from ml_service.scoring.points import FACTOR
from ml_service.training.additive import Floats, Triple
from ml_service.training.portfolio import Portfolio

MAX_REASONS = 4
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Reason:
    """Why points were lost against the average row: the column, the points, and plain words."""

    feature: str
    points: int
    text: str


class OneRow:
    """One row at a time."""

    def __init__(self, portfolio: Portfolio) -> None:
        tables = portfolio.tables
        self._intercept = tables.intercept
        self._single = [
            (edges.tolist(), len(edges) + 1, values.tolist())
            for edges, values in zip(tables.edges, tables.values, strict=True)
        ]
        self._double = [
            (a, b, table.shape[1], array("d", table.ravel().tolist()), typical)
            for (a, b), table, typical in zip(tables.pairs, tables.pair_values, _of_pairs(portfolio), strict=True)
        ]
        self._triple = [
            (*one.features, *_offsets(one), array("d", one.values.ravel().tolist()), typical)
            for one, typical in zip(
                tables.triples, portfolio.typical[len(tables.values) + len(tables.pairs) :].tolist(), strict=True
            )
        ]
        self._typical = portfolio.typical[: len(tables.values)].tolist()
        self._names = portfolio.encoder.columns
        self._dates = portfolio.encoder.dates
        self._categories = list(portfolio.encoder.categories.values())

    def score(self, row: Sequence[float]) -> tuple[float, list[Reason]]:
        """Log-odds of bad, and the features that cost most points; a pair counts half for each, a triple a third.

        Args:
            row: Features as the encoder gives them.
        """
        codes: list[int] = []
        above: list[float] = []
        total = self._intercept
        for value, (edges, missing, values), typical in zip(row, self._single, self._typical, strict=True):
            code = missing if value != value else bisect_left(edges, value)
            codes.append(code)
            total += values[code]
            above.append(values[code] - typical)
        for a, b, width, cells, typical in self._double:
            cell = cells[codes[a] * width + codes[b]]
            total += cell
            half = (cell - typical) / 2
            above[a] += half
            above[b] += half
        for a, b, c, of_a, of_b, of_c, cells, typical in self._triple:
            cell = cells[of_a[codes[a]] + of_b[codes[b]] + of_c[codes[c]]]
            total += cell
            third = (cell - typical) / 3
            above[a] += third
            above[b] += third
            above[c] += third
        worst = sorted(range(len(above)), key=above.__getitem__, reverse=True)[:MAX_REASONS]
        lost = [(at, round(FACTOR * above[at])) for at in worst]
        return total, [self._reason(at, row[at], points) for at, points in lost if points > 0]

    def _reason(self, at: int, value: float, points: int) -> Reason:
        name = self._names[at]
        if isnan(value):
            said = "is not known"
        elif at < len(self._categories):
            said = f"is {self._categories[at][int(value)]}"
        elif name in self._dates:
            said = f"is {EPOCH + timedelta(days=int(value)):%Y-%m-%d}"
        else:
            said = f"is {value:.6g}"
        return Reason(name, -points, f"{name} {said}: {points} points below the average row")


def _of_pairs(portfolio: Portfolio) -> list[float]:
    first = len(portfolio.tables.values)
    return list(portfolio.typical[first : first + len(portfolio.tables.pairs)])


def _offsets(triple: Triple) -> tuple[list[int], list[int], list[int]]:
    """What each bin of the three adds to the place of a cell in the flattened table."""
    (of_a, of_b, of_c), (_, wide, deep) = triple.groups, triple.values.shape
    return (of_a * wide * deep).tolist(), (of_b * deep).tolist(), of_c.tolist()


@dataclass(frozen=True)
class WhatIf:
    """One feature changed, and the log-odds that the changed row is given."""

    feature: str
    value: float
    log_odds: float


def what_if(portfolio: Portfolio, row: Floats, features: Sequence[str]) -> list[WhatIf]:
    """For each feature the value that lowers the odds of bad most, everything else as it is; the best first.

    Each value is scored as a row of its own, so feeding it back gives exactly the log-odds that are promised.

    Args:
        portfolio: The scorecard.
        row: Features as the encoder gives them; shape (F,).
        features: Columns that the applicant can change.
    """
    now = float(portfolio.tables.log_odds(row[None])[0])
    found: list[WhatIf] = []
    for name in features:
        at = portfolio.encoder.columns.index(name)
        options = _values_of_bins(portfolio, at)
        rows = np.repeat(row[None], len(options), axis=0)
        rows[:, at] = options
        reached = portfolio.tables.log_odds(rows)
        best = int(np.argmin(reached))
        if reached[best] < now:
            found.append(WhatIf(name, float(options[best]), float(reached[best])))
    return sorted(found, key=lambda one: (one.log_odds, one.feature))


def _values_of_bins(portfolio: Portfolio, at: int) -> Floats:
    """One value inside each bin: on its upper edge, and just above the last edge."""
    edges = portfolio.tables.edges[at]
    if at < len(portfolio.encoder.categories):
        return np.arange(len(edges) + 1, dtype=np.float64)
    return np.append(edges, np.nextafter(edges[-1], np.inf)) if len(edges) else np.empty(0)
