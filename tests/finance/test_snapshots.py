"""Snapshots are what the definitions say, and follow the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance import snapshots
from finance.models import BalancePoint, FinancialSnapshot, LinkedAccount
from tests.finance.conftest import Kind, Write


def month(ana: User, start: date) -> FinancialSnapshot:
    found: FinancialSnapshot = FinancialSnapshot.objects.for_user(ana).get(period="monthly", starts_on=start)
    return found


def test_each_figure_follows_its_definition(ana: User, account: LinkedAccount, write: Write) -> None:
    write(date(2026, 9, 30), 80_000)
    write(date(2026, 10, 2), 100_000)
    write(date(2026, 10, 2), 20_000)
    write(date(2026, 10, 3), -15_000, Kind.PLATFORM_FEE)
    write(date(2026, 10, 4), -10_000, Kind.EXPENSE)
    write(date(2026, 10, 5), 1_000, Kind.REFUND)
    write(date(2026, 10, 6), -30_000, Kind.PERSONAL)
    write(date(2026, 10, 7), 500_000, Kind.DEBT_IN)
    write(date(2026, 10, 8), -7_000, Kind.DEBT_OUT)
    write(date(2026, 10, 9), -9_000, Kind.TAX)
    write(date(2026, 10, 10), -200_000, Kind.TRANSFER)
    BalancePoint.objects.create(account=account, on=date(2026, 10, 31), balance_minor=640_000, source="user")
    snapshots.rebuild(user=ana, currency="CZK")

    october = month(ana, date(2026, 10, 1))
    assert october.revenue_minor == 120_000
    assert october.expenses_minor == 15_000 + 10_000 - 1_000
    assert october.ebitda_minor == 96_000
    assert october.cash_in_minor == 120_000 + 1_000 + 500_000
    assert october.cash_out_minor == 15_000 + 10_000 + 30_000 + 7_000 + 9_000
    assert october.net_cash_flow_minor == october.cash_in_minor - october.cash_out_minor
    assert october.closing_balance_minor == 640_000
    assert october.margin == Decimal(96_000) / 120_000
    assert october.growth == Decimal(120_000) / 80_000 - 1
    assert october.days_worked == 1
    assert not october.complete


def test_liquidity_is_the_balance_over_the_mean_of_three_full_months(
    ana: User, account: LinkedAccount, write: Write
) -> None:
    for number, amount in ((6, -10_000), (7, -20_000), (8, -30_000), (9, -40_000)):
        write(date(2026, number, 1), amount, Kind.PERSONAL)
        write(date(2026, number, 28), 1_000)
    write(date(2026, 9, 30), 1)
    BalancePoint.objects.create(account=account, on=date(2026, 9, 30), balance_minor=90_000, source="user")
    snapshots.rebuild(user=ana, currency="CZK")
    september = month(ana, date(2026, 9, 1))
    assert september.mean_monthly_cash_out_minor == 30_000
    assert september.liquidity_months == 3


def test_without_a_known_balance_it_is_null_and_not_zero(ana: User, account: LinkedAccount, write: Write) -> None:
    write(date(2026, 10, 2), 100)
    snapshots.rebuild(user=ana, currency="CZK")
    assert month(ana, date(2026, 10, 1)).closing_balance_minor is None


def test_no_revenue_means_no_margin_and_a_first_period_no_growth(
    ana: User, account: LinkedAccount, write: Write
) -> None:
    write(date(2026, 10, 2), -100, Kind.EXPENSE)
    snapshots.rebuild(user=ana, currency="CZK")
    october = month(ana, date(2026, 10, 1))
    assert october.margin is None
    assert october.growth is None


@pytest.mark.usefixtures("half_a_year")
def test_months_and_weeks_each_add_up_to_the_ledger(ana: User) -> None:
    snapshots.rebuild(user=ana, currency="CZK")
    rows = FinancialSnapshot.objects.for_user(ana)
    weekly, monthly = (rows.filter(period=period) for period in ("weekly", "monthly"))
    assert sum(row.revenue_minor for row in weekly) == sum(row.revenue_minor for row in monthly) == 26 * 70_000
    assert sum(row.cash_out_minor for row in weekly) == sum(row.cash_out_minor for row in monthly)


def test_rebuilding_changes_nothing_and_keeps_the_rows(ana: User, half_a_year: LinkedAccount) -> None:
    snapshots.rebuild(user=ana, currency="CZK")
    before = list(FinancialSnapshot.objects.order_by("id").values())
    snapshots.rebuild(user=ana, currency="CZK")
    assert list(FinancialSnapshot.objects.order_by("id").values()) == before


def test_periods_without_transactions_at_the_ends_go_away(ana: User, account: LinkedAccount, write: Write) -> None:
    old = write(date(2025, 1, 10), 5_000)
    write(date(2026, 10, 2), 5_000)
    snapshots.rebuild(user=ana, currency="CZK")
    old.delete()
    snapshots.rebuild(user=ana, currency="CZK")
    assert FinancialSnapshot.objects.count() == 2
    account.transactions.all().delete()
    snapshots.rebuild(user=ana, currency="CZK")
    assert not FinancialSnapshot.objects.exists()


def test_a_manual_snapshot_is_replaced_when_transactions_arrive(
    ana: User, account: LinkedAccount, write: Write
) -> None:
    FinancialSnapshot.objects.create(
        user=ana,
        currency="CZK",
        period="monthly",
        source="manual",
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 10, 31),
        complete=True,
        revenue_minor=1,
        expenses_minor=0,
        cash_in_minor=1,
        cash_out_minor=0,
        days_worked=1,
    )
    write(date(2026, 10, 2), 5_000)
    snapshots.rebuild(user=ana, currency="CZK")
    october = month(ana, date(2026, 10, 1))
    assert (october.source, october.revenue_minor) == ("computed", 5_000)


def test_the_number_of_queries_does_not_grow_with_the_ledger(
    ana: User, half_a_year: LinkedAccount, write: Write, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        snapshots.rebuild(user=ana, currency="CZK")
