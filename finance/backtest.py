"""A user's own backtest: what stored forecasts said of periods that are over, and what happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from finance.flows import DayFlow, cash_out, day_flows, own_cash_in
from finance.models import Forecast
from finance.outlook import BASE, OPTIMISTIC, STRESSED, Outlook
from kit.money import amount_string
from kit.periods import DAY

MAX_FORECASTS = 13


def backtest(current: Forecast) -> list[dict[str, Any]]:
    """Compare earlier forecasts with what the ledger has come to say, newest period first.

    Args:
        current: the newest answered forecast; its `as_of` is how far the ledger reaches.
    """
    if current.as_of is None:
        return []
    earlier = (
        Forecast.objects.for_user(current.user)
        .ready()
        .filter(period=current.period, currency=current.currency, as_of__lt=current.as_of)
        .order_by("-as_of", "-id")
    )
    made = _one_a_day(list(earlier[: 4 * MAX_FORECASTS]))[:MAX_FORECASTS]
    if not made:
        return []
    flows = day_flows(current.user, current.currency)
    rows = [row for forecast in made for row in compare(forecast, flows, until=current.as_of)]
    return sorted(rows, key=lambda row: (row["starts_on"], row["as_of"]), reverse=True)


def compare(forecast: Forecast, flows: Sequence[DayFlow], *, until: date) -> list[dict[str, Any]]:
    """Return a row for each of a forecast's periods that is over by `until`; the last one has no known end."""
    outlook = Outlook(forecast.points, forecast.buffer_minor)
    starts = [date.fromisoformat(day) for day in forecast.points["ds"]]
    paths = [outlook.row("net", level) for level in (STRESSED, BASE, OPTIMISTIC)]
    rows = []
    for index, (start, following) in enumerate(zip(starts, starts[1:], strict=False)):
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


def _one_a_day(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """Keep the newest forecast of each last day: uploading the same month twice is no second opinion."""
    newest: dict[date | None, Forecast] = {}
    for forecast in forecasts:
        newest.setdefault(forecast.as_of, forecast)
    return list(newest.values())
