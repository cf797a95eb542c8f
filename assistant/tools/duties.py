"""What is due: bills, and what to set aside for taxes."""

from datetime import date, timedelta
from decimal import Decimal

from assistant.answers.labels import must
from assistant.facts import Fact, Source, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.models import RecurringFlow
from finance.recurring.bills import Due, upcoming
from finance.tax.set_aside import TaxAnswer, answer
from kit.money import to_minor

BILL_DAYS = 30
PAGE = "/bills"


def bills(asked: Question, *, period: Span | None = None) -> Found:
    """Tell which bills are due next, and what they come to.

    Args:
        period: up to when; the next thirty days without it.
    """
    if asked.currency is None:
        return Found("no_statements")
    last = period.last if period and period.last >= asked.today else asked.today + timedelta(days=BILL_DAYS)
    rows = RecurringFlow.objects.for_user(asked.user).running()
    mine = rows.filter(currency=asked.currency, direction=RecurringFlow.Direction.OUT)
    found = upcoming(mine, first=asked.today, last=last)
    until = figures.day("until", last, asked.now, Source("bill", "", PAGE))
    ahead = [due for due in found if due.on >= asked.today]
    missed = [due for due in found if due.on < asked.today]
    if not ahead:
        answer = Found("bills.none", (until,))
    else:
        total = sum(due.flow.typical_minor for due in ahead)
        facts = (
            *_bill(ahead[0], asked, "next_bill"),
            figures.money("bills_total", total, asked.currency, asked.now, Source("bill", "", PAGE), rough=True),
            figures.count("bills_count", len(ahead), asked.now, Source("bill", "", PAGE)),
            until,
        )
        answer = Found("bills.single" if len(ahead) == 1 else "bills.ok", facts)
    return answer.noting("bill_missed", *_bill(missed[0], asked, "missed_bill")) if missed else answer


def _bill(due: Due, asked: Question, name: str) -> tuple[Fact, ...]:
    flow, source = due.flow, Source("bill", str(due.flow.public_id), PAGE)
    as_of = flow.last_on or asked.today
    unnamed = must("generic", "bill", asked.language)
    return (
        figures.named(name, flow.shown_name, as_of, source, unnamed=unnamed),
        figures.money(
            f"{name}_amount", flow.typical_minor, flow.currency, as_of, source, rough=flow.low_minor != flow.high_minor
        ),
        figures.day(f"{name}_on", due.on, as_of, source),
    )


def tax(asked: Question) -> Found:
    """Tell what the user should still set aside for taxes this year, and the next date on which tax is due."""
    found = answer(asked.user, on=asked.today, today=asked.today)
    if found.reason:
        if found.reason == "no_earnings" and not asked.currencies:
            return Found("no_statements")
        return Found(f"tax.{found.reason}")
    as_of = found.as_of or asked.today
    source = Source("tax_table", found.year.year if found.year else "", "/work#tax")

    def money(name: str, amount: Decimal) -> Fact:
        return figures.money(name, to_minor(amount, found.currency), found.currency, as_of, source)

    facts = (
        money("tax_missing", found.missing),
        money("tax_needed", found.needed),
        figures.percent("tax_share", found.share or Decimal(0), as_of, source),
        money("tax_paid", found.paid),
        *((money("tax_kept", found.kept),) if found.kept is not None else ()),
        money("net_earned", found.net_earnings),
        figures.period("tax_year", Span(found.first_on, found.last_on), as_of, source),
        figures.day("as_of", as_of, as_of, source),
    )
    told = Found("tax.ok" if found.missing > 0 else "tax.enough", facts)
    return _with_due(told, found, asked.today, as_of, source)


def _with_due(told: Found, found: TaxAnswer, today: date, as_of: date, source: Source) -> Found:
    """Add the next date on which something is to be paid."""
    due = next((one for one in found.dues if one.due_on >= today and one.amount > 0), None)
    if due is None:
        return told
    amount = figures.money("tax_due", to_minor(due.amount, found.currency), found.currency, as_of, source)
    return told.noting("tax_due", amount, figures.day("tax_due_on", due.due_on, as_of, source))
