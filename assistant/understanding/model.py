"""The intent model that `make train` fits, evaluated in plain Python: a sum over the features of a text."""

import base64
import json
import math
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ml_service.ngrams import ngrams

FILE = "intents.json"
FORMAT = 1


class NoIntentModel(RuntimeError):
    """The intent model is absent or not readable: `make train` (or `make run`) fits it."""


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Weights by feature: a row of whole numbers each, one for every name, to be divided by `scale`."""

    names: Sequence[str]
    bias: Sequence[float]
    scale: float
    rows: Mapping[str, int]
    weights: Sequence[int]

    def probabilities(self, text: str) -> dict[str, float]:
        """Return how likely each name is for a text, the likeliest first."""
        count = len(self.names)
        totals = [value * self.scale for value in self.bias]
        for feature, strength in ngrams(text).items():
            row = self.rows.get(feature)
            if row is not None:
                start = row * count
                for place, weight in enumerate(self.weights[start : start + count]):
                    totals[place] += strength * weight
        top = max(totals)
        powers = [math.exp((total - top) / self.scale) for total in totals]
        whole = sum(powers)
        found = sorted(zip(self.names, powers, strict=True), key=lambda pair: -pair[1])
        return {name: power / whole for name, power in found}

    def seen(self, word: str) -> bool:
        """Tell whether the model has learned anything of a word."""
        return "w" + word in self.rows


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int) -> IntentModel:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}, not {FORMAT}")
        weights = array("h", base64.b64decode(told["weights"]))
        if sys.byteorder == "big":
            weights.byteswap()
        rows = {feature: row for row, feature in enumerate(told["features"])}
        if len(weights) != len(rows) * len(told["names"]):
            raise ValueError("weights are missing")
        return IntentModel(told["names"], told["bias"], float(told["scale"]), rows, weights)
    except (ValueError, KeyError, TypeError) as error:
        raise NoIntentModel(f"{path} is not an intent model ({error}); make train fits it anew") from error


def load(folder: Path) -> IntentModel:
    """Return the model of a folder, read anew when its file changed.

    Raises:
        NoIntentModel: there is none, or it cannot be read.
    """
    path = folder / FILE
    try:
        changed_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise NoIntentModel(f"{path} is absent; make train fits it") from error
    return _read(path, changed_ns)
