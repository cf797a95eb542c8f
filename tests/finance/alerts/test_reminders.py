"""Reminders: written down, told once on their day, taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.alerts import reminders, rounds
from finance.models import Alert, Reminder
from kit.errors import Conflict, Invalid

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
TODAY, DAY = NOW.date(), timedelta(days=1)


def make(user: User, on: date = TODAY + 3 * DAY, text: str = "Ask the garage") -> Reminder:
    return reminders.remind(user=user, on=on, text=text, today=TODAY, now=NOW)


def test_it_is_told_once_on_its_day(ana: User) -> None:
    make(ana)
    for days in range(6):
        rounds.look(now=NOW + days * DAY)
        rounds.look(now=NOW + days * DAY)
        assert Alert.objects.for_user(ana).filter(kind="reminder").count() == (1 if days >= 3 else 0)
    (alert,) = Alert.objects.for_user(ana)
    assert [fact["value"] for fact in alert.evidence] == ["Ask the garage", "2026-11-05"]


def test_one_that_was_taken_back_is_not_told(ana: User) -> None:
    row = make(ana)
    reminders.take_back(row, now=NOW)
    reminders.take_back(row, now=NOW)
    rounds.look(now=NOW + 3 * DAY)
    assert not Alert.objects.exists()
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["reminder.removed", "reminder.made"]


@pytest.mark.parametrize(("on", "text"), [(TODAY, "x"), (TODAY - DAY, "x"), (TODAY + DAY, "  ")])
def test_what_cannot_be_is_refused(ana: User, on: date, text: str) -> None:
    with pytest.raises(Invalid):
        make(ana, on, text)


def test_there_is_an_end_to_it(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MOST", 1)
    make(ana)
    with pytest.raises(Conflict):
        make(ana)


def test_over_http(api: APIClient, ben: User, api_of: Callable[[User], APIClient]) -> None:
    on = (datetime.now(tz=UTC) + 9 * DAY).date()
    said = api.post("/api/v1/reminders", {"on": on, "text": "Ask the garage"}, format="json")
    assert said.status_code == 201
    path = f"/api/v1/reminders/{said.json()['id']}"
    assert api_of(ben).get("/api/v1/reminders").json()["results"] == []
    assert api_of(ben).delete(path).status_code == 404
    assert [one["text"] for one in api.get("/api/v1/reminders").json()["results"]] == ["Ask the garage"]
    assert api.delete(path).status_code == 204
    assert api.get("/api/v1/reminders").json()["results"] == []
    assert api.post("/api/v1/reminders", {"on": "2020-01-01", "text": "x"}, format="json").status_code == 400
