"""An additive model read from tables: what each feature adds, and what chosen pairs and triples add on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[int, int]
Three = tuple[int, int, int]
Term = tuple[int, ...]  # features that act together, rising

MAX_BINS = 254
CHUNK = 16_384  # rows at a time: codes and tables then stay in the cache
THREADS = 2


@dataclass(frozen=True)
class Triple:
    """What three features add together, on few groups of their bins, so that the table stays small.

    Attributes:
        features: Which three, rising.
        groups: Group of each bin of each of them, the missing last; one array a feature.
        values: What each cell adds; one axis a feature.
    """

    features: Three
    groups: tuple[Ints, Ints, Ints]
    values: Floats

    def cells(self, codes: Sequence[Ints]) -> Ints:
        """Cell of each row in the flattened table; `codes` holds the bins of every feature, one array a feature."""
        (a, b, c), (of_a, of_b, of_c), (_, wide, deep) = self.features, self.groups, self.values.shape
        cells: Ints = (of_a * (wide * deep)).take(codes[a])
        cells += (of_b * deep).take(codes[b])
        cells += of_c.take(codes[c])
        return cells


@dataclass(frozen=True)
class Tables:
    """An additive model.

    Attributes:
        intercept: Log-odds before any feature.
        edges: Upper edges of the bins of each feature, a value on an edge belongs below it; one array a feature.
        values: What each bin adds, a missing value last; one array a feature, two longer than its edges.
        pairs: Features that act together.
        pair_values: What each cell of a pair adds, missing last in both directions.
        triples: What features add three by three.
    """

    intercept: float
    edges: list[Floats]
    values: list[Floats]
    pairs: tuple[Pair, ...] = ()
    pair_values: tuple[Floats, ...] = ()
    triples: tuple[Triple, ...] = ()

    def codes(self, features: Floats) -> Ints:
        """Bin of each value, the missing in the last; shape (n, F)."""
        columns = [to_codes(features[:, at], edges) for at, edges in enumerate(self.edges)]
        return np.stack(columns, axis=1)

    def contributions(self, codes: Ints) -> Floats:
        """What each feature adds, then each pair, then each triple; shape (n, F + P + T)."""
        return np.stack(list(self._parts(list(codes.T))), axis=1)

    def log_odds(self, features: Floats) -> Floats:
        """Log-odds of bad; shape (n,)."""
        starts = range(0, len(features), CHUNK)
        if len(starts) < 2 * THREADS:
            return np.concatenate([self._some(features[at : at + CHUNK]) for at in starts] or [np.empty(0)])
        with ThreadPoolExecutor(THREADS) as pool:  # numpy lets go of the lock while it searches and takes
            return np.concatenate(list(pool.map(lambda at: self._some(features[at : at + CHUNK]), starts)))

    def calibrated(self, slope: float, shift: float) -> Tables:
        """Stretch the log-odds, each part alike: they still add up."""
        return replace(
            self,
            intercept=self.intercept * slope + shift,
            values=[one * slope for one in self.values],
            pair_values=tuple(one * slope for one in self.pair_values),
            triples=tuple(replace(one, values=one.values * slope) for one in self.triples),
        )

    def _some(self, features: Floats) -> Floats:
        codes = [to_codes(np.ascontiguousarray(features[:, at]), edges) for at, edges in enumerate(self.edges)]
        total = np.full(len(features), self.intercept)
        for part in self._parts(codes):
            total += part
        return total

    def _parts(self, codes: list[Ints]) -> Iterator[Floats]:
        for column, values in zip(codes, self.values, strict=True):
            yield values.take(column)
        for (a, b), table in zip(self.pairs, self.pair_values, strict=True):
            yield table.take(codes[a] * table.shape[1] + codes[b])
        for triple in self.triples:
            yield triple.values.take(triple.cells(codes))


def to_codes(column: Floats, edges: Floats) -> Ints:
    """Bin of each value; the missing in the last, len(edges) + 1. NaN sorts behind every number."""
    codes = edges.searchsorted(column, side="left")
    codes += np.isnan(column)
    return codes.astype(np.int64, copy=False)


def bin_edges(column: Floats, max_bins: int) -> Floats:
    """Edges midway between neighbouring values where they are few, else at quantiles; rising, without repeats.

    A value of its own right, as a special code is, keeps a bin of its own: quantiles repeat on what is frequent.
    """
    known = column[np.isfinite(column)]
    distinct = np.unique(known)
    if len(distinct) > max_bins:
        points, times = np.unique(np.quantile(known, np.linspace(0, 1, max_bins), method="lower"), return_counts=True)
        at = np.searchsorted(distinct, points)
        cuts = np.union1d(at[at > 0], at[(times > 1) & (at < len(distinct) - 1)] + 1)
        return np.asarray((distinct[cuts - 1] + distinct[cuts]) / 2)
    return np.asarray(distinct[:-1] + np.diff(distinct) / 2)


def mean_of(parts: list[Tables]) -> Tables:
    """The mean of models that share their edges and pairs, without triples."""
    first = parts[0]
    return replace(
        first,
        intercept=float(np.mean([part.intercept for part in parts])),
        values=[np.mean([part.values[at] for part in parts], axis=0) for at in range(len(first.values))],
        pair_values=tuple(
            np.mean([part.pair_values[at] for part in parts], axis=0) for at in range(len(first.pair_values))
        ),
        triples=(),
    )
