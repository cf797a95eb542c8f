"""Once a week, in their hour, with their yes and their PIN: how their money stands, in the assistant's own words."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from assistant.languages import LANGUAGES
from assistant.tools.registry import TOOLS
from finance.models import Forecast
from telephone_rig.rest import FakeTwilio
from tests.assistant.tools.conftest import NOW as MONDAY
from tests.assistant.tools.conftest import account, answered, client_of_ml, half_a_year, ml_url, write
from tests.assistant.tools.conftest import clock as stopped
from tests.voice.callers.conftest import PIN
from tests.voice.outbound.conftest import Clock, may_be_rung
from voice.models import CallConsent, CallSettings, Ring
from voice.outbound import briefing, consents, dialling, quiet, sweeping
from voice.outbound.question import Asked

__all__ = ["account", "answered", "client_of_ml", "half_a_year", "ml_url", "stopped", "write"]
NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # a Monday, nine in the morning in New York


@pytest.fixture
def subscribed(ana: User, twilio: FakeTwilio, clock: Clock) -> CallSettings:
    may_be_rung(ana)
    clock.now = NINE
    return CallSettings.objects.create(user=ana, briefing_weekday=1, briefing_at=time(9))


def test_it_works(subscribed: CallSettings, twilio: FakeTwilio, clock: Clock) -> None:
    (pk,) = sweeping.briefings(now=NINE)
    assert dialling.dial(pk, clock=clock)
    call = twilio.pick_up(twilio.calls[0])
    assert "The weekly briefing is ready." in call.heard
    assert "money" not in call.heard
    call.press("5").press(PIN)
    assert call.heard.startswith("Here is how your money stands.")
    first = call.heard
    assert call.press("9").heard == first
    call.hang_up()
    ring = Ring.objects.get()
    assert (ring.outcome, ring.purpose) == ("told", "briefing")


def test_without_the_pin_nothing_is_told(subscribed: CallSettings, twilio: FakeTwilio, clock: Clock) -> None:
    (pk,) = sweeping.briefings(now=NINE)
    dialling.dial(pk, clock=clock)
    call = twilio.pick_up(twilio.calls[0]).press("5")
    for _ in range(3):
        call.wait()
    assert "money" not in str(call.transcript)
    assert Ring.objects.get().outcome == "undecided"


def test_zero_ends_them_at_once(ana: User, subscribed: CallSettings, twilio: FakeTwilio, clock: Clock) -> None:
    (pk,) = sweeping.briefings(now=NINE)
    dialling.dial(pk, clock=clock)
    twilio.pick_up(twilio.calls[0]).press("5").press(PIN).press("0")
    assert not CallConsent.objects.for_user(ana).standing().exists()
    CallSettings.objects.update(briefed_on=None)
    assert sweeping.briefings(now=NINE) == []


def test_once_a_week_however_often_it_is_looked(subscribed: CallSettings) -> None:
    found = [sweeping.briefings(now=NINE + timedelta(minutes=10 * tick)) for tick in range(7 * 24 * 6 + 6)]
    made = [tick for tick, pks in enumerate(found) if pks]
    assert made == [0, 7 * 24 * 6]


@pytest.mark.parametrize(
    ("zone", "at", "on_time"),
    [
        ("America/New_York", datetime(2026, 11, 23, 13, 59, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 23, 14, 59, tzinfo=UTC), True),
        ("America/New_York", datetime(2026, 11, 23, 15, 0, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 22, 14, 0, tzinfo=UTC), False),
        ("Asia/Kolkata", datetime(2026, 11, 23, 3, 30, tzinfo=UTC), True),
        ("Pacific/Auckland", datetime(2026, 11, 22, 20, 30, tzinfo=UTC), True),
        # nine is thirteen o'clock UTC in summer and fourteen in winter
        ("America/New_York", datetime(2026, 10, 26, 13, 0, tzinfo=UTC), True),
        ("America/New_York", datetime(2026, 11, 2, 13, 30, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 2, 14, 0, tzinfo=UTC), True),
    ],
)
def test_whose_hour_it_is(zone: str, at: datetime, on_time: bool) -> None:
    said = CallSettings(briefing_weekday=1, briefing_at=time(9))
    assert (quiet.briefing_day(said, zone, at, window=timedelta(hours=1)) is not None) is on_time


def test_nobody_without_a_yes_of_its_own(ana: User, subscribed: CallSettings) -> None:
    consents.take_back(user=ana, purposes=["briefings"], via="app", now=NINE)
    assert sweeping.briefings(now=NINE) == []
    assert not Ring.objects.exists()


def test_it_says_what_the_assistant_says(ana: User, answered: Forecast) -> None:
    for language in LANGUAGES:
        said = briefing.briefing_said(Asked(ana, language, MONDAY))
        assert len(said) >= 6
        assert not any(letter.isascii() and letter.isdigit() for one in said for letter in one.text)
    english = " ".join(one.written for one in briefing.briefing_said(Asked(ana, "en", MONDAY)))
    for words in ("You have Kč", "You earned", "last week.", "risk", "Set a buffer"):
        assert words in english, english


def test_an_empty_ledger_says_so_once(ana: User) -> None:
    said = briefing.briefing_said(Asked(ana, "en", NINE))
    assert len({one.text for one in said}) == len(said)


def test_a_part_that_breaks_leaves_the_others(ana: User, answered: Forecast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a tool broke")

    whole = briefing.briefing_said(Asked(ana, "en", MONDAY))
    monkeypatch.setattr(briefing, "TOOLS", {**TOOLS, "bills": broken})
    rest = briefing.briefing_said(Asked(ana, "en", MONDAY))
    assert 0 < len(rest) < len(whole)
