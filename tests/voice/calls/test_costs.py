"""Caps on calls hold, whoever asks at once."""

from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.models import User
from voice.calls import costs
from voice.models import Call, CallCost, CallSpending
from voice.models.costs import CallSpendingQuerySet

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def call_to(user: User | None, number: int = 1, direction: str = "outbound") -> Call:
    return Call.objects.create(
        user=user, call_sid=f"CA{number:032x}", direction=direction, created_at=NOW, last_heard_at=NOW
    )


def committed(user: User | None) -> int:
    return CallSpending.objects.of(user.pk if user else None, on=NOW.date()).get().committed_micros


def test_the_most_is_put_aside_in_both_purses(ana: User) -> None:
    costs.reserve(call_to(ana), ana, now=NOW)
    assert (committed(ana), committed(None)) == (750_000, 750_000)


def test_once_however_often(ana: User) -> None:
    call = call_to(ana)
    for _ in range(3):
        costs.reserve(call, ana, now=NOW)
    assert (committed(ana), CallCost.objects.count()) == (750_000, 2)


def test_the_purses_are_always_locked_in_one_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two calls of somebody that lock them the other way round would wait for each other."""
    locked: list[int | None] = []
    of = CallSpendingQuerySet.of

    def seen(self: CallSpendingQuerySet, user_id: int | None, *, on: date) -> CallSpendingQuerySet:
        locked.append(user_id)
        return of(self, user_id, on=on)

    monkeypatch.setattr(CallSpendingQuerySet, "of", seen)
    for number in range(8):
        user = User.objects.create_user(f"user{number}@example.com")
        call = call_to(user, number, "inbound")
        if number % 2:  # who calls is known only later
            costs.reserve(call, None, now=NOW)
            costs.reserve(call, user, now=NOW)
        else:
            costs.reserve(call, user, now=NOW)
        if not number % 2:
            assert locked == [user.pk, None]
        locked.clear()
        costs.over(call, now=NOW)
        assert locked == [user.pk, None]
        locked.clear()


def test_over_a_persons_cap_nothing_is_put_aside(ana: User, ben: User, settings: Settings) -> None:
    settings.CALL_USD_PER_USER_DAY = Decimal(1)
    costs.reserve(call_to(ana), ana, now=NOW)
    with pytest.raises(costs.OverCallCap):
        costs.reserve(call_to(ana, 2), ana, now=NOW)
    assert (committed(ana), committed(None)) == (750_000, 750_000)
    costs.reserve(call_to(ben, 3), ben, now=NOW)


def test_so_many_calls_and_no_more(ana: User, settings: Settings) -> None:
    settings.CALLS_PER_USER_DAY = 1
    costs.reserve(call_to(ana), ana, now=NOW)
    with pytest.raises(costs.OverCallCap):
        costs.reserve(call_to(ana, 2), ana, now=NOW)


def test_everybodys_cap_holds_back_what_is_placed_and_not_what_comes_in(ana: User, settings: Settings) -> None:
    settings.CALL_USD_PER_DAY = Decimal(1)
    for number in range(3):
        costs.reserve(call_to(None, number, "inbound"), None, now=NOW)
    with pytest.raises(costs.OverCallCap):
        costs.reserve(call_to(ana, 9), ana, now=NOW)
    assert not CallSpending.objects.filter(user=ana).exists()


def test_minutes_then_the_price(ana: User) -> None:
    call = call_to(ana)
    costs.reserve(call, ana, now=NOW)
    call.duration_s = 125
    costs.over(call, now=NOW)
    assert committed(ana) == 150_000
    call.price_micros, call.price_currency = 42_000, "USD"
    costs.priced(call)
    costs.over(call, now=NOW)
    assert (committed(ana), committed(None)) == (42_000, 42_000)


def test_who_turned_out_to_be_calling_pays(ana: User) -> None:
    call = call_to(None, direction="inbound")
    costs.reserve(call, None, now=NOW)
    call.user, call.duration_s = ana, 60
    costs.over(call, now=NOW)
    assert (committed(ana), committed(None)) == (50_000, 50_000)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_goes_over(ana: User, settings: Settings) -> None:
    settings.CALL_USD_PER_USER_DAY = Decimal("1.5")
    calls, refused, start = [call_to(ana, number) for number in range(8)], [], Barrier(8)

    def place(call: Call) -> None:
        start.wait()
        try:
            costs.reserve(call, ana, now=NOW)
        except costs.OverCallCap:
            refused.append(call)
        finally:
            connection.close()

    threads = [Thread(target=place, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), committed(ana)) == (6, 1_500_000)
