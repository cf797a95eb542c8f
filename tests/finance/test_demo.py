from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import User
from finance.demo import DEMO_EMAIL, STATEMENT
from finance.demo.statement import later, statement_until
from finance.models import Forecast, Transaction
from finance.statements.csv_reader import read_csv


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 12, 6), date(2028, 2, 29)])
def test_the_statement_ends_within_the_last_month_and_keeps_its_amounts(today: date) -> None:
    moved, real = read_csv(statement_until(today)), read_csv(STATEMENT.read_bytes())
    last = max(row.posted_on for row in moved.rows)
    assert last <= today < later(last, 1)
    assert [row.amount for row in moved.rows] == [row.amount for row in real.rows]


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(1998, 6, 7), 341, date(2026, 11, 7)),
        (date(1996, 8, 31), 1, date(1996, 9, 30)),
        (date(1997, 12, 31), 14, date(1999, 2, 28)),
        (date(1997, 5, 1), -5, date(1996, 12, 1)),
    ],
)
def test_a_day_keeps_its_place_in_the_month(on: date, months: int, expected: date) -> None:
    assert later(on, months) == expected


def test_the_demo_can_look_ahead_and_is_made_once(db: None) -> None:
    for _ in range(2):
        call_command("create_demo")
    demo = User.objects.get(email=DEMO_EMAIL)
    assert demo.is_demo
    assert Transaction.objects.for_user(demo).count() == 218
    assert Forecast.objects.for_user(demo).count() == 2
