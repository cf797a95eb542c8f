"""Moves from pairs of features what each feature says alone, so that every part is told as plainly as it can be.

Source: B. Lengerich et al., Purifying interaction effects with the functional ANOVA, AISTATS (2020).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ml_service.training.additive import Floats, Ints, Tables

SWEEPS = 4


def purified(tables: Tables, codes: Ints) -> Tables:
    """The same model with its pairs centred on the rows of `codes`, and the mean of every feature in the intercept.

    Args:
        tables: With any number of pairs; its triples say only what their pairs do not.
        codes: Rows that say how often each cell is met; shape (n, F).
    """
    values = [one.copy() for one in tables.values]
    centred: list[Floats] = []
    for (a, b), table in zip(tables.pairs, tables.pair_values, strict=True):
        left, of_a, of_b = centre(table, _met(codes, a, b, table))
        centred.append(left)
        values[a] += of_a
        values[b] += of_b
    return _centred_singles(replace(tables, values=values, pair_values=tuple(centred)), codes)


def _met(codes: Ints, a: int, b: int, table: Floats) -> Floats:
    """How often each cell of a pair is met."""
    cells = codes[:, a] * table.shape[1] + codes[:, b]
    return np.bincount(cells, minlength=table.size).reshape(table.shape).astype(np.float64)


def centre(table: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Split a table into what is left, a part by row and a part by column; the three add up to it."""
    left = table.copy()
    by_row, by_column = np.zeros(table.shape[0]), np.zeros(table.shape[1])
    rows, columns = np.maximum(weight.sum(axis=1), 1e-9), np.maximum(weight.sum(axis=0), 1e-9)
    for _ in range(SWEEPS):
        step = (left * weight).sum(axis=1) / rows
        left -= step[:, None]
        by_row += step
        step = (left * weight).sum(axis=0) / columns
        left -= step[None, :]
        by_column += step
    return left, by_row, by_column


def _centred_singles(tables: Tables, codes: Ints) -> Tables:
    means = [float(values[codes[:, at]].mean()) for at, values in enumerate(tables.values)]
    values = [one - mean for one, mean in zip(tables.values, means, strict=True)]
    return replace(tables, intercept=tables.intercept + sum(means), values=values)


def union(parts: list[Tables]) -> list[Tables]:
    """The same models with the pairs of all, zero where one has none, so that they can be averaged."""
    pairs = tuple(sorted({pair for part in parts for pair in part.pairs}))
    found = []
    for part in parts:
        has = dict(zip(part.pairs, part.pair_values, strict=True))
        shapes = [(len(part.edges[a]) + 2, len(part.edges[b]) + 2) for a, b in pairs]
        tables = tuple(has.get(pair, np.zeros(shape)) for pair, shape in zip(pairs, shapes, strict=True))
        found.append(replace(part, pairs=pairs, pair_values=tables))
    return found
