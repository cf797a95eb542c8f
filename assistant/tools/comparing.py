"""Two periods or two platforms, side by side."""

from datetime import timedelta

from assistant.answers.labels import category_name
from assistant.facts import Fact, Source, Span
from assistant.tools import figures
from assistant.tools.flowing import Days, days_asked, earned_in, source_of, spent_in
from assistant.tools.found import Found, Question
from assistant.tools.looking import month_of
from assistant.tools.names import titled
from finance.work.comparison import Compared
from kit.periods import DAY


def compare(
    asked: Question,
    *,
    period: Span | None = None,
    other_period: Span | None = None,
    platform: str | None = None,
    other_platform: str | None = None,
    category: str | None = None,
) -> Found:
    """Compare two periods, or two platforms: what was earned, or with a category what was spent on it.

    Args:
        period: one period; the latest whole month without it.
        other_period: the period to compare it with; the one before without it.
        platform: the platform that is meant, or the one of two.
        other_platform: the other of two platforms.
        category: a category of spending, where spending is compared and not earnings.
    """
    days = days_asked(asked, period)
    if isinstance(days, Found):
        return days
    if period is None:
        days = _latest_whole_month(asked, days)
    if platform and other_platform:
        return days.noted(_platforms(asked, days, platform, other_platform))
    other = days_asked(asked, other_period or before(days.span))
    if isinstance(other, Found):
        return other
    newer, older = sorted((days, other), key=lambda one: one.span.last, reverse=True)
    return newer.noted(_periods(asked, newer, older, platform=platform, category=category))


def before(span: Span) -> Span:
    """Return the period before: of a whole month the month before, else as many days."""
    if span.first.day == 1 and span == month_of(span.first):
        return month_of(span.first - DAY)
    return Span(span.first - (span.last - span.first) - DAY, span.first - DAY)


def _latest_whole_month(asked: Question, days: Days) -> Days:
    """Return the last month that the statements cover whole: a part of one compares badly with a whole one."""
    month = month_of(days.known_until)
    if month.last > days.known_until:
        month = month_of(month.first - timedelta(days=1))
    return Days(month, days.currency, days.known_until, cut=False)


def _periods(asked: Question, newer: Days, older: Days, *, platform: str | None, category: str | None) -> Found:
    """Compare what was earned, or spent on a category, in two periods."""
    what = "spent" if category else "earned"
    amounts = [spent_in(asked, one, category) if category else _earned(asked, one, platform) for one in (newer, older)]
    sources = [_source(one, platform, category) for one in (newer, older)]
    last = newer.span.last
    difference = amounts[0] - amounts[1]
    facts = [
        figures.money("difference", abs(difference), newer.currency, last, sources[0]),
        figures.period("period", newer.span, last, sources[0]),
        figures.period("other_period", older.span, older.span.last, sources[1]),
        figures.money(what, amounts[0], newer.currency, last, sources[0]),
        figures.money(f"other_{what}", amounts[1], older.currency, older.span.last, sources[1]),
    ]
    if amounts[1] > 0:
        facts.append(figures.percent("change", abs(difference) / amounts[1], last, sources[0]))
    if category:
        facts.append(figures.told("category", category_name(category, asked.language), last, sources[0]))
    if platform:
        facts.append(figures.named("platform", titled(platform), last, sources[0]))
    return Found(f"compare.{what}_{_sign(difference)}", tuple(facts))


def _earned(asked: Question, days: Days, platform: str | None) -> int:
    found = earned_in(asked, days, platform)
    return found.gross + found.tip if found else 0


def _source(days: Days, platform: str | None, category: str | None) -> Source:
    return source_of(days.span, kind=None if category else "earning", platform=platform, category=category)


def _platforms(asked: Question, days: Days, platform: str, other: str) -> Found:
    """Compare what two platforms left after their fees."""
    found = [(name, earned_in(asked, days, name)) for name in (platform, other)]
    (best, best_net), (second, second_net) = sorted(((name, _net(one)) for name, one in found), key=lambda one: -one[1])
    last = days.span.last
    facts: tuple[Fact, ...] = (
        figures.named("platform", titled(best), last, source_of(days.span, platform=best)),
        figures.money("net_earned", best_net, days.currency, last, source_of(days.span, platform=best)),
        figures.named("other_platform", titled(second), last, source_of(days.span, platform=second)),
        figures.money("other_net_earned", second_net, days.currency, last, source_of(days.span, platform=second)),
        figures.money("difference", best_net - second_net, days.currency, last, source_of(days.span)),
        figures.period("period", days.span, last, source_of(days.span)),
    )
    return Found("compare.platforms_same" if best_net == second_net else "compare.platforms", facts)


def _net(worked: Compared | None) -> int:
    return worked.net if worked else 0


def _sign(difference: int) -> str:
    return "more" if difference > 0 else "less" if difference < 0 else "same"
