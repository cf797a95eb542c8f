"""The tax of a profit, by the table of a country, as a working. Pure: figures in, lines out.

What a table does not know is refused here, and never estimated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from finance.tax.figures import Profit
from finance.tax.table import Bracket, Table
from finance.tax.working import ZERO, Money, Percent, Working


@dataclass(frozen=True, slots=True)
class Situation:
    """What a user says of their taxes; amounts of the whole year, in the currency's units."""

    status: str = "single"
    own_percent: Decimal | None = None
    state_percent: Decimal = ZERO
    other_income: Decimal = ZERO
    withheld: Decimal = ZERO
    presumptive: str = ""


class NotKnown(Exception):
    """The table does not reach that far; `reason` says why: over_known_income, presumptive_limit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def own_percentage(profit: Profit, share: Decimal, *, digits: int) -> Working:
    """Take the user's own share of what platforms leave."""
    working = Working(digits)
    net = _net_lines(working, profit)
    working.tax = working.add("own_share", max(ZERO, net) * share, share=Percent(share), result=True)
    return working


def tax_of(profit: Profit, said: Situation, table: Table, *, digits: int) -> Working:
    """Return the tax of a year with such a profit.

    Raises:
        NotKnown: the table does not say.
    """
    rules = {"US": _united_states, "IN": _india}
    return rules[table.country](profit, said, table, Working(digits))


def _net_lines(working: Working, profit: Profit) -> Decimal:
    earned = working.add("earned", profit.earned)
    fees = working.add("fees", -profit.fees)
    return working.add("net_earnings", earned + fees, result=True)


def _profit_lines(working: Working, profit: Profit) -> Decimal:
    total = _net_lines(working, profit)
    total += working.add("costs" if profit.mileage is None else "other_costs", -profit.costs)
    if profit.mileage is not None:
        total += working.add("mileage", -profit.mileage)
    return working.add("profit", total, result=True)


def _united_states(profit: Profit, said: Situation, table: Table, working: Working) -> Working:
    net = _profit_lines(working, profit)
    self_employment, taxed = _self_employment(max(ZERO, net), said, table, working)
    half = ZERO
    if table.self_employment and self_employment:
        half = working.add("half", -self_employment * table.self_employment.deductible, table.self_employment.source)
    income = net + half
    if said.other_income:
        income += working.add("other_income", said.other_income)
    tax = self_employment + _federal(income, said, table, working) + _additional_medicare(taxed, said, table, working)
    if said.state_percent:
        state = max(ZERO, net) * said.state_percent
        tax += working.add("state", state, share=Percent(said.state_percent))
    return _closed(working, tax, said)


def _self_employment(net: Decimal, said: Situation, table: Table, working: Working) -> tuple[Decimal, Decimal]:
    """Return the self-employment tax, and the part of the profit that it is on."""
    rule, base = table.self_employment, table.wage_base
    if rule is None or base is None:
        raise NotKnown("year_not_known")
    taxed = working.add("taxed_share", net * rule.share, rule.source, share=Percent(rule.share))
    if taxed < rule.least_net:
        nothing = working.add("under_least_net", ZERO, rule.source, least=Money(rule.least_net), result=True)
        return nothing, ZERO
    left = max(ZERO, base.amount - said.other_income)
    security = working.add(
        "social_security",
        min(taxed, left) * rule.social_security,
        base.source,
        share=Percent(rule.social_security),
        limit=Money(left),
    )
    medicare = working.add("medicare", taxed * rule.medicare, rule.source, share=Percent(rule.medicare))
    return working.add("self_employment_tax", security + medicare, rule.source, result=True), taxed


def _additional_medicare(taxed: Decimal, said: Situation, table: Table, working: Working) -> Decimal:
    rule = table.additional_medicare
    if rule is None:
        raise NotKnown("year_not_known")
    limit = rule.over[said.status]
    over = max(ZERO, taxed + said.other_income - limit)
    if not over:
        return ZERO
    return working.add(
        "additional_medicare", over * rule.rate, rule.source, share=Percent(rule.rate), limit=Money(limit)
    )


