"""Nights in which clocks change: days of 23 and 25 hours, half-hour zones, beats that tick twice or not at all."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings

from accounts.models import User
from finance import tasks
from finance.alerts import keeping, rounds
from finance.ml import MLClient
from finance.models import Book, Forecast, Run
from finance.nights import hints, runs
from gig_lens.celery import app
from kit import clock
from tests.finance.nights.conftest import at, finish, worker_of
from tests.sent import Sent

ZONES = (
    "Europe/Prague",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
)
CHANGES = [
    date(2026, 10, 4),  # Lord Howe, forward by half an hour
    date(2026, 10, 25),  # Europe, back
    date(2026, 11, 1),  # America, back
    date(2027, 3, 14),  # America, forward
    date(2027, 3, 28),  # Europe, forward
    date(2027, 4, 4),  # Lord Howe, back by half an hour
]
HOUR = timedelta(hours=1)
AWAY = {"once": (), "twice": (), "away at the hour": (time(1, 30), time(4, 30)), "away till noon": (time(1), time(12))}


def ticks(night: date, beat: str) -> Iterator[datetime]:
    """Yield the moments at which beat ticks, a quarter of an hour apart, from the evening before to the next."""
    now = datetime.combine(night, time(), UTC) - 2 * HOUR
    while now < datetime.combine(night, time(), UTC) + 24 * HOUR:
        away = AWAY[beat]
        if not away or not away[0] <= now.time() < away[1]:
            yield from [now] * (2 if beat == "twice" else 1)
        now += HOUR / 4


@pytest.fixture
def everywhere(db: None) -> list[User]:
    users = [worker_of(zone.partition("/")[2]) for zone in ZONES]
    for user, zone in zip(users, ZONES, strict=True):
        User.objects.filter(pk=user.pk).update(time_zone=zone)
    return users


@pytest.mark.parametrize("beat", AWAY)
@pytest.mark.parametrize("night", CHANGES, ids=str)
@pytest.mark.django_db
def test_there_is_one_night_and_nobody_comes_twice_or_not_at_all(
    everywhere: list[User], client_of_ml: MLClient, sent: Sent, monkeypatch: pytest.MonkeyPatch, night: date, beat: str
) -> None:
    before = night - timedelta(days=1)
    Run.objects.create(name=runs.FORECASTS, slot=before, status="done", opened_at=at(NOON)(), ended_at=NOON)
    monkeypatch.setattr(hints, "MOST_HINTS", 2)
    for now in ticks(night, beat):
        monkeypatch.setattr(clock, "shared_now", at(now))
        if now.time() == settings.NIGHT_OPENS_AT:
            tasks.open_night()
        tasks.tick_nights()
        while sent:
            finish(sent.pop()[1][0], client_of_ml, clock=at(now))
    run = Run.objects.exclude(slot=before).get()
    assert (run.slot, run.status, run.users) == (night, "done", len(ZONES))
    assert run.opened_at.time() >= settings.NIGHT_OPENS_AT
    assert Counter(Forecast.objects.values_list("user", "period")) == {
        (user.pk, period): 1 for user in everywhere for period in ("weekly", "monthly")
    }
    assert not Book.objects.due(now=run.opened_at).exists()


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("night", CHANGES, ids=str)
@pytest.mark.django_db
def test_the_daily_round_looks_at_everybody_once(
    everywhere: list[User], monkeypatch: pytest.MonkeyPatch, night: date
) -> None:
    looked: Counter[tuple[int, date]] = Counter()

    def note(*, user: User, currency: str, now: datetime) -> int:
        looked[user.pk, rounds.day_of(now)] += 1
        return 0

    monkeypatch.setattr(keeping, "refresh", note)
    for now in ticks(night, "twice"):
        rounds.look(now=now, limit=2)
    assert looked == {(user.pk, night - timedelta(days=days)): 1 for user in everywhere for days in (0, 1)}


def test_beat_goes_by_utc_whatever_the_host_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Prague")
    assert app.timezone.utcoffset(datetime(2026, 7, 1)) == timedelta(0)  # noqa: DTZ001 - a zone is asked about it
    schedule = app.conf.beat_schedule["open-night"]["schedule"]
    for night in CHANGES:
        last = datetime.combine(night - timedelta(days=1), time(2, 15), UTC)
        schedule.nowfun = at(last + HOUR)
        assert last + HOUR + schedule.remaining_estimate(last) == last + timedelta(days=1)
