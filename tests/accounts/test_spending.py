"""Caps on what models may cost: put aside before, settled after, never exceeded."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts import provider_alerts, spending
from accounts.archives.parts import all_parts
from accounts.models import ModelUse, ProviderAlert, SpendingDay, User
from accounts.spending import Bill, Intent, OverCap
from accounts.tasks import settle_lost_uses

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WHOLE = Bill(ModelUse.Outcome.WHOLE, 40_000, tokens_in=200, tokens_out=20)


def intent(user: User, nano_usd: int = 100_000) -> Intent:
    return Intent(user.pk, None, ModelUse.Kind.ANSWER, "groq", "gpt", nano_usd, date(2026, 11, 21))


def committed(user: User | None) -> int:
    return SpendingDay.objects.get(user=user, on=NOW.date()).committed_nano_usd


def test_it_works(ana: User) -> None:
    use = spending.reserve(intent(ana), now=NOW)
    assert (committed(ana), committed(None)) == (100_000, 100_000)
    assert spending.settle(use, WHOLE)
    assert (committed(ana), committed(None)) == (40_000, 40_000)
    assert ModelUse.objects.for_user(ana).get().tokens_in == 200


def test_settling_twice_counts_once(ana: User) -> None:
    use = spending.reserve(intent(ana), now=NOW)
    assert [spending.settle(use, WHOLE), spending.settle(use, WHOLE)] == [True, False]
    assert committed(ana) == 40_000


def test_a_person_stops_at_their_cap_and_another_goes_on(ana: User, ben: User, settings: Settings) -> None:
    settings.MODEL_USD_PER_USER_DAY = Decimal("0.00025")  # 250,000 x 10⁻⁹
    for _ in range(2):
        spending.reserve(intent(ana), now=NOW)
    with pytest.raises(OverCap):
        spending.reserve(intent(ana), now=NOW)
    assert (committed(ana), committed(None)) == (200_000, 200_000)
    assert ModelUse.objects.count() == 2
    spending.reserve(intent(ben), now=NOW)
    spending.reserve(intent(ana), now=NOW + timedelta(days=1))


def test_everybody_stops_at_the_installations_cap(ana: User, ben: User, settings: Settings) -> None:
    settings.MODEL_USD_PER_DAY = Decimal("0.00015")
    spending.reserve(intent(ana), now=NOW)
    with pytest.raises(OverCap):
        spending.reserve(intent(ben), now=NOW)
    assert not SpendingDay.objects.filter(user=ben).exists()


def test_calls_are_counted_where_they_cost_nothing(ana: User, settings: Settings) -> None:
    settings.MODEL_CALLS_PER_USER_DAY = 3
    for _ in range(3):
        spending.reserve(intent(ana, 0), now=NOW)
    with pytest.raises(OverCap):
        spending.reserve(intent(ana, 0), now=NOW)


def test_a_call_that_cost_more_than_was_put_aside_is_counted_in_full(ana: User) -> None:
    use = spending.reserve(intent(ana, 10), now=NOW)
    spending.settle(use, WHOLE)
    assert committed(ana) == 40_000


def test_what_nobody_settled_is_closed_at_the_most_it_could_cost(ana: User) -> None:
    lost = spending.reserve(intent(ana), now=NOW - timedelta(minutes=6))
    spending.reserve(intent(ana), now=NOW)
    assert spending.settle_lost(now=NOW) == 1
    use = ModelUse.objects.get(pk=lost)
    assert (use.outcome, use.cost_nano_usd, use.estimated) == ("lost", 100_000, True)
    assert spending.settle_lost(now=NOW) == 0


def test_the_task_may_run_twice(ana: User) -> None:
    spending.reserve(intent(ana), now=NOW - timedelta(days=400))
    assert [settle_lost_uses(), settle_lost_uses()] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_go_over(ana: User, settings: Settings) -> None:
    settings.MODEL_USD_PER_USER_DAY = Decimal("0.0005")  # room for five
    outcomes: list[str] = []

    def take() -> None:
        try:
            spending.reserve(intent(ana), now=NOW)
            outcomes.append("taken")
        except OverCap:
            outcomes.append("over")
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["over"] * 7 + ["taken"] * 5
    assert committed(ana) == committed(None) == 500_000


@pytest.mark.parametrize("make", [lambda user: SpendingDay(user=user, on=NOW), lambda user: SpendingDay(on=NOW)])
def test_the_database_refuses_a_day_twice(ana: User, make: Callable[[User], SpendingDay]) -> None:
    make(ana).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(ana).save()


def test_the_database_refuses_an_outcome_it_does_not_know(ana: User) -> None:
    use = spending.reserve(intent(ana), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelUse.objects.filter(pk=use).update(outcome="odd")


def test_an_alert_is_raised_once_counted_and_closed(db: None) -> None:
    gone = ProviderAlert.Reason.MODEL_GONE
    for hours in range(3):
        provider_alerts.raise_alert(provider="groq", model="gpt", reason=gone, now=NOW + timedelta(hours=hours))
    assert ProviderAlert.objects.get().times == 3
    provider_alerts.close(provider="groq", model="gpt", now=NOW + timedelta(hours=4))
    provider_alerts.raise_alert(provider="groq", model="gpt", reason=gone, now=NOW + timedelta(hours=5))
    assert [alert.over_at is None for alert in ProviderAlert.objects.order_by("pk")] == [False, True]


def test_a_person_takes_the_calls_they_caused_along(ana: User, ben: User) -> None:
    spending.reserve(intent(ana), now=NOW)
    part = next(one for one in all_parts() if one.name == "model_uses")
    assert (part.of(ana).count(), part.of(ben).count()) == (1, 0)


@pytest.mark.parametrize("page", ["modeluse", "spendingday", "provideralert"])
def test_operators_see_it_and_the_number_of_queries_does_not_grow(
    client: Client, staff: User, ana: User, page: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client.force_login(staff)
    for minute in range(15):
        spending.settle(spending.reserve(intent(ana), now=NOW + timedelta(minutes=minute)), replace(WHOLE))
        SpendingDay.objects.create(user=ana, on=date(2025, 1, 1 + minute))
    provider_alerts.raise_alert(provider="groq", model="gpt", reason=ProviderAlert.Reason.MODEL_GONE, now=NOW)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # a context manager
        answer = client.get(f"/admin/accounts/{page}/")
    assert answer.status_code == 200
    assert {"modeluse": "$0.000040", "spendingday": "everybody", "provideralert": "gpt"}[
        page
    ] in answer.content.decode()


def test_nobody_else_sees_the_lists(api: APIClient) -> None:
    assert api.get("/admin/accounts/modeluse/").status_code in (302, 403)
