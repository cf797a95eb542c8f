"""What the forecast says: the balance ahead, its lowest point, the chance of running short, the days that are safe."""

from datetime import date, timedelta

from assistant.facts import Fact, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from assistant.tools.looking import Ahead, look_ahead
from finance.affordability import LIMIT
from finance.outlook import SPEND_WEEKS, STRESSED, LowestPoint


def forecast(asked: Question, *, period: Span | None = None) -> Found:
    """Tell what the balance is expected to be at the end of a period ahead, and what it is in a bad case.

    Args:
        period: the days that are asked about, in the future; the next four weeks without it.
    """
    ahead = look_ahead(asked, balance=False)
    if isinstance(ahead, Found):
        return ahead
    if period and period.last <= ahead.as_of:
        return Found("forecast.past", (_day(ahead, "known_until", ahead.as_of),))
    if not ahead.outlook.has_balance:
        return ahead.noted(_flows(ahead), asked)
    if period and period.last > _ends(ahead)[-1]:
        return _farther(asked, ahead, period)
    return ahead.noted(_balance(ahead, _step(ahead, period)), asked)


def _farther(asked: Question, weekly: Ahead, period: Span) -> Found:
    """Answer from the monthly forecast what the weekly one does not reach."""
    ahead = look_ahead(asked, period="monthly")
    if isinstance(ahead, Found):
        return Found("forecast.too_far", (_day(weekly, "last_on", _ends(weekly)[-1]),))
    if period.last > _ends(ahead)[-1]:
        return Found("forecast.too_far", (_day(ahead, "last_on", _ends(ahead)[-1]),))
    return ahead.noted(_balance(ahead, _step(ahead, period)), asked)


def _ends(ahead: Ahead) -> list[date]:
    """Return the last day of each period ahead: the day before the next begins, of the last one a week's end."""
    starts = [date.fromisoformat(on) for on in ahead.outlook.points["ds"]]
    daily = ahead.outlook.points.get("daily_balance")
    last = date.fromisoformat(daily["ds"][-1]) if daily else starts[-1] + timedelta(days=6)
    return [start - timedelta(days=1) for start in starts[1:]] + [last]


def _step(ahead: Ahead, period: Span | None) -> int:
    """Return the place of the first period ahead that reaches the asked one's end."""
    ends = _ends(ahead)
    wanted = period.last if period else ahead.until(SPEND_WEEKS)
    return next((place for place, end in enumerate(ends) if end >= wanted), len(ends) - 1)


def _balance(ahead: Ahead, step: int) -> Found:
    scenarios = ahead.outlook.scenarios() or {}
    facts = (
        _money(ahead, "expected_balance", scenarios["base"][step]),
        _day(ahead, "until", _ends(ahead)[step]),
        _money(ahead, "stressed_balance", scenarios["stressed"][step]),
        _money(ahead, "good_balance", scenarios["optimistic"][step]),
        _day(ahead, "as_of", ahead.as_of),
    )
    return Found("forecast.ok", facts)


def _flows(ahead: Ahead) -> Found:
    """Tell of the next week's money in and out, which need no balance."""
    points = ahead.outlook.points
    facts = (
        _money(ahead, "expected_in", points["inflow"]["mean"][0]),
        _money(ahead, "expected_out", points["outflow"]["mean"][0]),
        _day(ahead, "until", _ends(ahead)[0]),
    )
    return Found("forecast.flows", facts)


def lowest_point(asked: Question) -> Found:
    """Tell when the balance is likely to be lowest in the weeks ahead, and how low."""
    ahead = look_ahead(asked)
    if isinstance(ahead, Found):
        return ahead
    usual, bad = ahead.outlook.lowest_point(), ahead.outlook.lowest_point(STRESSED)
    if usual is None or bad is None:
        return Found("no_balance")
    facts = (*_point(ahead, "lowest", usual), *_point(ahead, "stressed_lowest", bad))
    return ahead.noted(Found("lowest_point.ok", (*facts, _day(ahead, "as_of", ahead.as_of))), asked)


def shortfall_risk(asked: Question, *, period: Span | None = None) -> Found:
    """Tell how likely it is that the user runs short of money: that the balance falls under their buffer.

    Args:
        period: the days that are asked about; the next four weeks without it.
    """
    ahead = look_ahead(asked)
    if isinstance(ahead, Found):
        return ahead
    weeks = ahead.weeks_to(period)
    chance = ahead.outlook.shortfall(weeks) or 0.0
    lowest = ahead.outlook.lowest_point(STRESSED, days=7 * weeks)
    facts = (
        figures.percent("risk", round(chance, 4), ahead.as_of, ahead.source),
        _day(ahead, "until", ahead.until(weeks)),
        _money(ahead, "buffer", ahead.outlook.buffer_minor),
        *(_point(ahead, "stressed_lowest", lowest) if lowest else ()),
        _day(ahead, "as_of", ahead.as_of),
    )
    return ahead.noted(Found("shortfall_risk.low" if chance <= LIMIT else "shortfall_risk.high", facts), asked)


def safe_days(asked: Question) -> Found:
    """Tell how many days the money lasts: until the balance of a bad case first falls under the buffer."""
    ahead = look_ahead(asked)
    if isinstance(ahead, Found):
        return ahead
    number = ahead.outlook.safe_days()
    horizon, buffer = _ends(ahead)[-1], _money(ahead, "buffer", ahead.outlook.buffer_minor)
    if number is None:
        return ahead.noted(Found("safe_days.all", (_day(ahead, "horizon", horizon), buffer)), asked)
    facts = (
        figures.days("safe_days", number, ahead.as_of, ahead.source),
        _day(ahead, "short_on", ahead.as_of + timedelta(days=number)),
        buffer,
        _day(ahead, "as_of", ahead.as_of),
    )
    over = ahead.as_of + timedelta(days=number) <= asked.today
    return ahead.noted(Found("safe_days.over" if over else "safe_days.ok", facts), asked)


def _point(ahead: Ahead, name: str, point: LowestPoint) -> tuple[Fact, Fact]:
    return _day(ahead, f"{name}_on", point.on), _money(ahead, f"{name}_balance", point.amount_minor)


def _day(ahead: Ahead, name: str, on: date) -> Fact:
    return figures.day(name, on, ahead.as_of, ahead.source)


def _money(ahead: Ahead, name: str, minor: int) -> Fact:
    rough = name not in ("buffer", "balance")
    return figures.money(name, minor, ahead.currency, ahead.as_of, ahead.source, rough=rough)
