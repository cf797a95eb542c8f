"""Which balance closes a day."""

from datetime import date

import pytest

from finance.statements.running import Booked, KnownBalance, known_balances

ON = [date(2026, 10, day) for day in range(1, 32)]


def test_rows_of_a_day_may_be_shuffled_and_the_file_reversed() -> None:
    rows = [Booked(ON[0], 100, 600), Booked(ON[2], 50, 550), Booked(ON[2], -100, 500), Booked(ON[4], 5, 555)]
    wanted = [KnownBalance(date(2026, 9, 30), 500), KnownBalance(ON[4], 555)]
    assert known_balances(rows) == wanted
    assert known_balances(rows[::-1]) == wanted


def test_small_rounding_of_the_bank_is_borne() -> None:
    rows = [Booked(ON[0], 100, 100), Booked(ON[1], 50, 149), Booked(ON[2], 1, 151)]
    assert known_balances(rows)[-1] == KnownBalance(ON[2], 151)


def test_each_month_has_its_last_known_day() -> None:
    rows = [Booked(date(2026, month, 15), 10, 10 * month) for month in (8, 9, 10)]
    rows = [Booked(row.on, row.amount, 10 * index) for index, row in enumerate(rows, 1)]
    assert [point.on for point in known_balances(rows)] == [date(2026, 8, 14), *(row.on for row in rows)]


def test_a_column_that_does_not_follow_the_amounts_is_no_balance() -> None:
    assert known_balances([Booked(on, 10_000, 5 * index) for index, on in enumerate(ON)]) == []


@pytest.mark.parametrize("rows", [[], [Booked(ON[0], 5, 5)]])
def test_few_rows(rows: list[Booked]) -> None:
    assert len(known_balances(rows)) == (2 if rows else 0)
