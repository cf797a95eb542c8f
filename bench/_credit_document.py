"""Writes what the credit benchmark found into docs/models.md, between its markers, with its reliability diagrams."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DOCUMENT = Path(__file__).parent.parent / "docs" / "models.md"
FIGURES = DOCUMENT.parent
BEGIN, END = "<!-- bench-credit: begin -->", "<!-- bench-credit: end -->"
MEASURES = ("auc", "gini", "ks", "brier", "calibration_error", "rows", "bad")
SIDE, EDGE, BINS = 300, 44, 10


def write(found: dict[str, dict[str, Any]], speed: dict[str, float], served: dict[str, Any]) -> None:
    """Replace our part of the document and our figures."""
    diagrams = {"served": ("Served scorecard, loans left out", served["truth"], served["said"])}
    for name, one in found.items():
        ours = one["ours"]
        diagrams[slug(name)] = (name, ours.truth, ours.said)
    for file, (title, truth, said) in diagrams.items():
        (FIGURES / f"credit-{file}.svg").write_text(diagram(title, truth, said))
    DOCUMENT.write_text(replaced(DOCUMENT.read_text(), text(found, speed, served, list(diagrams))))


def replaced(document: str, ours: str) -> str:
    """The document with what stands between the markers replaced."""
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{ours}\n{END}{after}"


def text(found: dict[str, dict[str, Any]], speed: dict[str, float], served: dict[str, Any], figures: list[str]) -> str:
    """Our part of the document, in Markdown."""
    models = list(next(iter(found.values())))
    auc = [[at, *(f"{np.mean(one[name].auc):.4f}" for name in models)] for at, one in found.items()]
    off = [
        [
            at,
            *(f"{np.mean(one[name].calibration_error):.4f}" for name in models),
            f"{np.mean(one['ours'].chance):.4f}",
        ]
        for at, one in found.items()
    ]
    parts = [
        "AUC on rows left out (mean of the folds):",
        table(["portfolio", *models], auc),
        "Ours less the best of them, fold by fold:",
        table(["portfolio", "best", "difference", "standard error", "folds"], beside_the_best(found)),
        "Calibration error on the same rows (ten bins of equal size), and what chance alone would give us if every "
        "probability of ours were right:",
        table(["portfolio", *models, "chance alone"], off),
        f"A made-up portfolio of {speed['rows']:,} rows and {speed['columns']} columns, categories among them, was "
        f"fitted in {speed['fit_s']} s of the processor; {speed['rows_per_second']:,} rows a second are scored from "
        f"their features, one row with its reasons takes {speed['one_row_us']} microseconds "
        f"({speed['one_row_p95_us']} at the 95th percentile).",
        "The served scorecard on loans left out:",
        table(["measured", *MEASURES], served_rows(served)),
        "How often it happened beside how often it was said, on rows left out:",
        "\n".join(f"![Reliability: {one}](credit-{one}.svg)" for one in figures),
    ]
    return "\n\n".join(parts)


def beside_the_best(found: dict[str, dict[str, Any]]) -> list[list[object]]:
    """By portfolio: the other model with the highest mean AUC, and how much ours differs from it on the same folds."""
    rows: list[list[object]] = []
    for portfolio, one in found.items():
        best = max((name for name in one if name != "ours"), key=lambda name: float(np.mean(one[name].auc)))
        difference = np.array(one["ours"].auc) - np.array(one[best].auc)
        n = len(difference)
        error = f"{difference.std(ddof=1) / n**0.5:.4f}" if n > 1 else "one split"
        rows.append([portfolio, best, f"{difference.mean():+.4f}", error, n])
    return rows


def served_rows(served: dict[str, Any]) -> list[list[object]]:
    """The measures of the served scorecard, over accounts and over time."""
    card = served["card"]
    named = {
        "five-fold over accounts": card["cross_validated_over_accounts"],
        "before 1997 / after": card["fitted_before_1997_tested_after"],
    }
    return [[name, *(row[measure] for measure in MEASURES)] for name, row in named.items()]


def table(header: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines: list[Sequence[object]] = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def diagram(title: str, truth: Floats, said: Floats) -> str:
    """A reliability diagram as SVG: said across, happened upwards, bars of two standard errors."""
    parts = np.array_split(np.argsort(said, kind="stable"), BINS)
    points = [(float(said[part].mean()), float(truth[part].mean()), len(part)) for part in parts]
    top = min(1.0, max(0.1, *(max(x, y) for x, y, _ in points)) * 1.1)

    def place(x: float, y: float) -> tuple[float, float]:
        return round(EDGE + x / top * SIDE, 1), round(EDGE + (1 - min(max(y, 0), top) / top) * SIDE, 1)

    marks = []
    for x, y, n in points:
        reach = 2 * (max(y * (1 - y), 0.25 / n) / n) ** 0.5
        (cx, cy), (_, low), (_, high) = place(x, y), place(x, y - reach), place(x, y + reach)
        marks.append(f'<path d="M{cx} {low}V{high}" stroke="#7a8691"/>')
        marks.append(f'<circle cx="{cx}" cy="{cy}" r="4" fill="#0b6e4f"/>')
    whole, end = SIDE + 2 * EDGE, EDGE + SIDE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" height="{whole}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{title}: said and happened</title>'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<path d="M{EDGE} {EDGE}V{end}H{end}" fill="none" stroke="#33404a"/>'
        f'<path d="M{EDGE} {end}L{end} {EDGE}" stroke="#b9c2c9" stroke-dasharray="4 4"/>{"".join(marks)}'
        f'<text x="{whole / 2}" y="24" text-anchor="middle">{title}</text>'
        f'<text x="{whole / 2}" y="{whole - 10}" text-anchor="middle">said: 0 to {top:.0%}</text>'
        f'<text x="16" y="{whole / 2}" text-anchor="middle" transform="rotate(-90 16 {whole / 2})">'
        f"happened: 0 to {top:.0%}</text></svg>\n"
    )


def slug(name: str) -> str:
    """A name as part of a file's name."""
    return "-".join("".join(one if one.isalnum() else " " for one in name.lower()).split())
