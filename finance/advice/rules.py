"""Advice: rules that turn a standing into what to do next, with the figures it rests on. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from finance import flows as sums
from finance.advice.facts import Advice, Fact, amount_fact, ratio_fact
from finance.outlook import SPEND_WEEKS, STRESSED
from finance.scoring import health
from finance.scoring.components import NotEnough
from finance.scoring.standing import Standing
from kit.money import amount_string

KINDS = frozenset({"bring_newer_statement", "hold_back", "cut_costs", "lower_debt", "set_buffer", "build_reserve"})
SHORTFALL_WORTH_SAYING = 0.10  # the same chance that safe-to-spend is made of
THIN_LIQUIDITY_MONTHS = 1.0
THIN_MARGIN = 0.15
HIGH_DEBT_SHARE = 0.36
SAVE_SHARE = 0.10
OLD_STATEMENT_DAYS = 35


def advise(standing: Standing, *, today: date) -> list[Advice]:
    """Return the advice that the figures call for, the most pressing first."""
    rules: list[Callable[[], Advice | None]] = [
        lambda: bring_newer_statement(standing, today=today),
        lambda: hold_back(standing),
        lambda: cut_costs(standing),
        lambda: lower_debt(standing),
        lambda: set_buffer(standing),
        lambda: build_reserve(standing),
    ]
    found = [advice for rule in rules if (advice := rule()) is not None]
    return sorted(found, key=lambda advice: advice.priority)


def hold_back(standing: Standing) -> Advice | None:
    """Keep enough back that the chance of a shortfall within four weeks is 10%."""
    outlook = standing.outlook
    chance = outlook.shortfall() if outlook else None
    if outlook is None or chance is None or chance < SHORTFALL_WORTH_SAYING:
        return None
    stressed = outlook.row("running_minimum", STRESSED)[SPEND_WEEKS - 1]
    missing = outlook.buffer_minor - stressed
    lowest = outlook.lowest_point(STRESSED)
    if missing <= 0 or lowest is None:
        return None
    after = outlook.shortfall(spend_minor=-missing)
    evidence = [
        _money("amount", missing, standing, "forecast"),
        ratio_fact("shortfall_probability", chance, "forecast"),
        Fact("lowest_on", lowest.on.isoformat(), "date", "forecast"),
        _money("lowest_balance", lowest.amount_minor, standing, "forecast"),
    ]
    return Advice("hold_back", "hold_back", 1, evidence, _impact("shortfall_probability", chance, after))


def bring_newer_statement(standing: Standing, *, today: date) -> Advice | None:
    """Ask for a newer statement when the last one is old: every figure is only as fresh as it."""
    age = (today - standing.as_of).days
    if age <= OLD_STATEMENT_DAYS:
        return None
    evidence = [
        Fact("last_on", standing.as_of.isoformat(), "date", "transactions"),
        Fact("age_days", str(age), "days", "transactions"),
    ]
    return Advice("bring_newer_statement", f"bring_newer_statement:{standing.as_of}", 2, evidence, {})


def build_reserve(standing: Standing) -> Advice | None:
    """Put a tenth of the earnings aside until a month of spending is covered."""
    months, earned = standing.liquidity_months, sums.revenue(standing.recent)
    if months is None or months >= THIN_LIQUIDITY_MONTHS or earned <= 0:
        return None
    aside = round(earned / max(1, min(standing.full_months, 3)) * SAVE_SHARE)
    spent = round((standing.own_balance_minor or 0) / months) if months > 0 else 0
    gained = aside / spent if spent else 0.0
    evidence = [
        ratio_fact("liquidity_months", months, "snapshots", unit="months"),
        _money("monthly_amount", aside, standing, "snapshots"),
        ratio_fact("share", SAVE_SHARE, "rule"),
    ]
    changed = _health_if(standing, lambda figures: replace(figures, liquidity_months=months + gained))
    return Advice("build_reserve", "build_reserve", 4, evidence, changed)


def cut_costs(standing: Standing) -> Advice | None:
    """Look at the costs of the work when little of the earnings is left after them."""
    margin, earned = standing.margin, sums.revenue(standing.recent)
    if margin is None or margin >= THIN_MARGIN:
        return None
    expenses = sums.operating_expenses(standing.recent)
    tenth = round(expenses * SAVE_SHARE)
    evidence = [
        ratio_fact("margin", margin, "snapshots"),
        _money("expenses", expenses, standing, "snapshots"),
        _money("revenue", earned, standing, "snapshots"),
        _money("saving", tenth, standing, "snapshots"),
    ]
    changed = _health_if(standing, lambda figures: replace(figures, margin=margin + tenth / earned))
    return Advice("cut_costs", "cut_costs", 3, evidence, changed)


def lower_debt(standing: Standing) -> Advice | None:
    """Say when loan repayments take more of the earnings than is usually carried."""
    share = standing.debt_share
    if share is None or share < HIGH_DEBT_SHARE:
        return None
    evidence = [
        ratio_fact("debt_share", share, "snapshots"),
        ratio_fact("ceiling", HIGH_DEBT_SHARE, "rule"),
        _money("repayments", sums.debt_service(standing.recent), standing, "snapshots"),
    ]
    changed = _health_if(standing, lambda figures: replace(figures, debt_share=HIGH_DEBT_SHARE))
    return Advice("lower_debt", "lower_debt", 3, evidence, changed)


def set_buffer(standing: Standing) -> Advice | None:
    """Suggest a buffer of one usual week when there is none: without one every figure looks too rosy."""
    if standing.buffer_minor or standing.full_months == 0 or standing.outlook is None:
        return None
    months = min(standing.full_months, 3)
    week = round(sums.cash_out(standing.recent) / months * 12 / 52)
    safe = standing.outlook.safe_to_spend()
    if not week or safe is None:
        return None
    evidence = [_money("weekly_cash_out", week, standing, "snapshots")]
    after = max(0, safe - week)
    impact = {
        "measure": "safe_to_spend",
        "before": amount_string(safe, standing.currency),
        "after": amount_string(after, standing.currency),
    }
    return Advice("set_buffer", "set_buffer", 5, evidence, impact)


def _health_if(standing: Standing, change: Callable[[health.Figures], health.Figures]) -> dict[str, Any]:
    """Return how the health score moves with a change, by scoring again; empty when there is no score yet."""
    try:
        figures = health.figures_of(standing)
    except NotEnough:
        return {}
    return {"measure": "health", "before": health.score_of(figures), "after": health.score_of(change(figures))}


def _impact(measure: str, before: float | None, after: float | None) -> dict[str, Any]:
    if before is None or after is None:
        return {}
    return {"measure": measure, "before": round(before, 4), "after": round(after, 4)}


def _money(name: str, minor: int, standing: Standing, source: str) -> Fact:
    return amount_fact(name, minor, standing.currency, source)
