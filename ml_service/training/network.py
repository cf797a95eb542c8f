"""Fits the network that corrects replayed quantiles: pinball loss, Adam, plain numpy, repeatable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.model import LEAK, LEVELS, ForecastModel, Weights

LEVELS_32 = LEVELS.astype(np.float32)
CLIP = np.float32(6.0)
SMOOTH = np.float32(0.004)  # errors below it are counted by their square, or the loss would rattle around zero
MOMENTUM, MEMORY = 0.9, 0.99
DECAY = 1e-3


@dataclass(frozen=True)
class Examples:
    """Weeks with what the replay said and what happened, in seven units.

    Attributes:
        features: shape (n, F).
        replayed: Quantiles at LEVELS; shape (n, L).
        happened: shape (n,).
    """

    features: Weights
    replayed: Weights
    happened: Weights

    def __len__(self) -> int:
        return len(self.happened)


def fit(
    examples: Examples, *, hidden: tuple[int, ...], epochs: int, batch: int, rate: float, seed: int
) -> ForecastModel:
    """Fit a network from scratch."""
    centre, spread = examples.features.mean(axis=0), examples.features.std(axis=0) + np.float32(1e-6)
    inputs = np.clip((examples.features - centre) / spread, -CLIP, CLIP)
    layers = _start((inputs.shape[1], *hidden, len(LEVELS)), seed)
    optimiser = Adam(layers, rate, steps=epochs * (len(examples) // batch))
    for rows in _batches(len(examples), epochs, batch, seed):
        optimiser.step(_gradients(layers, inputs[rows], examples.replayed[rows], examples.happened[rows]))
    return ForecastModel(centre, spread, tuple(layers[0::2]), tuple(layers[1::2]))


def _start(sizes: tuple[int, ...], seed: int) -> list[Weights]:
    """Weights and biases by turns; the last layer starts at no correction."""
    rng = np.random.default_rng(seed)
    layers: list[Weights] = []
    for fan_in, fan_out in zip(sizes, sizes[1:], strict=False):
        layers.append((rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)).astype(np.float32))
        layers.append(np.zeros(fan_out, dtype=np.float32))
    layers[-2] *= np.float32(0.1)
    return layers


def _batches(n: int, epochs: int, batch: int, seed: int) -> Iterator[NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(n)
        yield from (order[first : first + batch] for first in range(0, n - batch + 1, batch))


def _gradients(layers: list[Weights], inputs: Weights, replayed: Weights, happened: Weights) -> list[Weights]:
    """Gradient of the mean pinball loss, in the order of `layers`."""
    activations = [inputs]
    for at in range(0, len(layers) - 2, 2):
        linear = activations[-1] @ layers[at] + layers[at + 1]
        activations.append(np.maximum(linear, LEAK * linear))
    error = happened[:, None] - replayed - activations[-1] @ layers[-2] - layers[-1]
    slope = np.where(error > 0, -LEVELS_32, 1 - LEVELS_32) * np.minimum(np.abs(error) / SMOOTH, 1)
    back = (slope / np.float32(len(inputs))).astype(np.float32)
    found: list[Weights] = []
    for at in range(len(layers) - 2, -1, -2):
        before = activations[at // 2]
        found = [before.T @ back, back.sum(axis=0), *found]
        back = (back @ layers[at].T) * np.where(before > 0, np.float32(1), LEAK)
    return found


class Adam:
    """Adam with decoupled decay of the matrices and a cosine schedule; changes the layers in place.

    Source: D. P. Kingma & J. Ba, Adam (2015); I. Loshchilov & F. Hutter, Decoupled weight decay (2019).
    """

    def __init__(self, layers: list[Weights], rate: float, steps: int) -> None:
        self._layers, self._rate, self._steps, self._done = layers, rate, steps, 0
        self._mean = [np.zeros_like(layer) for layer in layers]
        self._square = [np.zeros_like(layer) for layer in layers]

    def step(self, gradients: list[Weights]) -> None:
        """Move every layer against its gradient."""
        self._done += 1
        rate = self._rate * 0.5 * (1 + np.cos(np.pi * self._done / self._steps))
        for layer, gradient, mean, square in zip(self._layers, gradients, self._mean, self._square, strict=True):
            mean += (1 - MOMENTUM) * (gradient - mean)
            square += (1 - MEMORY) * (gradient * gradient - square)
            direction = mean / (1 - MOMENTUM**self._done)
            direction /= np.sqrt(square / (1 - MEMORY**self._done)) + 1e-8
            if layer.ndim == 2:
                direction += DECAY * layer
            layer -= np.float32(rate) * direction
