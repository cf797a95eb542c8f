"""What comes again, found among what happened."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.demo import STATEMENT
from finance.recurring.cadence import RHYTHMS, Cadence, after, days_until, usual_day
from finance.recurring.detect import Recurring, find
from finance.recurring.streams import Occurrence, counterparty, shown_name
from finance.sorting.kinds import default_sort
from finance.statements.csv_reader import read_csv
from kit.money import to_minor

FIRST = date(2025, 1, 3)


def paid(on: date, amount_minor: int, memo: str = "NETFLIX.COM 4411", *, category: str = "") -> Occurrence:
    return Occurrence(UUID(int=random.getrandbits(128)), on, amount_minor, memo, "expense", category)


def monthly(amounts: Sequence[int], memo: str = "NETFLIX.COM 4411", first: date = FIRST) -> list[Occurrence]:
    return [paid(after(first, Cadence.MONTHLY, at), -amount, memo) for at, amount in enumerate(amounts)]


def only(transactions: Sequence[Occurrence], as_of: date | None = None) -> Recurring:
    found = find(transactions, as_of=as_of or max(one.on for one in transactions))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("cadence", list(Cadence))
def test_it_works(cadence: Cadence) -> None:
    days = [after(FIRST, cadence, at) for at in range(6)]
    found = only([paid(on, -1299) for on in days])
    assert (found.cadence, found.typical_minor, found.direction) == (cadence, 1299, -1)
    assert found.due_on == after(FIRST, cadence, 6)
    assert not found.missed
    assert not found.ended


def test_a_real_statement() -> None:
    rows = [
        (row, to_minor(row.amount, "CZK"), default_sort(row.memo, to_minor(row.amount, "CZK")))
        for row in read_csv(STATEMENT.read_bytes()).rows
    ]
    found = find(
        [
            Occurrence(UUID(int=row.line), row.posted_on, minor, row.memo, sort.kind, sort.category)
            for row, minor, sort in rows
        ],
        as_of=date(1998, 6, 7),
    )
    told = [(one.direction, one.stream, one.typical_minor // 100, one.due_on.day) for one in found]
    assert told == [
        (1, "in cash", 16219, 7),
        (-1, "remittance another bank insurrance", 253, 8),
        (-1, "remittance another bank household", 6869, 9),
        (-1, "remittance another bank", 316, 12),
        (-1, "withdrawal in cash statement", 14, 30),
        (-1, "remittance another bank", 1847, 5),
    ]


def test_days_drift_over_weekends_and_amounts_vary() -> None:
    days = [date(2026, 1, 15), date(2026, 2, 16), date(2026, 3, 16), date(2026, 4, 15), date(2026, 5, 18)]
    found = only(
        [paid(on, -amount, "ENERGY") for on, amount in zip(days, (8_000, 9_500, 7_200, 6_800, 7_000), strict=True)]
    )
    assert found.cadence == Cadence.MONTHLY
    assert (found.low_minor, found.typical_minor, found.high_minor) == (6_800, 7_200, 9_500)
    assert found.due_on == date(2026, 6, 16)
    assert found.due_from < found.due_on < found.due_to


def test_pay_of_varying_size_every_week_is_found() -> None:
    pays = [paid(FIRST + timedelta(days=7 * at), 20_000 + 7_919 * at % 15_000, "UBER PAYOUT") for at in range(10)]
    found = only(pays)
    assert (found.direction, found.cadence) == (1, Cadence.WEEKLY)


def test_a_price_rise_is_one_subscription_and_said() -> None:
    found = only(monthly([999] * 6 + [1299] * 2))
    assert found.price_change is not None
    assert (found.price_change.before_minor, found.price_change.after_minor) == (999, 1299)
    assert found.price_change.on == after(FIRST, Cadence.MONTHLY, 6)
    assert (found.typical_minor, found.low_minor, found.high_minor) == (1299, 1299, 1299)


def test_two_subscriptions_of_one_shop_are_two() -> None:
    both = monthly([299] * 6, "APPLE") + monthly([1499] * 6, "APPLE", first=date(2025, 1, 20))
    found = find(both, as_of=date(2025, 6, 25))
    assert sorted(one.typical_minor for one in found) == [299, 1499]


def test_a_missed_one_is_said_and_one_that_stopped_has_ended() -> None:
    rent = monthly([50_000] * 6, "RENT")
    assert only(rent, as_of=rent[-1].on + timedelta(days=33)).missed is False
    late = only(rent, as_of=rent[-1].on + timedelta(days=45))
    assert (late.missed, late.ended) == (True, False)
    assert only(rent, as_of=rent[-1].on + timedelta(days=90)).ended


def test_a_skipped_month_does_not_hide_it() -> None:
    rent = monthly([50_000] * 9, "RENT")
    del rent[4]
    assert only(rent).cadence == Cadence.MONTHLY


@pytest.mark.parametrize(
    "days",
    [
        [0, 3, 4, 11, 13, 20, 22, 23, 30],  # as one likes
        [0, 0, 7, 7, 14, 14, 21, 21],  # twice a day
        [0, 30],  # too few
    ],
)
def test_shopping_is_no_bill(days: list[int]) -> None:
    assert find([paid(FIRST + timedelta(days=day), -1_000 - 37 * day) for day in days], as_of=FIRST) == []


def test_the_weekly_supermarket_is_a_habit_not_a_bill() -> None:
    trips = [paid(FIRST + timedelta(days=7 * at), -4_000, "ALDI", category="groceries") for at in range(12)]
    assert find(trips, as_of=trips[-1].on) == []


@pytest.mark.parametrize(
    ("memo", "name"),
    [
        ("NETFLIX.COM 4411 12/03", "netflix"),
        ("Card purchase VODAFONE GMBH March 2026", "vodafone"),
        ("SEPA direct debit 00231", "sepa direct debit"),
        ("PAYMENT FOR HOUSEHOLD", "household"),
        ("  ", ""),
    ],
)
def test_a_name_is_what_does_not_change(memo: str, name: str) -> None:
    assert counterparty(memo) == name


@pytest.mark.parametrize(
    ("memo", "name"),
    [
        ("NETFLIX.COM 4411 12/03", "Netflix.com"),
        ("REMITTANCE TO ANOTHER BANK HOUSEHOLD", "Remittance to another bank household"),
        ("Vodafone GmbH 0171", "Vodafone GmbH"),
        ("0171", "Phone"),
    ],
)
def test_it_is_shown_under_a_name_that_people_would_write(memo: str, name: str) -> None:
    assert shown_name(paid(FIRST, -1, memo, category="phone")) == name


def test_the_end_of_the_month_stays_the_end() -> None:
    ends = [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)]
    assert only([paid(on, -900) for on in ends]).due_on == date(2026, 2, 28)
    assert usual_day(ends) == 31


def test_a_bill_at_the_turn_of_the_month_is_due_once() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 30), date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 30)]
    due = only([paid(on, -900) for on in days]).due_on
    assert date(2026, 5, 26) <= due <= date(2026, 6, 4)


@given(
    cadence=st.sampled_from(list(Cadence)),
    first=st.dates(date(2020, 1, 1), date(2024, 12, 31)),
    amounts=st.lists(st.integers(900, 1100), min_size=6, max_size=14),
    shuffle=st.randoms(use_true_random=False),
)
def test_whatever_the_day_it_is_found_and_expected_again(
    cadence: Cadence, first: date, amounts: list[int], shuffle: random.Random
) -> None:
    days = [after(first, cadence, at) for at in range(len(amounts))]
    paid_on = [paid(on, -amount) for on, amount in zip(days, amounts, strict=True)]
    shuffle.shuffle(paid_on)
    found = only(paid_on)
    step = RHYTHMS[found.cadence].mean_days
    assert abs((found.due_on - days[-1]).days - step) <= RHYTHMS[found.cadence].tolerance_days
    assert found.low_minor <= found.typical_minor <= found.high_minor
    assert found.due_from <= found.due_on <= found.due_to


@given(
    st.lists(
        st.tuples(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(-9_999, 9_999).filter(bool)), max_size=40
    )
)
def test_anything_goes_in_and_nothing_breaks(rows: list[tuple[date, int]]) -> None:
    for one in find([paid(on, amount) for on, amount in rows], as_of=date(2026, 1, 1)):
        assert 0 < one.low_minor <= one.typical_minor <= one.high_minor
        assert one.due_on > one.last.on


@given(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.sampled_from(list(Cadence)))
def test_due_days_rise_and_end(due_on: date, cadence: Cadence) -> None:
    until = due_on + timedelta(days=400)
    days = list(days_until(due_on, until, cadence, day=31))
    assert days[0] == due_on
    assert days == sorted(set(days))
    assert days[-1] <= until
