"""Looking for a transaction."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from assistant.answers.labels import category_name, must
from assistant.facts import Fact, Source, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.models import Transaction
from finance.models.ledger import TransactionQuerySet
from finance.recurring.streams import Occurrence, shown_name
from kit.money import to_minor

LONGEST_WORDS = 100


def find_transaction(
    asked: Question,
    *,
    text: str | None = None,
    amount: Decimal | None = None,
    on: date | None = None,
    period: Span | None = None,
    platform: str | None = None,
    category: str | None = None,
) -> Found:
    """Find the user's transactions by words of the memo, amount, day, platform or category; the newest is told.

    Args:
        text: words as they may stand in the memo, such as the name of a shop.
        amount: the amount, in or out.
        on: the day.
        period: the days, where no single day is meant.
        platform: a platform.
        category: a category.
    """
    days = Span(on, on) if on else period
    words = text[:LONGEST_WORDS] if text else None
    filters: dict[str, str | None] = {"q": words, "platform": platform, "category": category}
    if days:
        filters |= {"from": str(days.first), "to": str(days.last)}
    if not any(filters.values()) and amount is None:
        return Found("find.ask")
    if asked.currency is None:
        return Found("no_statements")
    rows = _rows(asked, filters, days, amount)
    newest = rows.first()
    if newest is None:
        return Found("find.nothing")
    page = f"/transactions?{urlencode({name: value for name, value in filters.items() if value})}"
    found = Found("find.in" if newest.amount_minor > 0 else "find.out", _facts(newest, asked, page))
    number = rows.count()
    if number == 1:
        return found
    return found.noting(
        "find_more", figures.count("found_count", number, newest.posted_on, Source("transaction", "", page))
    )


def _rows(
    asked: Question, filters: dict[str, str | None], days: Span | None, amount: Decimal | None
) -> TransactionQuerySet:
    """Return the newest first; the words and filters mean what they mean on the page of transactions."""
    rows = Transaction.objects.for_user(asked.user)
    lookups = {
        "memo__icontains": filters["q"],
        "platform__iexact": filters["platform"],
        "category": filters["category"],
    }
    rows = rows.filter(**{lookup: value for lookup, value in lookups.items() if value})
    if days:
        rows = rows.between(days.first, days.last)
    if amount is not None and asked.currency:
        try:
            minor = to_minor(abs(amount), asked.currency)
        except ValueError:
            return rows.none()
        rows = rows.in_currency(asked.currency).filter(amount_minor__in=[minor, -minor])
    return rows


def _facts(row: Transaction, asked: Question, page: str) -> tuple[Fact, ...]:
    source = Source("transaction", str(row.public_id), page)
    said = Occurrence(row.public_id, row.posted_on, row.amount_minor, row.memo, row.kind, row.category, row.platform)
    unnamed = (
        category_name(row.category, asked.language) if row.category else must("generic", "payment", asked.language)
    )
    return (
        figures.money("found_amount", abs(row.amount_minor), row.currency, row.posted_on, source),
        figures.named("found_name", shown_name(said), row.posted_on, source, unnamed=unnamed),
        figures.day("found_on", row.posted_on, row.posted_on, source),
    )
