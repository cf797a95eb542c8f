"""Due dates and amounts: by what was earned, by last year's tax, less what was paid."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.tax.figures import DayFigures, Profit, YearFigures
from finance.tax.instalments import Due, LastYear, dues, dues_of_own_share, factor
from finance.tax.rules import Situation, tax_of
from finance.tax.table import Table, table_on
from finance.tax.working import Working

D = Decimal


def table(country: str) -> Table:
    found = table_on(country, date(2026, 5, 5))
    assert found is not None
    return found


US, IN = table("US"), table("IN")


def year(*earned: tuple[str, int]) -> YearFigures:
    days = [DayFigures(date.fromisoformat(on), amount * 100, 0, 0, 0) for on, amount in earned]
    return YearFigures(days[-1].on, 2, days, [])


def by_table(country: Table, said: Situation | None = None) -> dict[str, Any]:
    def rule(profit: Profit) -> Working:
        return tax_of(profit, said or Situation(), country, digits=2)

    return {"table": country, "tax_of": rule, "presumptive": bool(said and said.presumptive)}


def asked(figures: YearFigures, *, paid: str = "0", last_year: LastYear | None = None, **how: Any) -> list[Due]:
    return dues(figures, paid=D(paid), last_year=last_year, **how)


QUARTERS = year(("2026-03-31", 15_000), ("2026-05-31", 10_000), ("2026-08-31", 15_000), ("2026-12-31", 20_000))


def test_each_date_asks_for_its_share_of_the_year_as_it_looked_then() -> None:
    found = asked(QUARTERS, **by_table(US))
    whole = tax_of(Profit(D(60_000), D(0), D(0), None), Situation(), US, digits=2).tax
    assert [due.due_on.isoformat() for due in found] == ["2026-04-15", "2026-06-15", "2026-09-15", "2027-01-15"]
    assert [due.total for due in found] == [whole * share for share in map(D, ("0.225", "0.45", "0.675", "0.90"))]
    assert {due.method for due in found} == {"annualised"}
    assert sum(due.amount for due in found) == found[-1].total


def test_what_was_paid_is_taken_off_from_the_first_date_on() -> None:
    found = asked(QUARTERS, **by_table(US))
    paid = found[1].total + 100
    after = asked(QUARTERS, paid=str(paid), **by_table(US))
    assert [due.amount for due in after[:2]] == [0, 0]
    assert after[2].amount == found[2].total - paid


def test_last_years_tax_is_the_ceiling_of_a_lumpy_start() -> None:
    start = year(("2026-02-15", 40_000), ("2026-03-31", 1))
    annualised = asked(start, **by_table(US))
    found = asked(start, last_year=LastYear(D(8_000), high_income=False), **by_table(US))
    assert annualised[0].total > 9_000
    assert [(due.method, due.total) for due in found][:2] == [("last_year", D(2_000)), ("last_year", D(4_000))]
    high = asked(start, last_year=LastYear(D(8_000), high_income=True), **by_table(US))
    assert high[3].total == D(8_800)


def test_the_lower_of_the_two_is_asked_for() -> None:
    found = asked(QUARTERS, last_year=LastYear(D(90_000), high_income=False), **by_table(US))
    assert {due.method for due in found} == {"annualised"}


def test_little_tax_is_due_with_the_return_only() -> None:
    assert asked(year(("2026-12-31", 7_000)), **by_table(US)) == []
    assert asked(year(("2027-03-31", 1_200_000)), **by_table(IN)) == []


def test_what_an_employer_withholds_counts_evenly() -> None:
    found = asked(QUARTERS, **by_table(US, Situation(withheld=D(4_000))))
    assert found[0].total == asked(QUARTERS, **by_table(US))[0].total - 1_000


def test_india_asks_for_15_45_75_and_100_percent() -> None:
    known = year(("2026-06-15", 400_000), ("2027-03-15", 1_200_000))
    found = asked(known, **by_table(IN))
    assert [due.due_on.isoformat() for due in found] == ["2026-06-15", "2026-09-15", "2026-12-15", "2027-03-15"]
    year_then = Profit(D(400_000) * 365 / 90, D(0), D(0), None)
    assert found[0].total == tax_of(year_then, Situation(), IN, digits=2).tax * D("0.15")
    year_now = known.through(known.as_of).times(D(365) / 349)
    assert found[3].total == tax_of(year_now, Situation(), IN, digits=2).tax


def test_presumed_profit_is_paid_at_once_in_march() -> None:
    found = asked(year(("2027-03-31", 4_000_000)), **by_table(IN, Situation(presumptive="profession")))
    assert [due.due_on.isoformat() for due in found] == ["2027-03-15"]


def test_an_own_share_has_the_dates_of_the_table() -> None:
    found = dues_of_own_share(QUARTERS, US, D("0.2"), paid=D(3_000))
    assert [due.amount for due in found] == [0, D(2_000), D(3_000), D(4_000)]
    assert {due.method for due in found} == {"own_percentage"}


def test_a_date_whose_time_is_not_over_is_a_preview() -> None:
    found = asked(year(("2026-04-10", 30_000)), **by_table(US))
    assert [due.known_through.isoformat() for due in found] == ["2026-03-31", "2026-04-10", "2026-04-10", "2026-04-10"]
    assert found[0].total == 0


@pytest.mark.parametrize(("last", "days"), [("2026-01-05", 90), ("2026-03-31", 90), ("2026-07-01", 182)])
def test_a_short_part_of_a_year_is_taken_for_a_quarter(last: str, days: int) -> None:
    assert factor(date(2026, 1, 1), date.fromisoformat(last), 365) == D(365) / days
