"""What a stored forecast says: shortfall, lowest point, safe days, safe-to-spend. Pure reading of its quantiles."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ml_service.packed import Points

QUANTILES = [round(0.05 * step, 2) for step in range(1, 20)]
STRESSED, BASE, OPTIMISTIC = 0.10, 0.50, 0.90
FAN = [0.05, STRESSED, 0.25, BASE, 0.75, OPTIMISTIC, 0.95]  # the paths by the day that are kept
SPEND_WEEKS = 4
SPEND_DAYS = 7 * SPEND_WEEKS


@dataclass(frozen=True, slots=True)
class LowestPoint:
    """The day on which a path of the balance is lowest."""

    on: date
    amount_minor: int


@dataclass(frozen=True)
class Outlook:
    """A forecast's answer, as stored: amounts in minor units, one row a quantile, one column a period.

    `buffer_minor` is what should stay, as the user says now; where the question said otherwise, that is
    `asked_buffer_minor`, and the chances of a shortfall are read from the quantiles instead.
    """

    points: Mapping[str, Any]
    buffer_minor: int
    held_minor: int = 0  # for goals and taxes, by now: on the account, and not to be spent
    taxes_minor: int = 0  # the part of it that is for taxes
    asked_buffer_minor: int | None = None

    @cached_property
    def quantiles(self) -> list[float]:
        """The levels of the rows."""
        return list(self.points["quantiles"])

    @property
    def has_balance(self) -> bool:
        """Whether a balance was known, without which only flows can be forecast."""
        return self.points.get("balance") is not None

    def row(self, name: str, level: float) -> list[int]:
        """Return one quantile's path of `balance`, `running_minimum`, `daily_balance`, `inflow`, `outflow`, `net`."""
        if isinstance(self.points, Points):
            return self.points.path(name, level)
        part = self.points[name]
        levels = part.get("quantiles", self.quantiles)
        return list(part["q"][levels.index(level)])

    def scenarios(self) -> dict[str, list[int]] | None:
        """Return the closing balance as base, optimistic and stressed: the 50%, 90% and 10% quantiles."""
        if not self.has_balance:
            return None
        named = {"base": BASE, "optimistic": OPTIMISTIC, "stressed": STRESSED}
        return {name: self.row("balance", level) for name, level in named.items()}

    def lowest_point(self, level: float = BASE, *, days: int | None = None) -> LowestPoint | None:
        """Return the lowest day of one path of the daily balance, of so many days ahead or of all."""
        if not self.has_balance:
            return None
        path = self.row("daily_balance", level)[:days]
        lowest = min(range(len(path)), key=path.__getitem__)
        return LowestPoint(date.fromisoformat(self.points["daily_balance"]["ds"][lowest]), path[lowest])

    def safe_days(self) -> int | None:
        """Return the days until the stressed balance first falls under the buffer; None if it never does."""
        if not self.has_balance:
            return None
        path = self.row("daily_balance", STRESSED)
        return next((day for day, balance in enumerate(path, start=1) if balance < self.buffer_minor), None)

    def safe_to_spend(self, periods: int = SPEND_WEEKS) -> int | None:
        """Return what can leave today with a 90% chance that the buffer, and what is held for goals, stay so long."""
        if not self.has_balance:
            return None
        return max(0, self.row("running_minimum", STRESSED)[periods - 1] - self.buffer_minor - self.held_minor)

    def shortfall(self, periods: int = SPEND_WEEKS, *, spend_minor: int = 0) -> float | None:
        """Return the probability that the balance falls under the buffer within so many periods.

        Args:
            periods: how far to look.
            spend_minor: what leaves today beside what is forecast; negative when something is added.
        """
        if not self.has_balance:
            return None
        if spend_minor == 0 and self.asked_buffer_minor in (None, self.buffer_minor):
            return float(self.points["shortfall_probability"][periods - 1])
        minimum = [path[periods - 1] for path in self.points["running_minimum"]["q"]]
        return probability_below(self.buffer_minor + spend_minor, self.quantiles, minimum)

    def shortfalls(self) -> list[float] | None:
        """Return the probability of a shortfall up to the end of each period; None when no balance is known."""
        found = [self.shortfall(periods) for periods in range(1, len(self.points["ds"]) + 1)]
        return None if None in found else [chance for chance in found if chance is not None]


def probability_below(threshold: int, levels: Sequence[float], values: Sequence[int]) -> float:
    """Return P(X < threshold) from the quantiles of X, straight lines between them.

    Outside the outermost quantiles the last slope goes on, down to 0 and up to 1, so that adding money always helps.
    """
    if all(value == values[0] for value in values):
        return float(threshold > values[0])
    index = min(max(bisect_left(values, threshold), 1), len(values) - 1)
    low, high = _distinct(values, index)
    slope = (levels[high] - levels[low]) / (values[high] - values[low])
    return min(1.0, max(0.0, levels[low] + slope * (threshold - values[low])))


def _distinct(values: Sequence[int], index: int) -> tuple[int, int]:
    """Widen the segment that ends at `index` until its ends differ."""
    low, high = index - 1, index
    while values[low] == values[high]:
        low, high = max(0, low - 1), min(len(values) - 1, high + 1)
    return low, high
