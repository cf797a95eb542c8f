"""What Twilio did not tell is asked for, over a real socket."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from telephone_rig.rest import FakeTwilio, Fault, running_twilio
from voice.calls import costs, reconciling
from voice.models import Call, CallEvent, CallSpending

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeTwilio]:
    with running_twilio() as twilio:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = twilio.account_sid, twilio.auth_token
        settings.TWILIO_API_BASE = twilio.address
        yield twilio


def placed(fake: FakeTwilio, user: User, status: str = "in-progress") -> Call:
    """A call that GigLens placed a while ago, and that Twilio knows."""
    from voice import twilio

    client = twilio.client()
    assert client is not None
    sid = client.calls.create(to="+15550100200", from_="+15550001111", url="http://testserver/x").sid
    before = NOW - timedelta(minutes=10)
    call = Call.objects.create(
        user=user,
        call_sid=sid,
        direction="outbound",
        status=status,
        created_at=before,
        answered_at=before,
        last_heard_at=before,
        ended_at=before if status == "completed" else None,
    )
    costs.reserve(call, user, now=NOW)
    return call


def test_an_end_that_was_not_told_is_asked_for(fake: FakeTwilio, ana: User) -> None:
    call = placed(fake, ana)
    fake.calls[0].status, fake.calls[0].duration_s = "completed", 61
    assert reconciling.look_up(now=NOW) == 1
    call.refresh_from_db()
    assert (call.status, call.duration_s, call.disposition) == ("completed", 61, "hung_up")


def test_a_price_replaces_the_minutes(fake: FakeTwilio, ana: User) -> None:
    call = placed(fake, ana, status="completed")
    fake.calls[0].status = "completed"
    fake.priced(fake.calls[0], "-0.01500")
    reconciling.look_up(now=NOW)
    call.refresh_from_db()
    assert (call.price_micros, call.price_currency) == (15_000, "USD")
    assert {day.committed_micros for day in CallSpending.objects.all()} == {15_000}


def test_a_call_is_not_asked_for_again_and_again(fake: FakeTwilio, ana: User) -> None:
    placed(fake, ana)
    asked = [reconciling.look_up(now=NOW + timedelta(seconds=seconds)) for seconds in (0, 60, 200)]
    assert asked == [1, 0, 1]


def test_a_call_that_was_just_heard_of_is_left_alone(fake: FakeTwilio, ana: User) -> None:
    placed(fake, ana)
    Call.objects.update(last_heard_at=NOW)
    assert reconciling.look_up(now=NOW) == 0


def test_a_call_that_twilio_does_not_know_has_failed(fake: FakeTwilio, ana: User) -> None:
    call = placed(fake, ana)
    fake.calls.clear()
    reconciling.look_up(now=NOW)
    call.refresh_from_db()
    assert (call.status, call.error_code) == ("failed", "20404")


def test_a_call_that_was_never_asked_for_comes_first(fake: FakeTwilio, ana: User) -> None:
    asked, never = placed(fake, ana), placed(fake, ana)
    Call.objects.filter(pk=asked.pk).update(looked_up_at=NOW - timedelta(hours=1))
    assert [call.pk for call in reconciling.due(now=NOW)] == [never.pk, asked.pk]


@pytest.mark.parametrize("fault", [Fault("429", 429, 20429), Fault("401", 401, 20003), Fault("500", 500, 20500)])
def test_what_twilio_has_against_us_is_no_error_of_the_calls(fake: FakeTwilio, ana: User, fault: Fault) -> None:
    """A few such would have the next fallback say goodbye to somebody who is on the line."""
    first, second = placed(fake, ana), placed(fake, ana)
    before = len(fake.asked)
    fake.then(fault)
    assert reconciling.look_up(now=NOW) == 1
    assert len(fake.asked) == before + 1, "nothing more is asked for just now"
    for call in (first, second):
        call.refresh_from_db()
        assert (call.error_code, CallEvent.objects.filter(call=call).count()) == ("", 0)


@pytest.mark.parametrize("fault", [Fault("500", 500, 20500), Fault("cut", cut=True), Fault("429", 429, 20429)])
def test_a_provider_that_is_away_changes_nothing(fake: FakeTwilio, ana: User, fault: Fault) -> None:
    call = placed(fake, ana)
    fake.then(fault)
    reconciling.look_up(now=NOW)
    call.refresh_from_db()
    assert call.status == "in-progress"


def test_without_keys_nobody_is_asked(ana: User) -> None:
    assert reconciling.look_up(now=NOW) == 0


@pytest.mark.parametrize(
    ("text", "micros"), [("-0.01500", 15_000), ("0.2", 200_000), (None, None), ("x", None), ("NaN", None)]
)
def test_prices(text: str | None, micros: int | None) -> None:
    assert reconciling.price_of(text) == micros
