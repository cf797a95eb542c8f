"""Fits a linear model of short texts: which of several intents one has. It knows texts, and nothing of who asks."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from ml_service.ngrams import ngrams

NAME = "intents"
SEEN_IN = 2  # texts that a feature has to occur in
FOLDS = 3
A_LINE = 2  # texts of it that a held-out model is fitted and judged on: the others are much like them
STRENGTH = 1.0  # of the fit: the inverse of the penalty
SCALE = 500  # weights are kept as whole five-hundredths

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Texts with their intents; texts of one `line` were drawn from one template and are never parted."""

    texts: Sequence[str]
    intents: NDArray[np.str_]
    languages: NDArray[np.str_]
    line: NDArray[np.int64]


@dataclass(frozen=True)
class Linear:
    """Scores of the intents: features times weights, plus a bias."""

    names: Sequence[str]
    vocabulary: dict[str, int]
    weights: Floats
    bias: Floats

    def scores(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column an intent."""
        found: Floats = np.asarray(_matrix(texts, self.vocabulary) @ self.weights) + self.bias
        return found


def read(path: Path) -> Table:
    """Read a CSV with the columns text, intent, language and, where there are templates, line.

    Raises:
        ValueError: a column is missing, or there is nothing to tell apart.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"text", "intent", "language"} <= rows[0].keys():
        raise ValueError(f"{path} needs the columns text, intent and language, and a row")
    table = Table(
        [row["text"] for row in rows],
        np.array([row["intent"] for row in rows]),
        np.array([row["language"] for row in rows]),
        np.array([int(row.get("line") or number) for number, row in enumerate(rows)]),
    )
    if len(set(table.intents)) < 2:
        raise ValueError(f"{path} has one intent only")
    return table


def fit(texts: Sequence[str], intents: NDArray[np.str_]) -> Linear:
    """Fit on texts; every intent weighs the same, however many texts it has."""
    vocabulary = _vocabulary(texts)
    model = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=0)
    model.fit(_matrix(texts, vocabulary), intents)
    return Linear([str(name) for name in model.classes_], vocabulary, model.coef_.T, model.intercept_)


def _vocabulary(texts: Sequence[str]) -> dict[str, int]:
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(ngrams(text).keys())
    return {name: place for place, name in enumerate(sorted(name for name, count in seen.items() if count >= SEEN_IN))}


def _matrix(texts: Sequence[str], vocabulary: dict[str, int]) -> csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for text in texts:
        for name, weight in ngrams(text).items():
            column = vocabulary.get(name)
            if column is not None:
                values.append(weight)
                columns.append(column)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(texts), len(vocabulary)))


def thinned(table: Table) -> Table:
    """The first texts of every line."""
    seen: Counter[int] = Counter()
    kept = []
    for row, line in enumerate(table.line.tolist()):
        seen[line] += 1
        if seen[line] <= A_LINE:
            kept.append(row)
    texts = [table.texts[row] for row in kept]
    return Table(texts, table.intents[kept], table.languages[kept], table.line[kept])


def held_out(table: Table, seed: int = 0) -> tuple[Floats, NDArray[np.int64]]:
    """Scores of each text by a model that has seen no text of its line, and the right column."""
    rng = np.random.default_rng(seed)
    lines = np.unique(table.line)
    fold_of = dict(zip(lines.tolist(), rng.permutation(len(lines)) % FOLDS, strict=True))
    fold = np.array([fold_of[line] for line in table.line.tolist()])
    names = sorted(set(table.intents.tolist()))
    scores = np.full((len(table.texts), len(names)), -3.0)
    for held in range(FOLDS):
        kept, out = np.flatnonzero(fold != held).tolist(), np.flatnonzero(fold == held).tolist()
        model = fit([table.texts[row] for row in kept], table.intents[kept])
        columns = [names.index(name) for name in model.names]
        scores[np.ix_(np.array(out), np.array(columns))] = model.scores([table.texts[row] for row in out])
    return scores, np.array([names.index(name) for name in table.intents])


def temperature(scores: Floats, right: NDArray[np.int64], weights: Floats) -> float:
    """What scores are divided by so that their softmax says how often it is right."""

    def loss(log_divisor: float) -> float:
        return float(-(weights * np.log(softmax(scores / np.exp(log_divisor))[np.arange(len(right)), right])).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))


def softmax(scores: Floats) -> Floats:
    """Probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = np.maximum(powers / powers.sum(axis=1, keepdims=True), 1e-12)
    return found


def train(phrases: Path, out: Path) -> dict[str, Any]:
    """Fit, calibrate and measure; write `intents.json` (the weights) and `intents-card.json` (what it is)."""
    table = read(phrases)
    started = time.perf_counter()
    judged = thinned(table)
    scores, right = held_out(judged)
    sizes = Counter(judged.line.tolist())
    weights = np.array([1 / sizes[line] for line in judged.line.tolist()])
    divisor = temperature(scores, right, weights)
    model = fit(table.texts, table.intents)
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_plain(model, divisor), ensure_ascii=False, sort_keys=True)
    (out / "intents.json").write_text(text + "\n", encoding="utf-8")
    card = _card(table, judged, scores / divisor, right, weights, model) | {
        "temperature": round(divisor, 4),
        "sha256": hashlib.sha256((text + "\n").encode()).hexdigest(),
    }
    (out / "intents-card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card | {"fit_seconds": round(time.perf_counter() - started, 1)}


def _plain(model: Linear, divisor: float) -> dict[str, Any]:
    """The model as JSON: a row of 16-bit whole numbers a feature, little-endian, in base64; the divisor is in them."""
    whole = np.clip(np.rint(model.weights / divisor * SCALE), -32_768, 32_767).astype("<i2")
    return {
        "format": 1,
        "names": list(model.names),
        "bias": [round(float(value / divisor), 4) for value in model.bias],
        "scale": SCALE,
        "features": sorted(model.vocabulary, key=lambda name: model.vocabulary[name]),
        "weights": base64.b64encode(whole.tobytes()).decode(),
    }


def _card(
    table: Table, judged: Table, scores: Floats, right: NDArray[np.int64], weights: Floats, model: Linear
) -> dict[str, Any]:
    probability = softmax(scores)
    hit = probability.argmax(axis=1) == right
    sure = probability.max(axis=1)

    def share(mask: NDArray[np.bool_] | Floats, rows: NDArray[np.bool_]) -> float:
        return round(float((mask * weights)[rows].sum() / weights[rows].sum()), 4)

    everything = np.ones(len(hit), dtype=bool)
    return {
        "name": NAME,
        "summary": "Linear support vector machines over runs of words and letters, one a name; temperature-scaled.",
        "texts": len(table.texts),
        "lines": len(set(table.line.tolist())),
        "intents": len(model.names),
        "features": len(model.vocabulary),
        "right_on_lines_left_out": share(hit, everything),
        "by_language": {name: share(hit, judged.languages == name) for name in sorted(set(table.languages.tolist()))},
        "mean_confidence": share(sure, everything),
    }
