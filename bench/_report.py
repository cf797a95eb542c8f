"""How a benchmark tells what it found: a table for people, then one JSON object for programs."""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median

Table = tuple[str, list[str], list[list[object]]]


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


def into_document(path: Path, name: str, tables: Sequence[Table]) -> None:
    """Put tables between the markers `<!-- bench-NAME: begin -->` and `end` of a document.

    Raises:
        ValueError: the document has no such markers.
    """
    begin, end = (f"<!-- bench-{name}: {word} -->" for word in ("begin", "end"))
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{path.name} lacks {begin} and {end}")
    parts = [f"**{title}**\n\n{_markdown(header, rows)}" for title, header, rows in tables]
    path.write_text(f"{before}{begin}\n" + "\n\n".join(parts) + f"\n{end}{after}", encoding="utf-8")


def _markdown(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def finish(found: dict[str, object]) -> None:
    """Print the last line."""
    print(json.dumps(found), flush=True)
