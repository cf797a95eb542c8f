"""A fact for every placeholder, so that whole answers can be looked at."""

from datetime import date, time
from decimal import Decimal

from assistant.facts import Fact, Source, Span

TODAY = date(2026, 11, 21)
SOURCE = Source("test")
NAMES = {
    *("platform", "other_platform", "best_platform", "next_platform", "category", "top_category", "score_kind"),
    *("band", "grade", "reason", "next_reason", "change", "goal_name", "next_bill", "missed_bill", "found_name"),
    *("name", "advice", "reminder"),
}
DATES = {"until", "on", "as_of", "known_until", "known_from", "horizon"}
PERCENTS = {
    *("risk", "risk_with", "risk_without", "tax_share", "goal_share", "goal_chance", "shortfall_probability"),
    *("share", "margin", "debt_share", "ceiling", "share_now", "share_usual", "growth"),
}
PERIODS = {
    "period": Span(date(2026, 10, 1), date(2026, 10, 31)),
    "other_period": Span(date(2026, 9, 1), date(2026, 9, 30)),
    "mileage_year": Span(date(2026, 1, 1), date(2026, 12, 31)),
}


def fact(name: str) -> Fact:
    """Return a figure of the sort that a placeholder stands for."""
    if name in NAMES:
        return Fact(name, "Spotify", "name", TODAY, SOURCE)
    if name.endswith("_at"):
        return Fact(name, time(8, 30), "time", TODAY, SOURCE)
    if name in DATES or name.endswith("_on"):
        return Fact(name, date(2026, 12, 19), "date", TODAY, SOURCE)
    if name in PERCENTS:
        return Fact(name, Decimal(12), "percent", TODAY, SOURCE)
    if name in PERIODS:
        return Fact(name, PERIODS[name], "period", TODAY, SOURCE)
    if name in ("score", "better_score"):
        return Fact(name, 72, "score", TODAY, SOURCE)
    if name in ("safe_days", "forecast_age"):
        return Fact(name, 12, "days", TODAY, SOURCE)
    if name.endswith("_count"):
        return Fact(name, 7, "count", TODAY, SOURCE)
    if name.endswith("_rate"):
        return Fact(name, Decimal("18.40"), "rate", TODAY, SOURCE, currency="USD", per="hour")
    if name.endswith("_distance"):
        return Fact(name, Decimal("312.5"), "distance", TODAY, SOURCE, per="mile")
    return Fact(name, Decimal("1234.56"), "money", TODAY, SOURCE, currency="USD")
