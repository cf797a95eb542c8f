"""What the last whole month came to, for explaining the figures of the snapshots."""

from assistant.facts import Fact, Source, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.models import FinancialSnapshot

PAGE = "/#snapshots"


def last_month(asked: Question) -> Found:
    """Tell what the newest month came to that the statements cover whole: the app's snapshot of it."""
    months = FinancialSnapshot.objects.for_user(asked.user).filter(period="monthly", currency=asked.currency)
    row = months.filter(complete=True).order_by("-starts_on").first()
    if row is None:
        return Found("no_statements" if asked.currency is None else "score.short_history")
    return Found("explain.profit", _facts(row))


def _facts(row: FinancialSnapshot) -> tuple[Fact, ...]:
    source = Source("snapshot", str(row.public_id), PAGE)
    amounts = {
        "profit": row.ebitda_minor,
        "earned": row.revenue_minor,
        "costs": row.expenses_minor,
        "net_cash_flow": row.net_cash_flow_minor,
        "cash_in": row.cash_in_minor,
        "cash_out": row.cash_out_minor,
        "closing_balance": row.closing_balance_minor,
        "monthly_cash_out": row.mean_monthly_cash_out_minor,
    }
    facts = [
        figures.money(name, minor, row.currency, row.ends_on, source)
        for name, minor in amounts.items()
        if minor is not None
    ]
    if row.growth is not None:
        facts.append(figures.percent("growth", row.growth, row.ends_on, source))
    return (*facts, figures.period("period", Span(row.starts_on, row.ends_on), row.ends_on, source))
