"""What the forecast engine has learned from other accounts: plain arrays, kept in one .npz."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

LEAK = np.float32(0.01)
CLIP = np.float32(4.0)

LEVELS = np.array([0.01, 0.025, *(0.05 * step for step in range(1, 20)), 0.975, 0.99])
STATES = ("neither", "out", "in", "both", "both, more out than in")  # what a week may see

NETWORKS = ("sizes", "states", "months")


@dataclass(frozen=True)
class Network:
    """Layers of a small network on standardised features.

    Attributes:
        centre, spread: To standardise the features; shape (F,).
        weights: Matrices of the layers, input first.
        biases: Of the layers.
    """

    centre: Weights
    spread: Weights
    weights: tuple[Weights, ...]
    biases: tuple[Weights, ...]

    def __call__(self, features: Weights) -> Weights:
        """Output of the last layer.

        Args:
            features: shape (A, rows, F). Accounts are multiplied one by one: none depends on how many there are.
        """
        hidden = np.clip((features - self.centre) / self.spread, -CLIP, CLIP)
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            hidden = hidden @ weights + bias
            hidden = np.maximum(hidden, LEAK * hidden)
        return np.asarray(hidden @ self.weights[-1] + self.biases[-1])

    def arrays(self, name: str) -> dict[str, Weights]:
        """What is kept of it, by name."""
        layers = {f"{name}_weights_{at}": layer for at, layer in enumerate(self.weights)}
        layers |= {f"{name}_biases_{at}": layer for at, layer in enumerate(self.biases)}
        return {f"{name}_centre": self.centre, f"{name}_spread": self.spread} | layers

    @classmethod
    def of(cls, arrays: Mapping[str, Weights], name: str) -> Network:
        """Read what `arrays` named."""
        depth = sum(key.startswith(f"{name}_weights_") for key in arrays)
        return cls(
            arrays[f"{name}_centre"],
            arrays[f"{name}_spread"],
            tuple(arrays[f"{name}_weights_{at}"] for at in range(depth)),
            tuple(arrays[f"{name}_biases_{at}"] for at in range(depth)),
        )


@dataclass(frozen=True)
class ForecastModel:
    """What corrects the replay; empty in the baseline, which replays as it is.

    Attributes:
        sizes: Corrects the quantiles of a flow in a week.
        states: Corrects how likely each of STATES is.
        months: Corrects the past values of a short series by the month.
    """

    sizes: Network | None = None
    states: Network | None = None
    months: Network | None = None

    @classmethod
    def baseline(cls) -> ForecastModel:
        """Nothing learned."""
        return cls()

    def quantiles(self, features: Weights, replayed: Weights) -> Weights:
        """Quantiles of the flow of a week.

        Args:
            features: shape (A, rows, F).
            replayed: Quantiles of the replay at `LEVELS`; shape (A, rows, L).

        Returns:
            Not negative, rising along the last axis; same shape as `replayed`.
        """
        if self.sizes is None:
            return replayed
        return np.asarray(np.sort(np.maximum(replayed + self.sizes(features), 0), axis=-1))

    def probabilities(self, features: Weights, replayed: Weights) -> Weights:
        """Probability of each of `STATES` in a week.

        Args:
            features: shape (A, h, G).
            replayed: Their log-odds in the replay; shape (A, h, 5).
        """
        if self.states is None:
            return softmax(replayed)
        return softmax(replayed + self.states(features))

    def save(self, path: Path) -> None:
        """Write the arrays."""
        kept: dict[str, Weights] = {}
        for name in NETWORKS:
            network: Network | None = getattr(self, name)
            kept |= {} if network is None else network.arrays(name)
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **kept)

    @classmethod
    def load(cls, path: Path) -> ForecastModel:
        """Read what `save` wrote; refuses pickles."""
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file}
        return cls(**{name: Network.of(arrays, name) for name in NETWORKS})


def softmax(scores: Weights) -> Weights:
    """Probabilities from log-odds, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
