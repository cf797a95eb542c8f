"""An additive model read from tables: each feature adds what its bin says, and that is all there is to it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml_service.scoring.features import FEATURES

Floats = NDArray[np.float64]

BASE_RATE = 0.1125  # share of the PKDD'99 loans that went bad


@dataclass(frozen=True)
class Scorecard:
    """Tables of log-odds of default.

    Attributes:
        intercept: Log-odds before any feature; shape ().
        edges: Upper edges of the bins of each feature, a value on an edge belongs below it; padded with infinity;
            shape (F, B).
        values: Log-odds that each bin adds; the last column is for a missing value; shape (F, B + 2).
        typical: Mean of what each feature added over the accounts fitted on; shape (F,).
    """

    intercept: Floats
    edges: Floats
    values: Floats
    typical: Floats

    def contributions(self, features: Floats) -> Floats:
        """What each feature adds to the log-odds; features and result of shape (n, F)."""
        added = np.empty_like(features)
        for column, (edges, values) in enumerate(zip(self.edges, self.values, strict=True)):
            bins = np.searchsorted(edges, features[:, column], side="left")
            added[:, column] = values[np.where(np.isnan(features[:, column]), len(values) - 1, bins)]
        return added

    def log_odds(self, features: Floats) -> Floats:
        """Log-odds of default; shape (n,)."""
        return np.asarray(self.contributions(features).sum(axis=1) + self.intercept)

    def explain(self, features: list[float]) -> list[float]:
        """`contributions` of one row, without the overhead of arrays."""
        return [
            values[-1] if value != value else values[bisect_left(edges, value)]
            for value, (edges, values) in zip(features, self._tables, strict=True)
        ]

    @cached_property
    def _tables(self) -> list[tuple[list[float], list[float]]]:
        return [
            (edges[np.isfinite(edges)].tolist(), values.tolist())
            for edges, values in zip(self.edges, self.values, strict=True)
        ]

    def save(self, path: Path) -> None:
        """Write the tables."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                allow_pickle=False,
                intercept=self.intercept,
                edges=self.edges,
                values=self.values,
                typical=self.typical,
            )

    @classmethod
    def load(cls, path: Path) -> Scorecard:
        """Read what `save` wrote; refuses pickles."""
        with np.load(path, allow_pickle=False) as arrays:
            names = ("intercept", "edges", "values", "typical")
            return cls(*(arrays[name] for name in names))

    @classmethod
    def base_rate(cls) -> Scorecard:
        """The same for everybody: what answers while no model has been fitted."""
        n = len(FEATURES)
        odds = np.log(BASE_RATE / (1 - BASE_RATE))
        return cls(np.array(odds), np.full((n, 1), np.inf), np.zeros((n, 3)), np.zeros(n))
