"""A night: opened once, computed in chunks, the same as a user's own request, and only what wants computing."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from finance import engine, forecasts, ml, refresh
from finance.ml import MLClient
from finance.models import Book, Forecast, Recommendation, Run, RunChunk, Score
from finance.nights import books, chunks, computing, pictures, runs, status
from kit.errors import Conflict
from tests.finance.nights.conftest import NOW, SLOT, at, finish, worker_of

pytestmark = pytest.mark.django_db


def test_it_works(five: list[User], client_of_ml: MLClient) -> None:
    run = runs.open_run(slot=SLOT, now=NOW, chunk_users=2)
    assert (run.users, run.chunks.count()) == (5, 3)
    assert finish(run.pk, client_of_ml) == 3
    run.refresh_from_db()
    assert run.status == "done"
    assert Forecast.objects.ready().filter(slot=SLOT).count() == 10
    assert set(Score.objects.values_list("user", flat=True)) == {user.pk for user in five}
    assert not Book.objects.due(now=NOW).exists()


def test_a_night_computes_what_the_user_would_have_been_told(five: list[User], client_of_ml: MLClient) -> None:
    ana, *_ = five
    row = forecasts.request(user=ana, period="weekly", currency="CZK", trigger=Forecast.Trigger.USER, now=NOW)
    own = engine.run(row.pk, now=NOW, client=client_of_ml)
    assert own
    kept = ("kind", "value", "band", "components", "reason_codes", "what_if", "model_version", "as_of", "currency")
    scores = list(Score.objects.for_user(ana).order_by("kind").values(*kept))
    advice = list(Recommendation.objects.for_user(ana).order_by("kind").values("kind", "evidence", "impact"))
    finish(runs.open_run(slot=SLOT, now=NOW).pk, client_of_ml)
    nightly = Forecast.objects.get(user=ana, slot=SLOT, period="weekly")
    same = ("points", "as_of", "h", "basis", "preliminary", "model_version", "safe_days", "opening_balance_minor")
    assert {name: getattr(nightly, name) for name in same} == {name: getattr(own, name) for name in same}
    assert list(Score.objects.for_user(ana).order_by("kind").values(*kept)) == scores
    assert list(Recommendation.objects.for_user(ana).order_by("kind").values("kind", "evidence", "impact")) == advice


def test_opening_it_twice_is_opening_it_once(five: list[User]) -> None:
    first = runs.open_run(slot=SLOT, now=NOW, chunk_users=2)
    assert runs.open_run(slot=SLOT, now=NOW + timedelta(minutes=1), chunk_users=3) == first
    assert RunChunk.objects.count() == 3


def test_only_what_has_changed_or_aged_is_computed(five: list[User], client_of_ml: MLClient) -> None:
    finish(runs.open_run(slot=SLOT, now=NOW).pk, client_of_ml)
    tomorrow = NOW + timedelta(days=1)
    quiet = runs.open_run(slot=tomorrow.date(), now=tomorrow)
    assert (quiet.users, Run.objects.get(pk=quiet.pk).status) == (0, "done")
    refresh.after_change(user=five[3], currency="CZK")
    third = runs.open_run(slot=date(2026, 11, 4), now=NOW + timedelta(days=2))
    assert third.users == 1
    finish(third.pk, client_of_ml, clock=at(NOW + timedelta(days=2)))
    aged = NOW + timedelta(days=8)
    assert runs.open_run(slot=aged.date(), now=aged).users == 4


def test_every_currency_is_forecast_and_scores_are_in_the_home_currency(client_of_ml: MLClient) -> None:
    worker_of("eva", currencies=("CZK", "EUR"))
    finish(runs.open_run(slot=SLOT, now=NOW).pk, client_of_ml)
    assert set(Forecast.objects.values_list("currency", "period")) == {
        (currency, period) for currency in ("CZK", "EUR") for period in ("weekly", "monthly")
    }
    assert set(Score.objects.values_list("currency", flat=True)) == {"CZK"}


def test_a_user_who_changes_meanwhile_is_passed_over_and_stays_due(
    five: list[User], client_of_ml: MLClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pictures.pictures_of

    def meanwhile(*args: object, **kwargs: object) -> object:
        found = real(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        books.changed(five[1], "CZK")
        return found

    monkeypatch.setattr(computing, "pictures_of", meanwhile)
    run = runs.open_run(slot=SLOT, now=NOW)
    chunks.work(run.pk, client=client_of_ml, clock=at(NOW))
    done = run.chunks.get()
    assert (done.status, done.computed, done.passed_over) == ("done", 4, 1)
    assert not Forecast.objects.filter(user=five[1]).exists()
    assert [book.user for book in Book.objects.due(now=NOW)] == [five[1]]


def test_a_later_night_overtakes_an_unfinished_one(five: list[User], client_of_ml: MLClient) -> None:
    first = runs.open_run(slot=SLOT, now=NOW, chunk_users=2)
    chunks.work(first.pk, client=client_of_ml, clock=at(NOW))
    second = runs.open_run(slot=date(2026, 11, 3), now=NOW + timedelta(days=1))
    assert second.users == 3
    first.refresh_from_db()
    assert first.status == "overtaken"
    assert chunks.claim(first.pk, now=NOW) is None


def test_an_older_look_at_the_ledger_never_stands_over_a_newer_one(five: list[User], client_of_ml: MLClient) -> None:
    ana, *_ = five
    asked = forecasts.request(user=ana, period="weekly", currency="CZK", trigger=Forecast.Trigger.USER, now=NOW)
    run = runs.open_run(slot=SLOT, now=NOW)
    finish(run.pk, client_of_ml, clock=at(NOW - timedelta(minutes=1)))
    own = engine.run(asked.pk, now=NOW, client=client_of_ml)
    assert forecasts.latest(ana, "weekly") == own


def test_the_number_of_queries_does_not_grow_with_the_days(
    client_of_ml: MLClient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    worker_of("long", weeks=60)
    run = runs.open_run(slot=SLOT, now=NOW)
    with django_assert_max_num_queries(45):
        chunks.work(run.pk, client=client_of_ml, clock=at(NOW))


def test_an_operator_cancels_and_retries(five: list[User], client_of_ml: MLClient) -> None:
    run = runs.open_run(slot=SLOT, now=NOW, chunk_users=2)
    runs.cancel(run, now=NOW)
    assert chunks.claim(run.pk, now=NOW) is None
    with pytest.raises(Conflict):
        runs.cancel(run, now=NOW)
    run.refresh_from_db()
    assert runs.retry(run, now=NOW) == 0
    assert finish(run.pk, client_of_ml) == 3
    runs.open_run(slot=date(2026, 11, 3), now=NOW)
    with pytest.raises(Conflict):
        runs.retry(run, now=NOW)


@pytest.fixture
def with_ml(ml_url: str, settings: Settings) -> None:
    settings.ML_URL, settings.ML_SHARED_KEY = ml_url, "k-test"
    ml.ml_client.cache_clear()


@pytest.mark.usefixtures("five", "with_ml")
def test_the_shell_runs_a_night_and_tells_how_it_stands() -> None:
    out = StringIO()
    call_command("run_forecasts", "--slot", "2026-11-02", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["status"], said["users"], said["computed"], said["left"], said["ready"]) == ("done", 5, 5, 0, 10)
    out = StringIO()
    call_command("forecast_status", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["slot"], said["status"], said["due_books"], said["late"]) == ("2026-11-02", "done", 0, False)
    out = StringIO()
    call_command("run_forecasts", "--slot", "2026-11-02", stdout=out)
    assert "5 users due; 5 computed" in out.getvalue()


def test_a_night_that_does_not_come_is_late() -> None:
    assert not status.late(now=NOW)
    run = runs.open_run(slot=SLOT, now=NOW)
    assert run.users == 0
    assert not status.late(now=NOW + timedelta(hours=29))
    assert status.late(now=NOW + timedelta(hours=31))


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "running"},
        {"first_user": 9, "last_user": 3},
    ],
)
def test_the_database_refuses_a_chunk_that_cannot_be(wrong: dict[str, object]) -> None:
    run = Run.objects.create(name="x", slot=SLOT, opened_at=NOW)
    whole = {"run": run, "first_user": 1, "last_user": 5, "users": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        RunChunk.objects.create(**whole | wrong)
    RunChunk.objects.create(**whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        RunChunk.objects.create(**whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(name="x", slot=SLOT, opened_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(name="y", slot=SLOT, opened_at=NOW, status="done")
