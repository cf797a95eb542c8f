"""What the forecast engine has learned from other accounts: plain arrays, kept in one .npz."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

LEAK = np.float32(0.01)
CLIP = np.float32(6.0)

LEVELS = np.array([0.01, 0.025, *(0.05 * step for step in range(1, 20)), 0.975, 0.99])


@dataclass(frozen=True)
class ForecastModel:
    """A small network that corrects the replayed quantiles of a week; empty in the baseline, which replays as it is.

    Attributes:
        centre, spread: To standardise the features; shape (F,).
        weights: Matrices of the layers, input first.
        biases: Of the layers.
    """

    centre: Weights
    spread: Weights
    weights: tuple[Weights, ...] = ()
    biases: tuple[Weights, ...] = ()

    @classmethod
    def baseline(cls) -> ForecastModel:
        """Nothing learned."""
        return cls(np.zeros(0, np.float32), np.ones(0, np.float32))

    def correct(self, features: Weights, replayed: Weights) -> Weights:
        """Quantiles of the flow of a week.

        Args:
            features: shape (A, rows, F). Accounts are multiplied one by one: none depends on how many there are.
            replayed: Quantiles of the replay at `LEVELS`; shape (A, rows, L).

        Returns:
            Not negative, rising along the last axis; same shape as `replayed`.
        """
        if not self.weights:
            return replayed
        hidden = np.clip((features - self.centre) / self.spread, -CLIP, CLIP)
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            hidden = hidden @ weights + bias
            hidden = np.maximum(hidden, LEAK * hidden)
        corrected = replayed + hidden @ self.weights[-1] + self.biases[-1]
        return np.asarray(np.sort(np.maximum(corrected, 0), axis=-1))

    def save(self, path: Path) -> None:
        """Write the arrays."""
        layers = {f"weights_{at}": layer for at, layer in enumerate(self.weights)}
        layers |= {f"biases_{at}": layer for at, layer in enumerate(self.biases)}
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, centre=self.centre, spread=self.spread, **layers)

    @classmethod
    def load(cls, path: Path) -> ForecastModel:
        """Read what `save` wrote; refuses pickles."""
        with np.load(path, allow_pickle=False) as arrays:
            depth = sum(name.startswith("weights_") for name in arrays)
            return cls(
                arrays["centre"],
                arrays["spread"],
                tuple(arrays[f"weights_{at}"] for at in range(depth)),
                tuple(arrays[f"biases_{at}"] for at in range(depth)),
            )
