"""Recurring flows as rows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance import questions
from finance.models import LinkedAccount, RecurringFlow, Transaction
from finance.recurring import bills
from finance.recurring.cadence import Cadence
from tests.finance.conftest import LAST_DAY, Kind

TODAY = LAST_DAY + timedelta(days=1)
Write = Callable[..., Transaction]


def rent(write: Write, months: int = 6, amount_minor: int = -150_000) -> list[Transaction]:
    rows = [write(date(2026, 11 - back, 1), amount_minor, Kind.PERSONAL) for back in range(months, 0, -1)]
    Transaction.objects.filter(pk__in=[row.pk for row in rows]).update(memo="RENT")
    return rows


def found(user: User) -> list[RecurringFlow]:
    bills.refresh(user=user, currency="CZK", today=TODAY)
    return list(RecurringFlow.objects.for_user(user))


def test_it_works(ana: User, write: Write) -> None:
    rows = rent(write)
    [row] = found(ana)
    assert (row.shown_name, row.cadence, row.typical_minor, row.direction) == ("Rent", "monthly", 150_000, -1)
    assert (row.due_on, row.status, row.times, row.due_day) == (date(2026, 11, 1), "active", 6, 1)
    assert row.recent[0]["transaction"] == str(rows[-1].public_id)


def test_again_is_the_same_row_and_the_owners_word_stays(ana: User, write: Write) -> None:
    rent(write)
    [row] = found(ana)
    RecurringFlow.objects.filter(pk=row.pk).update(label="Flat", decision="confirmed")
    later = write(date(2026, 11, 1), -160_000, Kind.PERSONAL)
    Transaction.objects.filter(pk=later.pk).update(memo="RENT")
    [again] = found(ana)
    assert (again.pk, again.shown_name, again.decision) == (row.pk, "Flat", "confirmed")
    assert (again.price_before_minor, again.typical_minor) == (150_000, 160_000)


def test_what_is_gone_from_the_ledger_is_gone_unless_its_owner_judged_it(ana: User, write: Write) -> None:
    rent(write)
    [row] = found(ana)
    RecurringFlow.objects.filter(pk=row.pk).update(decision="dismissed")
    Transaction.objects.for_user(ana).delete()
    assert [(one.status, one.decision) for one in found(ana)] == [("ended", "dismissed")]
    RecurringFlow.objects.filter(pk=row.pk).update(decision="")
    assert found(ana) == []


def test_transfers_never_recur(ana: User, write: Write) -> None:
    rent(write)
    Transaction.objects.for_user(ana).update(kind=Kind.TRANSFER)
    assert found(ana) == []


def test_bens_are_not_anas(ana: User, ben: User, write: Write) -> None:
    rent(write)
    assert found(ben) == []
    assert len(found(ana)) == 1


def test_upcoming_begins_with_what_was_missed(ana: User, write: Write) -> None:
    rent(write, months=6)
    write(date(2026, 11, 20), -100, Kind.EXPENSE)
    bills.refresh(user=ana, currency="CZK", today=date(2026, 11, 21))
    rows = RecurringFlow.objects.for_user(ana).running()
    due = bills.upcoming(rows, first=date(2026, 11, 21), last=date(2027, 1, 15))
    assert [one.on for one in due] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert due[0].flow.status == "missed"


def test_a_bill_told_by_hand_is_told_to_the_forecast_and_a_found_one_is_not(ana: User, write: Write) -> None:
    rent(write)
    bills.refresh(user=ana, currency="CZK", today=TODAY)
    insurance = {"name": "Insurance", "direction": -1, "amount_minor": 99_900, "currency": "CZK"}
    bills.tell(user=ana, **insurance, cadence=Cadence.QUARTERLY, due_on=date(2026, 12, 10))  # type: ignore[arg-type]  # mixed values
    asked = questions.ask(questions.material_of(ana, "CZK"), unique_id="a", today=TODAY)
    assert asked is not None
    told = asked.series.scheduled
    assert [(one.on, one.amount) for one in told] == [(date(2026, 12, 10), -999.0), (date(2027, 3, 10), -999.0)]


def test_time_passes_for_what_was_told_by_hand(ana: User, write: Write) -> None:
    told = bills.tell(
        user=ana, name="Insurance", direction=-1, amount_minor=1, currency="CZK", cadence=Cadence.MONTHLY, due_on=TODAY
    )
    write(TODAY + timedelta(days=40), -100)
    bills.refresh(user=ana, currency="CZK", today=TODAY + timedelta(days=40))
    told.refresh_from_db()
    assert told.due_on == date(2027, 1, 1)


def test_the_number_of_queries_does_not_grow(
    ana: User, write: Write, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rent(write, months=10)
    with django_assert_max_num_queries(8):
        found(ana)


@pytest.mark.parametrize(
    "wrong",
    [
        {"typical_minor": 0, "low_minor": 0},
        {"high_minor": 1},
        {"due_from": TODAY + timedelta(days=1)},
        {"direction": 0},
        {"currency": "kč"},
    ],
)
def test_the_database_refuses_the_impossible(ana: User, account: LinkedAccount, wrong: dict[str, object]) -> None:
    row = bills.tell(
        user=ana, name="x", direction=-1, amount_minor=500, currency="CZK", cadence=Cadence.WEEKLY, due_on=TODAY
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        RecurringFlow.objects.filter(pk=row.pk).update(**wrong)
