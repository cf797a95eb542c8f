"""How a benchmark tells what it found: a table for people, then one JSON object for programs."""

import json
from collections.abc import Sequence
from statistics import median


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Return the middle and the extremes in milliseconds."""
    return {name: round(of(seconds) * 1000, 2) for name, of in (("min", min), ("median", median), ("max", max))}


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: the first column to the left, numbers to the right."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    print(f"\n{title}")
    for first, *others in cells:
        padded = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *padded]))


def finish(found: dict[str, object]) -> None:
    """Print the last line."""
    print(json.dumps(found), flush=True)
