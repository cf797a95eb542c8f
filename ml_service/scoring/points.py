"""Points on the familiar scale: 650 at odds of 10:1, 40 more each time the odds of repaying double."""

from __future__ import annotations

import math
from typing import Literal

Grade = Literal["A", "B", "C", "D", "E"]

POINTS_TO_DOUBLE = 40.0
FACTOR = POINTS_TO_DOUBLE / math.log(2)
OFFSET = 650.0 - FACTOR * math.log(10)
LOWEST, HIGHEST = 300, 850
GRADES: tuple[tuple[int, Grade], ...] = ((750, "A"), (690, "B"), (630, "C"), (570, "D"), (LOWEST, "E"))


def to_points(log_odds_of_default: float) -> int:
    """Score of a log-odds of default, cut to 300..850."""
    return max(LOWEST, min(HIGHEST, round(OFFSET - FACTOR * log_odds_of_default)))


def to_grade(score: int) -> Grade:
    """A to E: about 18, 5.2, 1.5 and 0.5 % expected defaults where one grade ends and the next begins."""
    return next(grade for lowest, grade in GRADES if score >= lowest)


def to_probability(log_odds: float) -> float:
    """Logistic function, safe at both ends."""
    return 0.5 * (1 + math.tanh(log_odds / 2))
