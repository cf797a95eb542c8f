"""What several tools read: the span of the ledger, and the newest forecast with what it says now."""

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.facts import Source, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance import forecasts
from finance.goals.outlooks import outlook_of
from finance.models import Forecast
from finance.models.forecasts import STALE_AFTER
from finance.outlook import SPEND_WEEKS, Outlook
from kit.periods import period_end, period_start

DASHBOARD = "/"
MOST_WEEKS = 13


@dataclass(frozen=True)
class Ahead:
    """The newest answered forecast, and what it says with today's buffer."""

    forecast: Forecast
    outlook: Outlook

    @property
    def currency(self) -> str:
        """Of all its amounts."""
        return str(self.forecast.currency)

    @property
    def as_of(self) -> date:
        """The last day that it knows."""
        return self.forecast.as_of or self.forecast.requested_at.date()

    @property
    def source(self) -> Source:
        """Where its figures come from."""
        return Source("forecast", str(self.forecast.public_id), DASHBOARD)

    def until(self, weeks: int) -> date:
        """Return the last day of so many weeks ahead."""
        return self.as_of + timedelta(weeks=weeks)

    def weeks_to(self, span: Span | None) -> int:
        """Return the weeks ahead that reach the end of some days; four where none are named."""
        if span is None or span.last <= self.as_of:
            return SPEND_WEEKS
        return min(MOST_WEEKS, -(-(span.last - self.as_of).days // 7))

    def noted(self, found: Found, asked: Question) -> Found:
        """Say of an answer from it that it is early, old, or made from old statements."""
        age = self.forecast.age(now=asked.now) or timedelta(0)
        if self.forecast.preliminary:
            found = found.noting("preliminary")
        if self.forecast.stale(now=asked.now):
            return found.noting("stale", figures.days("forecast_age", age.days, asked.now, self.source))
        if asked.today - self.as_of > STALE_AFTER:
            return found.noting("old_statements", figures.day("known_until", self.as_of, self.as_of, self.source))
        return found


def look_ahead(asked: Question, *, period: str = "weekly", balance: bool = True, held: bool = False) -> Ahead | Found:
    """Read the newest forecast, or say what is missing for one.

    Args:
        asked: the question.
        period: weekly or monthly.
        balance: whether the answer rests on a known balance.
        held: whether it matters what is held back: for a spend it does, and it takes some queries.
    """
    if asked.currency is None:
        return Found("no_statements")
    forecast = forecasts.latest(asked.user, period, asked.currency)
    if forecast is None:
        return Found(_none_yet(forecasts.newest_attempt(asked.user, period, asked.currency)))
    if balance and forecast.points["balance"] is None:
        return Found("no_balance")
    if held:
        return Ahead(forecast, outlook_of(asked.user, forecast))
    return Ahead(forecast, forecasts.outlook_with(asked.user, forecast))


def _none_yet(newest: Forecast | None) -> str:
    if newest is None:
        return "forecast.none"
    return "forecast.failed" if newest.status == Forecast.Status.FAILED else "forecast.pending"


def month_of(day: date) -> Span:
    """Return the calendar month that holds a day."""
    first = period_start(day, "monthly")
    return Span(first, period_end(first, "monthly"))
