"""A forecast's way: asked for, claimed, answered, kept; and what happens when nobody answers."""

from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from finance import engine, forecasts
from finance.ml import MLClient, MLError
from finance.models import Forecast, LinkedAccount
from finance.outlook import Outlook
from tests.finance.conftest import LAST_DAY, Kind, Write

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NOBODY = MLClient(base_url="http://127.0.0.1:9", sleep=lambda _: None)


def asked(ana: User, **kwargs: object) -> Forecast:
    values = {"period": "weekly", "currency": "CZK", "trigger": "user", "requested_at": NOW} | kwargs
    row: Forecast = Forecast.objects.create(user=ana, **values)
    return row


@pytest.mark.usefixtures("half_a_year")
@pytest.mark.parametrize(("period", "h"), [("weekly", 13), ("monthly", 6)])
def test_it_is_answered_by_the_real_service(ana: User, client_of_ml: MLClient, period: str, h: int) -> None:
    done = forecasts.run(asked(ana, period=period).pk, client=client_of_ml, now=NOW)
    assert done is not None
    assert done.status == "ready"
    assert done.as_of == LAST_DAY
    assert done.opening_balance_minor == 250_000
    assert done.model_version
    assert len(done.points["ds"]) == len(done.points["net"]["mean"]) == h
    assert all(isinstance(amount, int) for path in done.points["balance"]["q"] for amount in path)


@pytest.mark.usefixtures("half_a_year")
def test_quantiles_rise_and_scenarios_are_quantiles(ana: User, client_of_ml: MLClient) -> None:
    done = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    assert done is not None
    outlook = Outlook(done.points, 0)
    for name in ("inflow", "outflow", "net", "balance", "running_minimum"):
        paths = done.points[name]["q"]
        columns = list(zip(*paths, strict=True))
        assert columns == [tuple(sorted(column)) for column in columns]
    scenarios = outlook.scenarios()
    assert scenarios is not None
    assert scenarios["base"] == outlook.row("balance", 0.5)
    assert scenarios["stressed"] == outlook.row("balance", 0.1)


def test_borrowed_and_moved_money_is_not_forecast_to_come_again(
    ana: User, half_a_year: LinkedAccount, write: Write, client_of_ml: MLClient
) -> None:
    plain = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    write(LAST_DAY - timedelta(days=40), 5_000_000, Kind.DEBT_IN)
    write(LAST_DAY - timedelta(days=30), 5_000_000, Kind.TRANSFER)
    loaned = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    assert plain is not None
    assert loaned is not None
    assert loaned.points["inflow"]["mean"] == plain.points["inflow"]["mean"]


def test_without_a_balance_flows_are_forecast_and_the_rest_is_null(
    ana: User, half_a_year: LinkedAccount, client_of_ml: MLClient
) -> None:
    half_a_year.balance_points.all().delete()
    done = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    assert done is not None
    assert done.points["net"]["mean"]
    assert done.points["balance"] is None
    assert done.safe_days is None


@pytest.mark.usefixtures("half_a_year")
def test_with_the_service_down_it_waits_and_the_last_one_stays(ana: User, client_of_ml: MLClient) -> None:
    good = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    waiting = asked(ana)
    assert forecasts.run(waiting.pk, client=NOBODY, now=NOW) is not None
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == ("requested", 1)
    assert waiting.error
    assert forecasts.latest(ana, "weekly") == good


@pytest.mark.usefixtures("half_a_year")
def test_it_is_given_up_after_the_last_attempt(ana: User) -> None:
    row = asked(ana, attempts=forecasts.MAX_ATTEMPTS - 1)
    forecasts.run(row.pk, client=MLClient(base_url="http://127.0.0.1:9", sleep=lambda _: None), now=NOW)
    row.refresh_from_db()
    assert row.status == "failed"


class Refused:
    """A client whose every question is refused."""

    def pictures(self, *_: object, **__: object) -> None:
        raise MLError("the answer is not of the agreed shape", permanent=True)


