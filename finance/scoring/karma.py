"""Karma score, 0-100: consistency of work over the last 28 days."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from statistics import median
from typing import Any

from finance.scoring.components import Component, NotEnough, better, total
from finance.scoring.standing import Standing, week_nets

WINDOW = timedelta(days=28)
USUAL = timedelta(days=182)
FULL_STREAK_WEEKS = 6
MOST = (40.0, 30.0, 30.0)  # points for days worked, earnings a day, and the streak

WORDS = {  # what a component is, and what it says when it costs points
    "days_worked": ("Days worked against your plan", "Fewer days worked than planned"),
    "daily_earnings": ("Earnings of a worked day against your target", "A worked day brings less than your target"),
    "saving_streak": (
        "Weeks in a row without spending more than came in",
        "Recent weeks cost more than they brought",
    ),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The three figures of the karma score; amounts in minor units."""

    days_worked: int
    days_planned: int
    earned_per_day: float
    target_per_day: float
    saving_weeks: int


def figures_of(standing: Standing) -> Figures:
    """Return the figures; without a target of the user's own, their usual worked day is the measure.

    Raises:
        NotEnough: the ledger covers less than the 28 days.
    """
    first = standing.as_of - WINDOW + timedelta(days=1)
    if standing.ledger.first_on > first:
        raise NotEnough("It takes 28 days of statements.")
    worked = standing.earned_on_worked_days(first, standing.as_of)
    planned = sum(1 for day in range(28) if (first + timedelta(days=day)).isoweekday() in standing.planned_weekdays)
    target = standing.daily_target_minor or _usual_day(standing)
    if target is None:
        raise NotEnough("There were no earnings in the last half year.")
    streak = sum(1 for _ in takewhile(lambda net: net >= 0, week_nets(standing, FULL_STREAK_WEEKS)))
    per_day = sum(worked) / len(worked) if worked else 0.0
    return Figures(len(worked), planned, per_day, float(target), streak)


def points_of(figures: Figures) -> list[float]:
    """Return the points: 40 for days, 30 for earnings a day, 30 for the streak."""
    kept = min(1.0, figures.days_worked / figures.days_planned) if figures.days_planned else 0.0
    shares = (kept, _reached(figures), figures.saving_weeks / FULL_STREAK_WEEKS)
    return [most * share for most, share in zip(MOST, shares, strict=True)]


def components_of(figures: Figures) -> list[Component]:
    """Return the three components."""
    told = [
        ("days_worked", float(figures.days_worked), "days"),
        ("daily_earnings", _reached(figures), "ratio"),
        ("saving_streak", float(figures.saving_weeks), "weeks"),
    ]
    return [
        Component(code, *WORDS[code], points=points, max=most, figure=figure, unit=unit)
        for (code, figure, unit), points, most in zip(told, points_of(figures), MOST, strict=True)
    ]


def _reached(figures: Figures) -> float:
    return min(1.0, figures.earned_per_day / figures.target_per_day)


def score_of(figures: Figures) -> int:
    """Return the karma score."""
    return total(points_of(figures))


def what_if(figures: Figures) -> list[dict[str, Any]]:
    """Return changes that would raise the score, each with the score it leads to, by scoring again."""
    changes = [
        ("Every planned day worked", replace(figures, days_worked=max(figures.days_worked, figures.days_planned))),
        ("Your target reached on a worked day", replace(figures, earned_per_day=figures.target_per_day)),
        ("One more week without spending more than came in", replace(figures, saving_weeks=_one_more_week(figures))),
    ]
    return better(changes, score_of, now=score_of(figures))


def _one_more_week(figures: Figures) -> int:
    return min(FULL_STREAK_WEEKS, figures.saving_weeks + 1)


def band(score: int) -> str:
    """Name the band: the same borders as the health score's."""
    return "steady" if score >= 80 else "uneven" if score >= 40 else "starting"


def _usual_day(standing: Standing) -> float | None:
    worked = standing.earned_on_worked_days(standing.as_of - USUAL, standing.as_of)
    return median(worked) if worked else None
