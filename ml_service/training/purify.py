"""Moves from pairs of features what each feature says alone, and keeps the pairs and triples that then say most.

Source: B. Lengerich et al., Purifying interaction effects with the functional ANOVA, AISTATS (2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ml_service.training.additive import Floats, Ints, Pair, Tables
from ml_service.training.calibration import to_probability

Term = tuple[int, ...]
Some = TypeVar("Some", bound=Term)

SWEEPS = 4


def gains(part: Tables, codes: Ints, rows: NDArray[np.bool_], y: Floats) -> dict[Term, float]:
    """How much likelihood each pair and triple brings on rows that the model has not seen, what fewer say not counted.

    Args:
        part: A model with any number of pairs; its triples say only what their pairs do not.
        codes: All rows, which say how often each cell is met; shape (n, F).
        rows: Those that the model has not seen; shape (n,).
        y: 1 for bad; shape (n,).
    """
    unseen = codes[rows]
    probability = to_probability(part.intercept + part.contributions(unseen).sum(axis=1))
    left, weight = y[rows] - probability, probability * (1 - probability)
    found: dict[Term, float] = {}
    for (a, b), table in zip(part.pairs, part.pair_values, strict=True):
        term = centre(table, _met(codes, a, b, table))[0][unseen[:, a], unseen[:, b]]
        found[a, b] = float(np.dot(term, left) + 0.5 * np.dot(weight, term**2))
    for triple in part.triples:
        term = triple.values.take(triple.cells(list(unseen.T)))
        found[triple.features] = float(np.dot(term, left) + 0.5 * np.dot(weight, term**2))
    return found


def strongest(tables: Tables, codes: Ints, gained: dict[Term, float], *, n_pairs: int, n_triples: int = 0) -> Tables:
    """The model with its pairs centred on the rows of `codes`, the mean in the intercept, and the weak terms left out.

    Args:
        tables: With any number of pairs and triples; the triples say only what their pairs do not.
        codes: Rows that say how often each cell is met; shape (n, F).
        gained: What each pair and triple brings on unseen rows.
        n_pairs: How many pairs may stay.
        n_triples: How many triples may stay.
    """
    kept = _best(tables.pairs, gained, n_pairs)
    values = [one.copy() for one in tables.values]
    centred: dict[Pair, Floats] = {}
    for (a, b), table in zip(tables.pairs, tables.pair_values, strict=True):
        centred[a, b], of_a, of_b = centre(table, _met(codes, a, b, table))
        values[a] += of_a
        values[b] += of_b
    useful = _best([one.features for one in tables.triples], gained, n_triples)
    moved = replace(
        tables,
        values=values,
        pairs=tuple(kept),
        pair_values=tuple(centred[pair] for pair in kept),
        triples=tuple(one for one in tables.triples if one.features in useful),
    )
    return _centred_singles(moved, codes)


def _best(terms: Sequence[Some], gained: dict[Term, float], n: int) -> list[Some]:
    """The n terms that bring most, in their order.

    One that brings nothing by itself stays if there is room: without all of those the rest is worse on unseen rows.
    """
    return sorted(sorted(terms, key=lambda one: (-gained.get(one, -np.inf), one))[:n])


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
