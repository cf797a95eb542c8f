"""Fits models that each leave a part of the rows out: what they say of it stops, chooses and calibrates them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ml_service.training import additive, calibration, purify, trees, triples
from ml_service.training.additive import Floats, Ints, Tables, Term, Three
from ml_service.training.trees import Boosted, Leaf


@dataclass(frozen=True)
class Settings:
    """How one model is fitted.

    Attributes:
        folds: A model for each part of the rows that is left out, which also says when to stop.
        repeats: Times that the rows are parted anew.
        boosting: Passed to scikit-learn.
        pairs, triples: How many may act together; trees of any features are fitted first, and choose which.
    """

    folds: int
    repeats: int
    boosting: dict[str, Any]
    pairs: int = 0
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


def best(binned: Binned, y: Floats, candidates: Sequence[Settings], *, seed: int) -> tuple[Tables, Floats]:
    """Fit each candidate and keep one: a later, richer one only where it is better by a standard error.

    Returns:
        The model, and for each row the log-odds from models that did not see it.
    """
    fits = [fit(binned, y, chosen, seed=seed) for chosen in candidates]
    found = fits[0]
    for other in fits[1:]:
        gain = calibration.losses(y, found[1]) - calibration.losses(y, other[1])
        if gain.mean() > gain.std() / np.sqrt(len(y)):
            found = other
    return found


def fit(binned: Binned, y: Floats, chosen: Settings, *, seed: int) -> tuple[Tables, Floats]:
    """The mean of models that each left a part of the rows out, calibrated on what they say of that part."""
    parts: list[Boosted] = []
    left_out = np.zeros(len(y))
    met = triples.times_met(binned.codes, binned.edges)
    with threadpool_limits(1, "openmp"):  # on a busy machine threads wait for each other longer than they work
        terms = promising(binned, y, chosen, seed) if chosen.pairs or chosen.triples else []
        for at, rows in enumerate(held_out_rows(y, chosen, seed)):
            part = trees.fit(
                binned.codes[~rows], y[~rows], **_fixed(binned, y, rows), terms=terms,
                random_state=seed + at, **chosen.boosting,
            )  # fmt: skip
            tables = _with_triples(part.tables, [part], binned, met)
            left_out[rows] += tables.intercept + tables.contributions(binned.codes[rows]).sum(axis=1)
            parts.append(part)
    left_out /= chosen.repeats
    slope, shift = calibration.affine(left_out, y)
    mean = _with_triples(additive.mean_of(purify.union([part.tables for part in parts])), parts, binned, met)
    whole = purify.purified(triples.lowered(mean, binned.codes), binned.codes)
    return whole.calibrated(slope, shift), slope * left_out + shift


def promising(binned: Binned, y: Floats, chosen: Settings, seed: int) -> list[Term]:
    """The pairs and triples that bring most in trees which may join any three features.

    All that are chosen stay: terms lean on each other, and what is left after leaving some out is worse.
    """
    weight: dict[Term, float] = defaultdict(float)
    for at, rows in enumerate(held_out_rows(y, replace(chosen, repeats=1), seed)):
        found = trees.weight_of_terms(
            binned.codes[~rows], y[~rows], **_fixed(binned, y, rows), random_state=seed + at, **chosen.boosting
        )
        for term, gain in found.items():
            weight[term] += gain
    best = sorted(weight, key=lambda term: (-weight[term], term))
    pairs, threes = ([term for term in best if len(term) == size] for size in (2, 3))
    return pairs[: chosen.pairs] + threes[: chosen.triples]


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
