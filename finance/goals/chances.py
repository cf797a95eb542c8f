"""What it takes to be there in time, and how likely that is. Pure."""

from dataclasses import dataclass
from datetime import date

from finance.goals.progress import Progress
from finance.outlook import Outlook, probability_below


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely the amount is there by the day; without a probability, `missing` says why.

    Attributes:
        probability: that the balance on the day covers buffer, what is held back, and what is missing.
        missing: "", or one of "no_target", "no_date", "reached", "past", "no_forecast", "no_balance", "too_far".
    """

    probability: float | None
    missing: str = ""


def per_week(progress: Progress, *, today: date) -> int | None:
    """Return what has to be set aside a week from today on, rounded up; None without a target or a day.

    Once the day has come it is all that is missing.
    """
    remaining, due_on = progress.remaining_minor, progress.goal.due_on
    if remaining is None or due_on is None:
        return None
    days = (due_on - today).days
    return remaining if days <= 7 else -(-remaining * 7 // days)


def chance_of(progress: Progress, outlooks: list[Outlook], *, held_minor: int, today: date) -> Chance:
    """Return the chance of being there by the day, read from the forecast's balance of that day.

    The money is there when the balance of the day covers the buffer, what is held back for all goals by now, and what
    is missing of this one. What was set aside without being held back counts as put elsewhere already. Only quantiles
    are read: straight lines between them, as everywhere.

    Args:
        progress: the goal.
        outlooks: the forecasts in its currency, the finer one first.
        held_minor: what is held back for all goals, this one included.
        today: the day it is.
    """
    goal, remaining = progress.goal, progress.remaining_minor
    if remaining is None:
        return Chance(None, "no_target")
    if remaining == 0:
        return Chance(None, "reached")
    if goal.due_on is None:
        return Chance(None, "no_date")
    if goal.due_on <= today:
        return Chance(None, "past")
    if not outlooks:
        return Chance(None, "no_forecast")
    if not any(outlook.has_balance for outlook in outlooks):
        return Chance(None, "no_balance")
    for outlook in outlooks:
        told = _balance_on(outlook, goal.due_on)
        if told:
            levels, values = told
            needed = outlook.buffer_minor + held_minor + remaining
            return Chance(1 - probability_below(needed, levels, values))
    return Chance(None, "too_far")


def _balance_on(outlook: Outlook, on: date) -> tuple[list[float], list[int]] | None:
    """Return the quantiles of the balance at the end of a day; None where the forecast does not tell of it."""
    daily = outlook.points.get("daily_balance")
    if not daily or on.isoformat() not in daily["ds"]:
        return None
    at = daily["ds"].index(on.isoformat())
    return list(daily["quantiles"]), [path[at] for path in daily["q"]]