@pytest.mark.usefixtures("half_a_year")
def test_one_garbled_answer_is_asked_for_again_and_three_are_a_refusal(ana: User, client_of_ml: MLClient) -> None:
    row, refused = asked(ana), cast(MLClient, Refused())
    for minute, status in enumerate(("requested", "requested", "failed")):
        done = forecasts.run(row.pk, client=refused, now=NOW + timedelta(minutes=minute))
        assert done is not None
        assert (done.status, done.error) == (status, "the answer is not of the agreed shape")
    other = asked(ana, attempts=4, error="no answer")
    forecasts.run(other.pk, client=refused, now=NOW)
    assert forecasts.unfinished(now=NOW + forecasts.FIRST_PAUSE * 32) == [other.pk]
    done = forecasts.run(other.pk, client=client_of_ml, now=NOW)
    assert done is not None
    assert done.status == "ready"


@pytest.mark.usefixtures("half_a_year")
def test_running_it_twice_computes_it_once(ana: User, client_of_ml: MLClient) -> None:
    row = asked(ana)
    first = forecasts.run(row.pk, client=client_of_ml, now=NOW)
    assert forecasts.run(row.pk, client=client_of_ml, now=NOW + timedelta(hours=1)) is None
    row.refresh_from_db()
    assert first is not None
    assert row.completed_at == first.completed_at


def test_of_two_claimants_one_gets_it_and_an_abandoned_one_is_free_again(ana: User) -> None:
    row = asked(ana)
    assert forecasts.claim(row.pk, now=NOW) is not None
    assert forecasts.claim(row.pk, now=NOW + timedelta(seconds=59)) is None
    assert forecasts.claim(row.pk, now=NOW + timedelta(seconds=61)) is not None


@pytest.mark.usefixtures("half_a_year")
def test_a_claimant_who_lost_the_row_cannot_write(ana: User) -> None:
    slow = forecasts.claim(asked(ana).pk, now=NOW)
    assert slow is not None
    assert forecasts.claim(slow.pk, now=NOW + timedelta(minutes=2)) is not None
    assert forecasts._finish(slow, status="failed", error="too late") is None
    slow.refresh_from_db()
    assert slow.status == "running"


def test_asking_again_while_one_waits_returns_it(ana: User) -> None:
    ask = {"user": ana, "period": "weekly", "currency": "CZK", "trigger": Forecast.Trigger.USER, "now": NOW}
    assert forecasts.request(**ask) == forecasts.request(**ask)  # type: ignore[arg-type]  # a dict of mixed values
    assert Forecast.objects.count() == 1


def test_the_database_refuses_a_second_waiting_one_and_a_half_answer(ana: User) -> None:
    row = asked(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Forecast.objects.filter(pk=row.pk).update(status="ready")


def test_the_sweeper_finds_the_lost_and_the_abandoned_and_leaves_the_fresh(ana: User) -> None:
    lost = asked(ana, requested_at=NOW - timedelta(minutes=1))
    abandoned = asked(ana, period="monthly", status="running", started_at=NOW - timedelta(minutes=2))
    asked(ana, currency="EUR", requested_at=NOW - timedelta(seconds=5))
    asked(ana, currency="EUR", status="running", started_at=NOW - timedelta(seconds=5))
    assert set(forecasts.unfinished(now=NOW)) == {lost.pk, abandoned.pk}


def test_a_service_that_stays_down_is_asked_ever_more_rarely(ana: User) -> None:
    row = asked(ana, attempts=4, started_at=NOW, requested_at=NOW - timedelta(minutes=5))
    assert forecasts.unfinished(now=NOW + timedelta(seconds=155)) == []
    assert forecasts.unfinished(now=NOW + timedelta(seconds=165)) == [row.pk]


def test_an_empty_ledger_fails_with_a_reason(ana: User, client_of_ml: MLClient) -> None:
    done = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    assert done is not None
    assert (done.status, done.error) == ("failed", "There are no transactions to forecast from.")


def test_a_week_of_history_is_preliminary(
    ana: User, account: LinkedAccount, write: Write, client_of_ml: MLClient
) -> None:
    for day in range(1, 8):
        write(date(2026, 10, day), 10_000)
    done = forecasts.run(asked(ana).pk, client=client_of_ml, now=NOW)
    assert done is not None
    assert done.preliminary


@pytest.mark.usefixtures("half_a_year")
def test_the_engine_leaves_scores_and_advice_behind(ana: User, client_of_ml: MLClient) -> None:
    engine.run(asked(ana).pk, client=client_of_ml, now=NOW)
    from finance.models import Recommendation, Score

    assert set(Score.objects.for_user(ana).values_list("kind", flat=True)) == {"health", "karma", "credit"}
    assert Recommendation.objects.for_user(ana).open().exists()