def _federal(income: Decimal, said: Situation, table: Table, working: Working) -> Decimal:
    deduction, rule = table.standard_deduction, table.income_tax
    if deduction is None or rule is None:
        raise NotKnown("year_not_known")
    taken = working.add("standard_deduction", -deduction.amounts[said.status], deduction.source)
    taxable = working.add("taxable_income", max(ZERO, income + taken), result=True)
    return _by_brackets(taxable, rule.brackets[said.status], rule.source, working)


def _by_brackets(income: Decimal, rows: Sequence[Bracket], source: str, working: Working) -> Decimal:
    top = Percent(top_rate(income, rows))
    return working.add("income_tax", bracket_tax(income, rows), source, top=top, taxable=Money(income), result=True)


def _india(profit: Profit, said: Situation, table: Table, working: Working) -> Working:
    rule, cess = table.income_tax, table.cess
    if rule is None or cess is None or table.known_up_to is None:
        raise NotKnown("year_not_known")
    net = _presumed(profit, said, table, working) if said.presumptive else _profit_lines(working, profit)
    total = max(ZERO, net)
    if said.other_income:
        total += working.add("other_income", said.other_income)
    if total > table.known_up_to.amount:
        raise NotKnown("over_known_income")
    total = working.add("total_income", total, result=True)
    rows = rule.brackets["individual"]
    tax = working.add(
        "income_tax", bracket_tax(total, rows), rule.source, top=Percent(top_rate(total, rows)), taxable=Money(total)
    )
    tax += _rebate(tax, total, table, working)
    tax += working.add("cess", tax * cess.rate, cess.source, share=Percent(cess.rate))
    return _closed(working, tax, said)


def _presumed(profit: Profit, said: Situation, table: Table, working: Working) -> Decimal:
    rule = table.presumptive
    if rule is None or said.presumptive not in rule.schemes:
        raise NotKnown("year_not_known")
    scheme = rule.schemes[said.presumptive]
    if profit.earned > scheme.receipts_up_to:
        raise NotKnown("presumptive_limit")
    earned = working.add("earned", profit.earned)
    return working.add("presumed_profit", earned * scheme.share, rule.source, share=Percent(scheme.share), result=True)


def _rebate(tax: Decimal, total: Decimal, table: Table, working: Working) -> Decimal:
    """Return what is waived, as a negative amount: all up to the limit, then what is over the income above it."""
    rule = table.rebate
    if rule is None or not tax:
        return ZERO
    if total <= rule.income_limit:
        return working.add("rebate", -min(tax, rule.most), rule.source, limit=Money(rule.income_limit))
    relief = tax - (total - rule.income_limit)
    if rule.marginal_relief and relief > 0:
        return working.add("marginal_relief", -relief, rule.source, limit=Money(rule.income_limit))
    return ZERO


def _closed(working: Working, tax: Decimal, said: Situation) -> Working:
    working.tax = working.add("tax", tax, result=True)
    working.withheld = said.withheld
    if said.withheld:
        working.add("withheld", -said.withheld)
        working.add("owed", working.owed, result=True)
    return working


def bracket_tax(income: Decimal, rows: Sequence[Bracket]) -> Decimal:
    """Return the tax of an income, exactly."""
    ends = [ZERO, *(row.up_to if row.up_to is not None else income for row in rows)]
    parts = zip(pairwise(ends), rows, strict=True)
    return sum((max(ZERO, min(income, high) - low) * row.rate for (low, high), row in parts), ZERO)


def top_rate(income: Decimal, rows: Sequence[Bracket]) -> Decimal:
    """Return the rate of the last unit of an income."""
    return next(row.rate for row in rows if row.up_to is None or income <= row.up_to)
