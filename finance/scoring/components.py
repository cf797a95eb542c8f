"""What a score is made of: components with points, reasons, and what would change it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

MAX_REASONS = 4
Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a score: points out of a maximum, from a named figure; `adverse` words what costs points."""

    code: str
    text: str
    adverse: str
    points: float
    max: float
    figure: float | None
    unit: str

    def stored(self) -> dict[str, Any]:
        """Return the component as the row keeps it."""
        return {
            "code": self.code,
            "text": self.text,
            "adverse": self.adverse,
            "points": round(self.points, 1),
            "max": self.max,
            "figure": self.figure,
            "unit": self.unit,
        }


class NotEnough(Exception):
    """A score cannot be given yet; the message says what is missing."""


def ramp(value: float, corners: Sequence[tuple[float, float]]) -> float:
    """Return the piecewise-linear function through corners (x, y), x rising; flat outside them."""
    if value <= corners[0][0]:
        return corners[0][1]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:], strict=False):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return corners[-1][1]


def total(points: Iterable[float]) -> int:
    """Return the score: the points added up and rounded."""
    return round(sum(points))


def reasons(components: Sequence[Component]) -> list[dict[str, Any]]:
    """Return the components that cost most, strongest first, as reason codes."""
    lost = sorted(components, key=lambda component: component.points - component.max)
    return [
        {"code": component.code.upper(), "text": component.adverse, "points": points}
        for component in lost[:MAX_REASONS]
        if (points := round(component.points - component.max)) < 0
    ]


def better(
    changes: Sequence[tuple[str, Figures]], score_of: Callable[[Figures], int], *, now: int
) -> list[dict[str, Any]]:
    """Return the changes that truly raise the score, each with the score it leads to, best first."""
    scored = sorted(((score_of(changed), text) for text, changed in changes), reverse=True)
    return [{"change": text, "score": score} for score, text in scored if score > now]
