"""What came in and what went out: by period, platform and category."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from assistant.answers.labels import category_name
from assistant.facts import Fact, Source, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from assistant.tools.looking import month_of
from assistant.tools.names import titled
from finance.ledger_totals import ledger_span, out_by_category, totals
from finance.models import Transaction
from finance.models.ledger import TransactionQuerySet
from finance.work.comparison import Compared, Period, compare
from finance.work.days import days_of_work

TEMPLATES = {False: ("income.ok", "income.ok_fees"), True: ("income.platform", "income.platform_fees")}


@dataclass(frozen=True)
class Days:
    """The days that are asked about, cut to what the ledger tells."""

    span: Span
    currency: str
    known_until: date
    cut: bool

    def noted(self, found: Found) -> Found:
        """Say that the statements end before the days that are asked about."""
        if not self.cut:
            return found
        source = Source("transaction", "", "/transactions")
        return found.noting("partly_known", figures.day("known_until", self.known_until, self.known_until, source))


def days_asked(asked: Question, period: Span | None) -> Days | Found:
    """Return the days that are meant, by default the month of the last known day; or say why nothing is known."""
    if asked.currency is None:
        return Found("no_statements")
    known = ledger_span(asked.user, asked.currency)
    if known is None:
        return Found("no_statements")
    first, last = known
    source = Source("transaction", "", "/transactions")
    wanted = period or month_of(last)
    if wanted.first > last:
        return Found("period.ahead", (figures.day("known_until", last, last, source),))
    if wanted.last < first:
        return Found("period.before", (figures.day("known_from", first, last, source),))
    span = Span(wanted.first, min(wanted.last, asked.today) if wanted.first <= asked.today else wanted.last)
    return Days(span, asked.currency, last, cut=last < span.last)


def income(asked: Question, *, period: Span | None = None, platform: str | None = None) -> Found:
    """Tell what the user earned in a period, from all platforms or from one, before and after platform fees.

    Args:
        period: the days; the latest month without it.
        platform: the name of a platform as the user's statements have it.
    """
    days = days_asked(asked, period)
    if isinstance(days, Found):
        return days
    worked = earned_in(asked, days, platform)
    source = source_of(days.span, kind="earning", platform=platform)
    if worked is None or not (worked.gross or worked.tip):
        return days.noted(Found("income.none_there" if platform else "income.none", _about(days, source, platform)))
    plain, with_fees = TEMPLATES[platform is not None]
    facts = (*earned_facts(worked, days, source), *_about(days, source, platform))
    return days.noted(Found(with_fees if worked.fee > 0 else plain, facts))


def earned_in(asked: Question, days: Days, platform: str | None) -> Compared | None:
    """Return what the days brought, of all platforms or of one; one query."""
    work = days_of_work(asked.user, days.currency, days.span.first, days.span.last)
    each, total = compare(work, Period(days.span.first, days.span.last, days.span.first))
    if platform is None:
        return total
    return next((one for one in each if one.platform.casefold() == platform.casefold()), None)


def earned_facts(worked: Compared, days: Days, source: Source, *, prefix: str = "") -> tuple[Fact, ...]:
    """Return revenue, fees and net of what was worked."""
    as_of = days.span.last
    facts = (
        figures.money(f"{prefix}earned", worked.gross + worked.tip, days.currency, as_of, source),
        figures.money(f"{prefix}net_earned", worked.net, days.currency, as_of, source),
        figures.money(f"{prefix}fees", worked.fee, days.currency, as_of, source),
        figures.days(f"{prefix}days_worked", worked.days_worked, as_of, source),
    )
    return facts + ((figures.count(f"{prefix}jobs", worked.jobs, as_of, source),) if worked.jobs else ())


def _about(days: Days, source: Source, platform: str | None) -> tuple[Fact, ...]:
    period = figures.period("period", days.span, days.span.last, source)
    return (period, figures.named("platform", titled(platform), days.span.last, source)) if platform else (period,)


def spending(asked: Question, *, period: Span | None = None, category: str | None = None) -> Found:
    """Tell what the user spent in a period, in all or on one category, and where most of it went.

    Args:
        period: the days; the latest month without it.
        category: a category such as "fuel", "groceries" or "housing".
    """
    days = days_asked(asked, period)
    if isinstance(days, Found):
        return days
    source = source_of(days.span, direction="out", category=category)
    by_category = out_by_category(_out(asked, days))
    spent = sum(minor for name, minor in by_category if category is None or name == category)
    about = [figures.period("period", days.span, days.span.last, source)]
    if category:
        label = category_name(category, asked.language)
        about.append(figures.named("category", label, days.span.last, source))
    if not spent:
        return days.noted(Found("spending.none_there" if category else "spending.none", tuple(about)))
    fact = figures.money("spent", spent, days.currency, days.span.last, source)
    if category:
        return days.noted(Found("spending.category", (fact, *about)))
    return days.noted(_with_most(asked, days, by_category, (fact, *about)))


def _with_most(asked: Question, days: Days, by_category: list[tuple[str, int]], facts: tuple[Fact, ...]) -> Found:
    """Add the category that took most."""
    most = next((one for one in by_category if one[0]), None)
    if most is None:
        return Found("spending.ok", facts)
    source = source_of(days.span, direction="out", category=most[0])
    last, label = days.span.last, category_name(most[0], asked.language)
    more = (
        figures.named("top_category", label, last, source),
        figures.money("top_spent", most[1], days.currency, last, source),
    )
    return Found("spending.most", (*facts, *more))


def spent_in(asked: Question, days: Days, category: str | None) -> int:
    """Return what went out, as a positive amount."""
    rows = _out(asked, days)
    found = totals(rows.filter(category=category) if category else rows)
    return -found[0].out_minor if found else 0


def _out(asked: Question, days: Days) -> TransactionQuerySet:
    rows = Transaction.objects.for_user(asked.user).in_currency(days.currency)
    return rows.between(days.span.first, days.span.last).filter(amount_minor__lt=0)


def source_of(span: Span, **filters: str | None) -> Source:
    """Return the list of transactions that a sum is made of."""
    chosen = {"from": span.first, "to": span.last} | {name: value for name, value in filters.items() if value}
    return Source("transaction", f"{span.first}..{span.last}", f"/transactions?{urlencode(chosen)}")
