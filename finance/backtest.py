"""A user's own backtest: what stored forecasts said of periods that are over, and what happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from finance.flows import DayFlow, cash_out, day_flows, own_cash_in
from finance.models import Forecast
from finance.models.forecasts import ForecastQuerySet
from finance.outlook import BASE, OPTIMISTIC, STRESSED, Outlook
from kit.money import amount_string
from kit.periods import DAY, next_start

MOST_PERIODS = 13  # how far back the oldest forecast was made
PERIOD_DAYS = {"weekly": 7, "monthly": 30}


def backtest(current: Forecast) -> list[dict[str, Any]]:
    """Compare earlier forecasts with what the ledger has come to say, newest period first.

    Args:
        current: the newest answered forecast; its `as_of` is how far the ledger reaches.
    """
    if current.as_of is None:
        return []
    earlier = Forecast.objects.for_user(current.user).ready()
    earlier = earlier.filter(period=current.period, currency=current.currency, as_of__lt=current.as_of)
    made = list(Forecast.objects.for_user(current.user).filter(id__in=_one_a_period(earlier, current)))
    if not made:
        return []
    flows = day_flows(current.user, current.currency)
    rows = [row for forecast in made for row in compare(forecast, flows, until=current.as_of)]
    return sorted(rows, key=lambda row: (row["starts_on"], row["as_of"]), reverse=True)


def compare(forecast: Forecast, flows: Sequence[DayFlow], *, until: date) -> list[dict[str, Any]]:
    """Return a row for each of a forecast's periods that is over by `until`."""
    outlook = Outlook(forecast.points, forecast.buffer_minor)
    starts = [date.fromisoformat(day) for day in forecast.points["ds"]]
    paths = [outlook.row("net", level) for level in (STRESSED, BASE, OPTIMISTIC)]
    rows = []
    followed_by = [*starts[1:], next_start(starts[-1], "weekly" if forecast.period == "weekly" else "monthly")]
    for index, (start, following) in enumerate(zip(starts, followed_by, strict=True)):
        end = following - DAY
        if end > until:
            break
        low, said, high = (path[index] for path in paths)
        within = [flow for flow in flows if start <= flow.on <= end]
        happened = own_cash_in(within) - cash_out(within)
        amounts = {"low": low, "said": said, "high": high, "happened": happened}
        rows.append(
            {
                "as_of": forecast.as_of,
                "starts_on": start,
                "ends_on": end,
                "periods_ahead": index + 1,
                **{name: amount_string(minor, forecast.currency) for name, minor in amounts.items()},
                "inside": low <= happened <= high,
                "model_version": forecast.model_version,
            }
        )
    return rows


def _one_a_period(earlier: ForecastQuerySet, current: Forecast) -> list[int]:
    """Choose the newest forecast of each period back, so that daily uploads do not crowd out those of months ago."""
    length = PERIOD_DAYS[current.period]
    chosen: dict[int, int] = {}
    for number, as_of in earlier.order_by("-as_of", "-id").values_list("id", "as_of"):
        back = (current.as_of - as_of).days // length if current.as_of and as_of else MOST_PERIODS + 1
        if back > MOST_PERIODS:
            break
        chosen.setdefault(back, number)
    return list(chosen.values())
