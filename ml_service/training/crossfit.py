"""Fits models that each leave a part of the rows out: what they say of it stops, chooses and calibrates them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ml_service.training import additive, calibration, purify, trees, triples
from ml_service.training.additive import Floats, Ints, Tables, Three
from ml_service.training.purify import Term
from ml_service.training.trees import Boosted, Leaf


@dataclass(frozen=True)
class Settings:
    """How one model is fitted.

    Attributes:
        paired: Whether features may act in pairs.
        triples: How many triples may act together; trees that choose them are fitted first.
        folds: A model for each part of the rows that is left out, which also says when to stop.
        repeats: Times that the rows are parted anew.
        boosting: Passed to scikit-learn.
    """

    paired: bool
    folds: int
    repeats: int
    boosting: dict[str, Any]
    triples: int = 0


@dataclass(frozen=True)
class Binned:
    """Features as bins.

    Attributes:
        edges: Bins of each feature.
        codes: Bin of each value; shape (n, F).
        n_categorical: How many features, the first, have bins without an order.
        monotone: Direction of each feature, 0 where it is free.
    """

    edges: list[Floats]
    codes: Ints
    n_categorical: int
    monotone: Sequence[int]


def bin_features(features: Floats, max_bins: int, *, monotone: Sequence[int], n_categorical: int = 0) -> Binned:
    """Choose the bins; the codes of categories, the first columns, are bins already."""
    many = additive.MAX_BINS
    edges = [
        additive.bin_edges(column, many if at < n_categorical else max_bins) for at, column in enumerate(features.T)
    ]
    codes = Tables(0.0, edges, [np.zeros(len(edge) + 2) for edge in edges]).codes(features)
    return Binned(edges, codes, n_categorical, monotone)


def best(
    binned: Binned, y: Floats, candidates: Sequence[Settings], *, n_pairs: int, seed: int
) -> tuple[Tables, Floats]:
    """Fit each candidate and keep one: a later, richer one only where it is better by a standard error.

    Returns:
        The model, and for each row the log-odds from models that did not see it.
    """
    fits = [fit(binned, y, chosen, n_pairs=n_pairs, seed=seed) for chosen in candidates]
    found = fits[0]
    for other in fits[1:]:
        gain = calibration.losses(y, found[1]) - calibration.losses(y, other[1])
        if gain.mean() > gain.std() / np.sqrt(len(y)):
            found = other
    return found


def fit(binned: Binned, y: Floats, chosen: Settings, *, n_pairs: int = 0, seed: int) -> tuple[Tables, Floats]:
    """The mean of models that each left a part of the rows out, calibrated on what they say of that part."""
    parts: list[Boosted] = []
    left_out = np.zeros(len(y))
    gained: dict[Term, float] = defaultdict(float)
    met = triples.times_met(binned.codes, binned.edges)
    with threadpool_limits(1, "openmp"):  # on a busy machine threads wait for each other longer than they work
        together = promising(binned, y, chosen, seed) if chosen.triples else []
        for at, rows in enumerate(held_out_rows(y, chosen, seed)):
            part = trees.fit(
                binned.codes[~rows], y[~rows], **_fixed(binned, y, rows), paired=chosen.paired, triples=together,
                random_state=seed + at, **chosen.boosting,
            )  # fmt: skip
            tables = triples.lowered(_with_triples(part.tables, [part], binned, met), binned.codes)
            left_out[rows] += tables.intercept + tables.contributions(binned.codes[rows]).sum(axis=1)
            for term, gain in purify.gains(tables, binned.codes, rows, y).items():
                gained[term] += gain
            parts.append(part)
    left_out /= chosen.repeats
    slope, shift = calibration.affine(left_out, y)
    mean = _with_triples(additive.mean_of(purify.union([part.tables for part in parts])), parts, binned, met)
    whole = purify.strongest(
        triples.lowered(mean, binned.codes), binned.codes, gained, n_pairs=n_pairs, n_triples=chosen.triples
    )
    return whole.calibrated(slope, shift), slope * left_out + shift


def promising(binned: Binned, y: Floats, chosen: Settings, seed: int) -> list[Three]:
    """The triples that bring most in trees which may join any three features."""
    weight: dict[Three, float] = defaultdict(float)
    for at, rows in enumerate(held_out_rows(y, replace(chosen, repeats=1), seed)):
        found = trees.weight_of_triples(
            binned.codes[~rows], y[~rows], **_fixed(binned, y, rows), random_state=seed + at, **chosen.boosting
        )
        for three, gain in found.items():
            weight[three] += gain
    return sorted(weight, key=lambda three: (-weight[three], three))[: chosen.triples]


def _fixed(binned: Binned, y: Floats, rows: Any) -> dict[str, Any]:
    return {
        "edges": binned.edges,
        "n_categorical": binned.n_categorical,
        "monotone": binned.monotone,
        "stop_by": (binned.codes[rows], y[rows]),
    }


def _with_triples(tables: Tables, parts: list[Boosted], binned: Binned, met: list[Floats]) -> Tables:
    """The model with one table for the leaves of each triple, of the mean of the parts."""
    leaves: dict[Three, list[Leaf]] = defaultdict(list)
    for part in parts:
        for three, found in part.leaves.items():
            leaves[three] += found
    made = [
        triples.condense(three, leaves[three], met, n_categorical=binned.n_categorical, share=1 / len(parts))
        for three in sorted(leaves)
    ]
    return replace(tables, triples=tuple(made))


def held_out_rows(y: Floats, chosen: Settings, seed: int) -> Iterator[Any]:
    """Which rows each model leaves out, the bad spread evenly."""
    for repeat in range(chosen.repeats):
        rng = np.random.default_rng([seed, repeat])
        fold = np.empty(len(y), dtype=np.int64)
        for label in (0, 1):
            rows = rng.permutation(np.flatnonzero(y == label))
            fold[rows] = np.arange(len(rows)) % chosen.folds
        yield from (fold == held for held in range(chosen.folds))
