"""Turns leaves that three features lead to into one small table, and moves out of it what two features say alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ml_service.training.additive import Floats, Ints, Pair, Tables, Three, Triple
from ml_service.training.trees import Leaf

MAX_GROUPS = 24  # of the bins of one feature of a triple: 13,824 cells at most
SWEEPS = 4


def times_met(codes: Ints, edges: list[Floats]) -> list[Floats]:
    """How often each bin of each feature is met; one array a feature."""
    return [
        np.bincount(column, minlength=len(edge) + 2).astype(np.float64)
        for column, edge in zip(codes.T, edges, strict=True)
    ]


def condense(features: Three, leaves: Sequence[Leaf], met: list[Floats], *, n_categorical: int, share: float) -> Triple:
    """One table of all leaves: exact where at most MAX_GROUPS bins are told apart, else of means over those joined.

    Args:
        features: The three.
        leaves: From one model or from several.
        met: How often each bin of each feature is met.
        n_categorical: How many features, the first, have bins without an order.
        share: What the leaves count, one part of the number of models they are from.
    """
    values = np.array([leaf.value for leaf in leaves]) * share
    groups, members = [], []
    for axis, feature in enumerate(features):
        reached = np.stack([leaf.reached[axis] for leaf in leaves]).astype(np.float64)
        group = _groups(reached, values, in_order=feature >= n_categorical)
        weight = met[feature] + 1e-6
        total = np.bincount(group, weights=weight)
        inside = np.stack([np.bincount(group, weights=weight * row) for row in reached])
        groups.append(group)
        members.append(inside / total)
    of_a, of_b, of_c = members
    first_two = (values[:, None, None] * of_a[:, :, None] * of_b[:, None, :]).reshape(len(leaves), -1)
    table = (first_two.T @ of_c).reshape(of_a.shape[1], of_b.shape[1], of_c.shape[1])
    return Triple(features, (groups[0], groups[1], groups[2]), table)


def _groups(reached: Floats, values: Floats, *, in_order: bool) -> Ints:
    """Group of each bin: bins that every leaf treats alike, joined further at the borders that matter least."""
    distinct, group = np.unique(reached, axis=1, return_inverse=True)
    if distinct.shape[1] <= MAX_GROUPS:
        return np.asarray(group.ravel(), dtype=np.int64)
    order = np.arange(reached.shape[1]) if in_order else np.argsort(values @ reached, kind="stable")
    changes = np.abs(values) @ np.abs(np.diff(reached[:, order], axis=1))
    starts = np.zeros(reached.shape[1], dtype=np.int64)
    starts[1 + np.argsort(-changes, kind="stable")[: MAX_GROUPS - 1]] = 1
    joined = np.empty_like(starts)
    joined[order] = np.cumsum(starts)
    return joined


def lowered(tables: Tables, codes: Ints) -> Tables:
    """The same model, with what two features of a triple say alone moved to their pair.

    Args:
        tables: With triples; a pair that is missing is made.
        codes: Rows that say how often each cell is met; shape (n, F).
    """
    columns = list(codes.T)
    pairs = {pair: table.copy() for pair, table in zip(tables.pairs, tables.pair_values, strict=True)}
    pure = []
    for triple in tables.triples:
        shape = triple.values.shape
        weight = np.bincount(triple.cells(columns), minlength=triple.values.size).reshape(shape).astype(np.float64)
        left, parts = centre(triple.values, weight)
        pure.append(replace(triple, values=left))
        for (i, j), part in parts.items():
            a, b = triple.features[i], triple.features[j]
            wide = part[np.ix_(triple.groups[i], triple.groups[j])]
            pairs[a, b] = pairs[a, b] + wide if (a, b) in pairs else wide
    names = tuple(sorted(pairs))
    return replace(tables, pairs=names, pair_values=tuple(pairs[pair] for pair in names), triples=tuple(pure))


def centre(table: Floats, weight: Floats) -> tuple[Floats, dict[Pair, Floats]]:
    """Split a table of three into what is left and a part for each two of its axes; they add up to it."""
    left = table.copy()
    axes = ((0, 1, 2), (0, 2, 1), (1, 2, 0))
    totals = [np.maximum(weight.sum(axis=over), 1e-9) for _, _, over in axes]
    parts: dict[Pair, Floats] = {(a, b): np.zeros(total.shape) for (a, b, _), total in zip(axes, totals, strict=True)}
    for _ in range(SWEEPS):
        for (a, b, over), total in zip(axes, totals, strict=True):
            step = (left * weight).sum(axis=over) / total
            left -= np.expand_dims(step, over)
            parts[a, b] += step
    return left, parts
