"""What the forecast engine has learned from other accounts: plain arrays, kept in one .npz."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ARCHETYPE_MONTHS, ARCHETYPE_DAYS = 12, 31


def _array(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


@dataclass(frozen=True)
class ForecastModel:
    """Parameters of the day-of-month engine; the defaults are the baseline that needs no training.

    Attributes:
        half_life_days: Age at which a month of the past counts half.
        shift_kernel: Odds of a month being replayed -2, -1, 0, 1 or 2 days off; shape (5,).
        population_share: Share of paths taken from other accounts, by full months of history; the last for all longer
            histories; shape (M,).
        noise: Log-scale spread of the level of a path, by flow and by full months of history; shape (2, M).
        stop_after_days: Days without any flow from which an account may have stopped; shape (B,).
        stop_probability: Probability that it has, from each of these days on; shape (B,).
        archetypes: Flows of other accounts by flow, month and day of the month, in units of each one's mean daily flow;
            shape (P, 2, 12, 31). None in the baseline.
    """

    half_life_days: Floats = field(default_factory=lambda: _array(75.0))
    shift_kernel: Floats = field(default_factory=lambda: _array(0.05, 0.1, 0.7, 0.1, 0.05))
    population_share: Floats = field(default_factory=lambda: _array(1.0, 0.4, 0.25, 0.15, 0.1, 0.05))
    noise: Floats = field(default_factory=lambda: np.full((2, 6), 0.15))
    stop_after_days: Floats = field(default_factory=lambda: _array(35, 50, 70, 100, 150))
    stop_probability: Floats = field(default_factory=lambda: _array(0.1, 0.3, 0.5, 0.7, 0.9))
    archetypes: Floats = field(default_factory=lambda: np.zeros((0, 2, ARCHETYPE_MONTHS, ARCHETYPE_DAYS)))

    def save(self, path: Path) -> None:
        """Write the arrays."""
        arrays = {one.name: getattr(self, one.name) for one in fields(self)}
        arrays["archetypes"] = self.archetypes.astype(np.float32)
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> ForecastModel:
        """Read what `save` wrote; refuses pickles."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{one.name: arrays[one.name].astype(np.float64) for one in fields(cls)})
