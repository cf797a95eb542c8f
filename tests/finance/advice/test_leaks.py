"""Leaks: found where rows show them, silent where they do not, each with its rows and a computed impact."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.advice.leaks.robust import Norm
from finance.advice.leaks.spending import read_spending
from finance.models import LinkedAccount
from finance.scoring.standing import read_standing
from tests.finance.advice.conftest import LAST, Kind, Note, ago, leaks_of


def monthly(day: int, months: int) -> list[date]:
    """Return a day of each of the last months, oldest first."""
    found = []
    for back in range(months):
        year, month = divmod(LAST.year * 12 + LAST.month - 1 - back, 12)
        found.append(date(year, month + 1, day))
    return found[::-1]


def kinds(user: User, today: date = LAST) -> list[str]:
    return [advice.kind for advice in leaks_of(user, today)]


def test_an_ordinary_year_has_no_leak(ana: User, driven_year: Note) -> None:
    for on in monthly(5, 12):
        driven_year(on, -9_990, "Tunebox", Kind.PERSONAL, category="leisure")
        driven_year(on, -1_460, "Account fee", category="bank_fee")
    for days in range(0, 364, 7):
        driven_year(ago(days), -6_000 - 100 * (days % 5), "Petrol", category="fuel")
    assert kinds(ana) == []


def test_a_price_that_rose_and_stayed_is_told_with_its_rows(ana: User, driven_year: Note) -> None:
    for on in monthly(5, 10):
        driven_year(on, -99_900 if on >= date(2026, 9, 1) else -79_900, "Toolbox Pro", category="tools")
    found = leaks_of(ana)
    assert [advice.kind for advice in found] == ["price_rise"]
    facts = {fact.name: fact.value for fact in found[0].evidence}
    assert facts["price_before"] == "799.00"
    assert facts["price_now"] == "999.00"
    assert facts["since"] == "2026-09-05"
    assert facts["rise"] == "0.2503"
    assert facts["yearly_extra"] == "2400.00"
    assert [row.amount_minor for row in found[0].rows[:3]] == [-99_900, -99_900, -79_900]
    assert found[0].impact == {"measure": "yearly_cost", "before": "11988.00", "after": "9588.00"}


@pytest.mark.parametrize(
    ("changed_on", "new_price"),
    [
        (date(2026, 10, 1), -99_900),  # one charge at the new price may be an exception
        (date(2026, 9, 1), -82_900),  # under five per cent
        (date(2026, 2, 1), -99_900),  # long ago
        (date(2026, 9, 1), -59_900),  # it fell
    ],
)
def test_what_is_no_lasting_rise_is_not_told(ana: User, driven_year: Note, changed_on: date, new_price: int) -> None:
    for on in monthly(5, 12):
        driven_year(on, new_price if on >= changed_on else -79_900, "Toolbox Pro", category="tools")
    assert kinds(ana) == []


@pytest.mark.parametrize("two_accounts", [False, True])
def test_one_subscription_paid_twice_is_told(ana: User, driven_year: Note, *, two_accounts: bool) -> None:
    other = LinkedAccount.objects.create(user=ana, name="Card", currency="CZK")
    more = {"to": other} if two_accounts else {}
    for on in monthly(5, 6):
        driven_year(on, -25_900, "TUNEBOX 4432", Kind.PERSONAL, category="leisure")
    for on in monthly(19, 4):
        driven_year(on, -25_900, "TUNEBOX 9981", Kind.PERSONAL, category="leisure", **more)
    found = leaks_of(ana)
    assert [advice.kind for advice in found] == ["paid_twice"]
    facts = {fact.name: fact.value for fact in found[0].evidence}
    assert (facts["price_now"], facts["times"], facts["since"]) == ("259.00", "4", "2026-07-19")
    assert facts["yearly_extra"] == "3108.00"
    assert len(found[0].rows) == 10


def test_a_subscription_moved_to_another_card_is_not_paid_twice(ana: User, driven_year: Note) -> None:
    other = LinkedAccount.objects.create(user=ana, name="Card", currency="CZK")
    for on in monthly(5, 10):
        driven_year(on, -25_900, "TUNEBOX", Kind.PERSONAL, **({"to": other} if on >= date(2026, 5, 1) else {}))
    assert kinds(ana) == []


def test_two_plans_of_one_shop_are_not_the_same_twice(ana: User, driven_year: Note) -> None:
    for on in monthly(5, 8):
        driven_year(on, -25_900, "Mobile", category="phone")
        driven_year(on + timedelta(days=10), -45_900, "Mobile", category="phone")
    assert kinds(ana) == []


def platform_weeks(note: Note, shares: list[float]) -> None:
    """Write a platform's statement, four-week spans newest first: eight pays a span with the fee's share."""
    for span, share in enumerate(shares):
        for nth in range(8):
            on = ago(span * 28 + nth * 3)
            note(on, 100_000, "Trip", Kind.EARNING, platform="uber")
            note(on, -round(100_000 * share), "Fee", Kind.PLATFORM_FEE, platform="uber")


def test_a_platform_that_keeps_more_is_told(ana: User, driven_year: Note) -> None:
    platform_weeks(driven_year, [0.33, 0.25, 0.26, 0.24, 0.25, 0.25])
    found = leaks_of(ana)
    assert [(advice.kind, advice.key, advice.bucket) for advice in found] == [("fee_spike", "fee_spike:uber", 1)]
    facts = {fact.name: fact.value for fact in found[0].evidence}
    assert (facts["share_now"], facts["share_usual"], facts["extra"]) == ("0.3300", "0.2500", "640.00")
    assert len(found[0].rows) == 8


@pytest.mark.parametrize("shares", [[0.27, 0.25, 0.25, 0.25, 0.25], [0.35, 0.2, 0.3, 0.4, 0.25], [0.4, 0.25, 0.25]])
def test_a_share_within_its_own_norm_or_without_one_is_not_told(
    ana: User, driven_year: Note, shares: list[float]
) -> None:
    platform_weeks(driven_year, shares)
    assert kinds(ana) == []


def test_bank_fees_over_the_norm_are_told_once_for_their_month(ana: User, driven_year: Note) -> None:
    for on in monthly(28, 12):
        driven_year(on, -1_460, "Account fee", category="bank_fee")
    driven_year(date(2026, 10, 20), -6_500, "Unarranged overdraft", category="overdraft")
    found = leaks_of(ana)
    assert [advice.key for advice in found] == ["bank_fees:2026-10-01"]
    facts = {fact.name: fact.value for fact in found[0].evidence}
    assert (facts["fees"], facts["fees_usual"], facts["extra"]) == ("79.60", "14.60", "65.00")


@pytest.mark.parametrize("told_km", [False, True])
def test_fuel_is_judged_by_distance_where_it_is_told_else_by_day(
    ana: User, driven_year: Note, *, told_km: bool
) -> None:
    for days in range(0, 364, 7):
        driven_year(ago(days), -9_000 if days < 28 else -6_000, "Petrol", category="fuel")
        if told_km:
            driven_year(ago(days), 10_000, "Trips", Kind.EARNING, platform="bolt", distance_m=100_000)
    found = leaks_of(ana)
    assert [advice.kind for advice in found] == ["fuel_per_km" if told_km else "fuel_per_day"]
    facts = {fact.name: fact.value for fact in found[0].evidence}
    assert facts["rise"] == "0.5000"
    assert facts["extra"] == "120.00"
    assert facts["rate_now"] == ("0.90" if told_km else "30.00")


def test_more_fuel_for_more_driving_is_no_leak(ana: User, driven_year: Note) -> None:
    for days in range(0, 364, 7):
        factor = 2 if days < 28 else 1
        driven_year(ago(days), -6_000 * factor, "Petrol", category="fuel")
        driven_year(ago(days), 10_000, "Trips", Kind.EARNING, platform="bolt", distance_m=100_000 * factor)
    assert kinds(ana) == []


def test_a_bill_of_a_platform_that_pays_no_more_is_told(ana: User, driven_year: Note) -> None:
    for days in range(100, 200, 10):
        driven_year(ago(days), 50_000, "Uber trips", Kind.EARNING, platform="uber")
    for on in monthly(9, 8):
        driven_year(on, -19_900, "Uber Pass", category="tools", platform="uber")
    found = leaks_of(ana)
    assert [advice.kind for advice in found] == ["idle_platform"]
    facts = {fact.name: fact.value for fact in found[0].evidence}
    assert (facts["last_on"], facts["times"]) == (ago(100).isoformat(), "3")


def test_a_ledger_that_ended_long_ago_is_left_alone(ana: User, driven_year: Note) -> None:
    platform_weeks(driven_year, [0.33, 0.25, 0.26, 0.24, 0.25, 0.25])
    assert kinds(ana, LAST + timedelta(days=91)) == []


def test_reading_takes_two_queries(
    ana: User, driven_year: Note, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    standing = read_standing(ana, "CZK")
    assert standing is not None
    with django_assert_num_queries(2):
        assert len(read_spending(ana, standing).rows) > 150


def test_a_norm_is_not_moved_by_one_odd_value() -> None:
    assert Norm.of([10, 10, 11, 9, 500]).middle == 10
    assert Norm.of([10, 10, 10]).limit(least=2) == 12
    assert Norm.of([8, 10, 12]).limit(least=1) == pytest.approx(10 + 3 * 1.4826 * 2)
