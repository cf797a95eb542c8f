"""Can I afford this? The chance of a shortfall with and without a spend, and the first day on which it is safe.

The chance is that of falling under the buffer within four weeks from the spend, the horizon of safe-to-spend: what is
safe to spend today is exactly what can be afforded today. It is read from stored quantiles; nothing is computed anew.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from finance.outlook import SPEND_DAYS, STRESSED, Outlook, probability_below

LIMIT = 0.10  # the chance that safe-to-spend allows


@dataclass(frozen=True, slots=True)
class Affordability:
    """What a spend does, in minor units.

    Attributes:
        on: the day of the spend, not before the first day ahead.
        until: the day up to which the buffer is watched.
        without, with_spend: chances of falling under the buffer within that time; with the spend, also under what is
            held back for goals.
        earliest_on: the first day on which the chance with the spend is at most LIMIT; None if there is none.
        last_on: the last day that can be told of.
        stressed_minimum_minor: the balance that is lowest within that time, in one bad case of ten, before the spend.
    """

    on: date
    until: date
    without: float
    with_spend: float
    earliest_on: date | None
    last_on: date
    stressed_minimum_minor: int

    @property
    def affordable(self) -> bool:
        """Whether the chance stays within what safe-to-spend allows."""
        return self.with_spend <= LIMIT


class NotTold(ValueError):
    """The stored forecast does not reach that far, or knows no balance; the message says which."""


def afford(outlook: Outlook, amount_minor: int, on: date | None = None, *, today: date | None = None) -> Affordability:
    """Judge one spend.

    Args:
        outlook: The stored forecast.
        amount_minor: What is spent.
        on: The day; without one it is today, or the first day ahead where the forecast is too old to know today.
        today: The day it is.

    Raises:
        NotTold: the forecast does not say.
    """
    part = outlook.points.get("minimum_ahead")
    if part is None:
        raise NotTold("The forecast knows no balance.")
    days = [date.fromisoformat(day) for day in part["ds"]]
    if on is None:
        on = today if today is not None and today <= days[-1] else days[0]
    on = max(on, days[0])
    if on > days[-1]:
        raise NotTold(f"The forecast tells of a spend up to {days[-1]}.")
    at = days.index(on)
    without = _chance(outlook, at, 0)
    spent = amount_minor + outlook.held_minor  # what is held for goals is not there to be spent
    safe = (day for index, day in enumerate(days) if _chance(outlook, index, spent) <= LIMIT)
    return Affordability(
        on=on,
        until=on + timedelta(days=SPEND_DAYS - 1),
        without=without,
        with_spend=max(without, _chance(outlook, at, spent)),  # the first is counted, the second interpolated
        earliest_on=next(safe, None),
        last_on=days[-1],
        stressed_minimum_minor=outlook.row("minimum_ahead", STRESSED)[at],
    )


def _chance(outlook: Outlook, index: int, amount_minor: int) -> float:
    """Return P(lowest balance within four weeks from a day < buffer + amount)."""
    if index == 0:  # kept with all its quantiles, and what safe-to-spend is read from
        return outlook.shortfall(spend_minor=amount_minor) or 0.0
    part = outlook.points["minimum_ahead"]
    values = [path[index] for path in part["q"]]
    return probability_below(outlook.buffer_minor + amount_minor, part["quantiles"], values)
