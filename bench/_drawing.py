"""Small charts as SVG, without a library: the lines of a square, and a frame with words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

SIDE, EDGE = 300, 46
COLOURS = ("#1f6f8b", "#c1553b", "#5b7f3a", "#7a5c99")
Points = Sequence[tuple[float, float]]


def square(path: Path, title: str, across: str, up: str, lines: Mapping[str, Points]) -> None:
    """Draw lines of points between 0 and 1 beside the diagonal."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 2 * EDGE} {SIDE + 2 * EDGE}" '
        'font-family="sans-serif" font-size="11">',
        f"<title>{title}</title>",
        f'<rect width="{SIDE + 2 * EDGE}" height="{SIDE + 2 * EDGE}" fill="#fff"/>',
        f'<text x="{EDGE}" y="22" font-size="13">{title}</text>',
        *_frame(across, up),
    ]
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        drawn = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        parts += [f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="2.4" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{EDGE + 10}" y="{EDGE + 18 + 15 * number}" fill="{colour}">{name}</text>')
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _frame(across: str, up: str) -> list[str]:
    middle = EDGE + SIDE / 2
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    return [
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#bbb" stroke-dasharray="4 3"/>',
        *[f'<text x="{_x(at)}" y="{EDGE + SIDE + 14}" text-anchor="middle">{at:g}</text>' for at in ticks],
        *[f'<text x="{EDGE - 6}" y="{_y(at) + 4}" text-anchor="end">{at:g}</text>' for at in ticks],
        f'<text x="{middle}" y="{EDGE + SIDE + 32}" text-anchor="middle">{across}</text>',
        f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">{up}</text>',
    ]


def _x(value: float) -> float:
    return EDGE + SIDE * value


def _y(value: float) -> float:
    return EDGE + SIDE * (1 - value)
