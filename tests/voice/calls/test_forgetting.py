"""Who rang is forgotten with their conversations."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from assistant.models import ConversationSettings
from voice.calls import forgetting
from voice.models import Call

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def call_of(user: User | None, days_ago: int) -> Call:
    at = NOW - timedelta(days=days_ago)
    return Call.objects.create(
        user=user,
        call_sid=f"CA{Call.objects.count():032x}",
        direction="inbound",
        number="+15550100200",
        number_fingerprint="f" * 64,
        number_ends="0200",
        state={"place": "menu"},
        stir="TN-Validation-Passed-A",
        created_at=at,
        last_heard_at=at,
        ended_at=at,
        expires_at=at + timedelta(days=30),
    )


def test_after_thirty_days_if_nothing_else_was_said(ana: User) -> None:
    calls = [call_of(ana, 29), call_of(ana, 31), call_of(None, 31)]
    assert forgetting.forget(now=NOW) == 2
    for call in calls:
        call.refresh_from_db()
    assert [call.number for call in calls] == ["+15550100200", "", ""]
    gone = calls[1]
    assert (gone.number_fingerprint, gone.number_ends, gone.state, gone.stir, gone.expires_at) == ("", "", {}, "", None)


def test_as_their_owner_said(ana: User, ben: User) -> None:
    ConversationSettings.objects.create(user=ana, keep_days=7)
    ConversationSettings.objects.create(user=ben, keep_days=90)
    call_of(ana, 8), call_of(ben, 60)
    assert forgetting.forget(now=NOW) == 1


def test_twice_is_once(ana: User) -> None:
    call_of(ana, 31)
    assert [forgetting.forget(now=NOW), forgetting.forget(now=NOW)] == [1, 0]
