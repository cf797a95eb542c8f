"""Nobody is rung before eight or after nine in the evening where they live, whatever the clocks do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from tests.finance.alerts.test_quiet import instants, zones
from voice.api import consents as views
from voice.models import CallSettings, PhoneNumber
from voice.outbound import quiet, told

PATH = "/api/v1/telephone/settings"
MINUTES = st.integers(8 * 60, 20 * 60)
hours = st.builds(
    lambda first, length: CallSettings(
        earliest=time(first // 60, first % 60),
        latest=time(min(first + length, 21 * 60) // 60, min(first + length, 21 * 60) % 60),
    ),
    MINUTES,
    st.integers(60, 800),
)


@given(hours, zones, instants)
def test_the_next_opening_is_within_the_law_and_what_they_said(said: CallSettings, zone: Any, at: datetime) -> None:
    then = quiet.opening(said, str(zone), at)
    local = then.astimezone(zone).time()
    assert time(8) <= local < time(21)
    assert said.earliest <= local < said.latest
    assert at <= then <= at + timedelta(hours=26)
    assert (then == at) == quiet.open_at(said, str(zone), at)


@pytest.mark.parametrize(
    ("zone", "at", "then"),
    [
        ("America/New_York", datetime(2026, 11, 21, 12, 59, tzinfo=UTC), datetime(2026, 11, 21, 13, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 21, 13, tzinfo=UTC), datetime(2026, 11, 21, 13, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 22, 1, 59, tzinfo=UTC), datetime(2026, 11, 22, 1, 59, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 22, 2, tzinfo=UTC), datetime(2026, 11, 22, 13, tzinfo=UTC)),
        # the night in which New York's clocks go forward, and the one in which they go back
        ("America/New_York", datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 3, tzinfo=UTC), datetime(2026, 11, 1, 13, tzinfo=UTC)),
        ("Europe/Prague", datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        ("Europe/Prague", datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 11, 21, 15, 30, tzinfo=UTC), datetime(2026, 11, 22, 2, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, tzinfo=UTC), datetime(2026, 4, 4, 21, 30, tzinfo=UTC)),
    ],
)
def test_the_law_hours_where_they_live(zone: str, at: datetime, then: datetime) -> None:
    assert quiet.opening(CallSettings(), zone, at) == then


def test_they_may_narrow_them(ana: User, api: APIClient) -> None:
    answer = api.patch(PATH, {"earliest": "10:30", "latest": "18:00", "briefing_at": "11:00"}, format="json")
    assert answer.status_code == 200, answer.content
    said = quiet.settings_of(ana)
    at = datetime(2026, 11, 21, 18, tzinfo=UTC)
    assert quiet.opening(said, "UTC", at) == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    entry = AuditEntry.objects.get(action="call_settings.changed")
    assert entry.changes == {
        "earliest": ["08:00", "10:30"],
        "latest": ["21:00", "18:00"],
        "briefing_at": ["09:00", "11:00"],
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"earliest": "07:59"}, "earliest"),
        ({"latest": "21:01"}, "latest"),
        ({"earliest": "12:00", "latest": "12:59", "briefing_at": "12:00"}, "latest"),
        ({"earliest": "20:00", "latest": "09:00"}, "latest"),
        ({"briefing_at": "07:00"}, "briefing_at"),
        ({"earliest": "10:00"}, "briefing_at"),
        ({"pin_above": "-1.00"}, "pin_above"),
        ({"pin_above": "1.005"}, "pin_above"),
        ({"pin_above": 20}, "pin_above"),
        ({"briefing_weekday": 0}, "briefing_weekday"),
        ({"briefing_weekday": 8}, "briefing_weekday"),
        ({"earliest": "25:00"}, "earliest"),
        ({"number": "6a1b6f0e-3c5d-4a0e-9b8d-111111111111"}, "number"),
    ],
)
def test_what_cannot_be(ana: User, api: APIClient, said: dict[str, Any], field: str) -> None:
    answer = api.patch(PATH, said, format="json")
    assert answer.status_code == 400, answer.content
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not CallSettings.objects.exists()


def test_the_limit_is_in_the_home_currency_and_may_go_again(ana: User, api: APIClient) -> None:
    assert told(ana)["settings"]["pin_above"] is None
    assert api.patch(PATH, {"pin_above": "250.00"}, format="json").json()["pin_above"] == "250.00"
    assert quiet.settings_of(ana).pin_above_minor == 25_000
    assert api.patch(PATH, {"briefing_weekday": 5}, format="json").json()["pin_above"] == "250.00"
    assert api.patch(PATH, {"pin_above": None}, format="json").json()["pin_above"] is None


def test_only_a_verified_number_of_ones_own(ana: User, ben: User, api_of: Callable[[User], APIClient]) -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    mine, open_one = (
        PhoneNumber.objects.create(
            user=ana, number="+15550100", fingerprint=print_, ends="0100", created_at=at, verified_at=verified
        )
        for print_, verified in (("a" * 64, at), ("b" * 64, None))
    )
    api = api_of(ana)
    assert api.patch(PATH, {"number": str(open_one.public_id)}, format="json").status_code == 400
    assert api_of(ben).patch(PATH, {"number": str(mine.public_id)}, format="json").status_code == 400
    answer = api.patch(PATH, {"number": str(mine.public_id)}, format="json")
    assert answer.json()["number"] == told(ana)["settings"]["number"] == str(mine.public_id)
    assert api.patch(PATH, {"number": None}, format="json").json()["number"] is None


@pytest.mark.parametrize(
    "columns",
    [
        {"earliest": time(7, 59)},
        {"latest": time(21, 1)},
        {"earliest": time(12), "latest": time(12)},
        {"earliest": time(13), "latest": time(12)},
        {"briefing_weekday": 0},
    ],
)
def test_the_database_refuses_them_too(ana: User, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CallSettings.objects.create(user=ana, **columns)


def test_a_change_does_not_undo_that_they_were_briefed(
    ana: User, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweeper rings somebody with their briefing while they change their hours."""
    CallSettings.objects.create(user=ana)
    check = views.check_hours

    def meanwhile(said: CallSettings) -> None:
        CallSettings.objects.update(briefed_on=date(2026, 11, 23))
        check(said)

    monkeypatch.setattr(views, "check_hours", meanwhile)
    assert api.patch(PATH, {"latest": "20:00"}, format="json").status_code == 200
    row = CallSettings.objects.get()
    assert (row.latest, row.briefed_on) == (time(20), date(2026, 11, 23))
