"""Fits the networks that correct the replay: Adam, plain numpy, repeatable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.model import CLIP, LEAK, LEVELS, Network, Weights, softmax

LEVELS_32 = LEVELS.astype(np.float32)
SMOOTH = np.float32(0.004)  # errors below it are counted by their square, or the loss would rattle around zero
MOMENTUM, MEMORY = 0.9, 0.99
DECAY = 1e-3


Rows = NDArray[np.int64]
Loss = Callable[[Rows, Weights], Weights]


@dataclass(frozen=True)
class Training:
    """How a network is fitted."""

    hidden: tuple[int, ...] = (64, 64)
    epochs: int = 12
    batch: int = 512
    rate: float = 3e-3
    seed: int = 0


def fit(features: Weights, outputs: int, loss: Loss, how: Training) -> Network:
    """Fit a network from scratch.

    Args:
        features: shape (n, F).
        outputs: Width of the last layer.
        loss: Gradient of each row's loss by its output, from the numbers of the rows and their output.
        how: Size and pace.
    """
    centre, spread = features.mean(axis=0), features.std(axis=0) + np.float32(1e-6)
    inputs = np.clip((features - centre) / spread, -CLIP, CLIP)
    layers = _start((inputs.shape[1], *how.hidden, outputs), how.seed)
    optimiser = Adam(layers, how.rate, steps=how.epochs * max(len(inputs) // how.batch, 1))
    for rows in _batches(len(inputs), how):
        optimiser.step(_gradients(layers, inputs[rows], rows, loss))
    return Network(centre, spread, tuple(layers[0::2]), tuple(layers[1::2]))


def pinball(replayed: Weights, happened: Weights) -> Loss:
    """Loss of quantiles at LEVELS that are the replayed ones and the network's correction.

    Args:
        replayed: shape (n, L).
        happened: shape (n,).
    """

    def slope(rows: Rows, output: Weights) -> Weights:
        error = happened[rows, None] - replayed[rows] - output
        side = np.where(error > 0, -LEVELS_32, 1 - LEVELS_32)
        return np.asarray(side * np.minimum(np.abs(error) / SMOOTH, 1), dtype=np.float32)

    return slope


def cross_entropy(replayed: Weights, state: Rows) -> Loss:
    """Loss of log-odds that are the replayed ones and the network's correction.

    Args:
        replayed: shape (n, S).
        state: Number of the state that came; shape (n,).
    """

    def slope(rows: Rows, output: Weights) -> Weights:
        odds = softmax(replayed[rows] + output)
        odds[np.arange(len(rows)), state[rows]] -= 1
        return odds

    return slope


def _start(sizes: tuple[int, ...], seed: int) -> list[Weights]:
    """Weights and biases by turns; the last layer starts at no correction."""
    rng = np.random.default_rng(seed)
    layers: list[Weights] = []
    for fan_in, fan_out in zip(sizes, sizes[1:], strict=False):
        layers.append((rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)).astype(np.float32))
        layers.append(np.zeros(fan_out, dtype=np.float32))
    layers[-2] *= np.float32(0.1)
    return layers


def _batches(n: int, how: Training) -> Iterator[Rows]:
    rng = np.random.default_rng(how.seed)
    batch = min(how.batch, n)
    for _ in range(how.epochs):
        order = rng.permutation(n)
        yield from (order[first : first + batch] for first in range(0, n - batch + 1, batch))


def _gradients(layers: list[Weights], inputs: Weights, rows: Rows, loss: Loss) -> list[Weights]:
    """Gradient of the mean loss, in the order of `layers`."""
    activations = [inputs]
    for at in range(0, len(layers) - 2, 2):
        linear = activations[-1] @ layers[at] + layers[at + 1]
        activations.append(np.maximum(linear, LEAK * linear))
    back = loss(rows, activations[-1] @ layers[-2] + layers[-1]) / np.float32(len(inputs))
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
