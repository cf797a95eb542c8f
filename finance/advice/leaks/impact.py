"""What stopping a leak would change: the health score again with the money kept, else the cost of a year."""

from dataclasses import replace
from typing import Any

from finance import flows as sums
from finance.scoring import health
from finance.scoring.components import NotEnough
from finance.scoring.standing import Standing
from kit.money import amount_string


def of_saving(standing: Standing, monthly_minor: int, *, work: bool, yearly_before_minor: int) -> dict[str, Any]:
    """Return what keeping so much a month would change.

    Args:
        standing: where the user stands.
        monthly_minor: what is kept.
        work: whether it is a cost of the work, and so raises the margin.
        yearly_before_minor: what it costs a year as it is.
    """
    scored = _health(standing, monthly_minor, work=work)
    if scored and scored["after"] > scored["before"]:
        return scored
    after = max(0, yearly_before_minor - 12 * monthly_minor)
    amounts = {"before": yearly_before_minor, "after": after}
    return {"measure": "yearly_cost"} | {name: amount_string(m, standing.currency) for name, m in amounts.items()}


def _health(standing: Standing, monthly_minor: int, *, work: bool) -> dict[str, Any] | None:
    try:
        figures = health.figures_of(standing)
    except NotEnough:
        return None
    months = min(standing.full_months, 3)
    kept, flows = monthly_minor * months, standing.recent
    earned, came, spent = sums.revenue(flows), sums.own_cash_in(flows), sums.cash_out(flows)
    changed = replace(
        figures,
        net_share=figures.net_share + (kept / came if came else 0),
        margin=figures.margin + (kept / earned if work and earned else 0),
        liquidity_months=figures.liquidity_months * (spent / (spent - kept) if spent > kept else 1),
    )
    return {"measure": "health", "before": health.score_of(figures), "after": health.score_of(changed)}
