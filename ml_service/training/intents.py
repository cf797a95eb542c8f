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
TOLERANCE = 1e-2  # of the fit: a tenth of it gives the same answers a second later
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
class Features:
    """The features of texts: a row a text, a column a name, the names sorted."""

    names: Sequence[str]
    matrix: csr_matrix


@dataclass(frozen=True)
class Linear:
    """Scores of the intents: those columns of the features that were kept, times weights, plus a bias."""

    names: Sequence[str]
    columns: NDArray[np.int64]
    weights: Floats
    bias: Floats

    def scores(self, matrix: csr_matrix) -> Floats:
        """One row a text, one column an intent."""
        found: Floats = np.asarray(matrix[:, self.columns] @ self.weights) + self.bias
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


def features_of(texts: Sequence[str]) -> Features:
    """Count the features of texts; once, for every fit takes its rows and columns from it."""
    place: dict[str, int] = {}
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for text in texts:
        for name, weight in ngrams(text).items():
            values.append(weight)
            columns.append(place.setdefault(name, len(place)))
        starts.append(len(columns))
    names = sorted(place)
    rank = np.empty(len(names), dtype=np.int64)
    rank[[place[name] for name in names]] = np.arange(len(names))
    matrix = csr_matrix((values, rank[columns], starts), shape=(len(texts), len(names)))
    matrix.sort_indices()
    return Features(names, matrix)


def fit(matrix: csr_matrix, intents: NDArray[np.str_]) -> Linear:
    """Fit on texts; every intent weighs the same, however many texts it has."""
    columns = np.flatnonzero(np.asarray(matrix.getnnz(axis=0)) >= SEEN_IN)
    model = LinearSVC(C=STRENGTH, tol=TOLERANCE, class_weight="balanced", random_state=0)
    model.fit(matrix[:, columns], intents)
    return Linear([str(name) for name in model.classes_], columns, model.coef_.T, model.intercept_)


def thinned(table: Table) -> NDArray[np.int64]:
    """The rows of the first texts of every line."""
    seen: Counter[int] = Counter()
    kept = []
    for row, line in enumerate(table.line.tolist()):
        seen[line] += 1
        if seen[line] <= A_LINE:
            kept.append(row)
    return np.array(kept)


def held_out(
    matrix: csr_matrix, intents: NDArray[np.str_], lines: NDArray[np.int64], seed: int = 0
) -> tuple[Floats, NDArray[np.int64]]:
    """Scores of each text by a model that has seen no text of its line, and the right column."""
    rng = np.random.default_rng(seed)
    different = np.unique(lines)
    fold_of = dict(zip(different.tolist(), rng.permutation(len(different)) % FOLDS, strict=True))
    fold = np.array([fold_of[line] for line in lines.tolist()])
    names = sorted(set(intents.tolist()))
    scores = np.full((len(intents), len(names)), -3.0)
    for held in range(FOLDS):
        kept, out = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        model = fit(matrix[kept], intents[kept])
        columns = [names.index(name) for name in model.names]
        scores[np.ix_(out, np.array(columns))] = model.scores(matrix[out])
    return scores, np.array([names.index(name) for name in intents])


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
    features = features_of(table.texts)
    judged = thinned(table)
    scores, right = held_out(features.matrix[judged], table.intents[judged], table.line[judged])
    sizes = Counter(table.line[judged].tolist())
    weights = np.array([1 / sizes[line] for line in table.line[judged].tolist()])
    divisor = temperature(scores, right, weights)
    model = fit(features.matrix, table.intents)
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_plain(model, features.names, divisor), ensure_ascii=False, sort_keys=True)
    (out / "intents.json").write_text(text + "\n", encoding="utf-8")
    card = _card(table, judged, scores / divisor, right, weights, model) | {
        "temperature": round(divisor, 4),
        "sha256": hashlib.sha256((text + "\n").encode()).hexdigest(),
    }
    (out / "intents-card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card | {"fit_seconds": round(time.perf_counter() - started, 1)}


def _plain(model: Linear, names: Sequence[str], divisor: float) -> dict[str, Any]:
    """The model as JSON: a row of 16-bit whole numbers a feature, little-endian, in base64; the divisor is in them."""
    whole = np.clip(np.rint(model.weights / divisor * SCALE), -32_768, 32_767).astype("<i2")
    return {
        "format": 1,
        "names": list(model.names),
        "bias": [round(float(value / divisor), 4) for value in model.bias],
        "scale": SCALE,
        "features": [names[column] for column in model.columns.tolist()],
        "weights": base64.b64encode(whole.tobytes()).decode(),
    }


def _card(
    table: Table, judged: NDArray[np.int64], scores: Floats, right: NDArray[np.int64], weights: Floats, model: Linear
) -> dict[str, Any]:
    probability = softmax(scores)
    hit = probability.argmax(axis=1) == right
    sure = probability.max(axis=1)

    def share(mask: NDArray[np.bool_] | Floats, rows: NDArray[np.bool_]) -> float:
        return round(float((mask * weights)[rows].sum() / weights[rows].sum()), 4)

    languages = table.languages[judged]
    everything = np.ones(len(hit), dtype=bool)
    return {
        "name": NAME,
        "summary": "Linear support vector machines over runs of words and letters, one a name; temperature-scaled.",
        "texts": len(table.texts),
        "lines": len(set(table.line.tolist())),
        "intents": len(model.names),
        "features": len(model.columns),
        "right_on_lines_left_out": share(hit, everything),
        "by_language": {name: share(hit, languages == name) for name in sorted(set(languages.tolist()))},
        "mean_confidence": share(sure, everything),
    }
