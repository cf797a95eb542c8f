"""Attempts that were given up: by a worker that slept, by an answer that got lost, by a refusal of Twilio's."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from kit import clock as kit_clock
from telephone_rig import Weather
from telephone_rig.rest import FakeTwilio, faults
from tests.voice.outbound.conftest import NOW, Clock, asked
from voice import tasks
from voice.models import Call, CallSpending, PhoneNumber, Ring
from voice.outbound import consents, dialling, rings, sweeping

LATER = dialling.LEASE + timedelta(seconds=1)
NO_CALLBACKS = Weather(lost=1.0)  # sent while the API is asked they would come in another thread


def sweep(clock: Clock) -> None:
    """Do what the sweeper does about placing, at once."""
    for pk in sweeping.unfinished(now=clock()):
        dialling.look_up(pk, now=clock())
    for pk in sweeping.due(now=clock()):
        dialling.dial(pk, clock=clock)


def asleep(monkeypatch: pytest.MonkeyPatch, meanwhile: Any) -> None:
    """Have the next request to Twilio be sent only after something else has happened."""
    place = dialling._place

    def slept(*asked: Any) -> str:
        monkeypatch.setattr(dialling, "_place", place)
        meanwhile()
        return place(*asked)

    monkeypatch.setattr(dialling, "_place", slept)


def test_a_worker_that_slept_within_the_request_ends_the_call_it_made(
    ring: Ring, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    twilio.weather = NO_CALLBACKS

    def meanwhile() -> None:
        clock.now += LATER
        sweep(clock)
        clock.goes(minutes=2)
        sweep(clock)

    asleep(monkeypatch, meanwhile)
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    rightful, stray = twilio.calls
    assert (stray.status, rightful.status) == ("canceled", "queued")
    assert (ring.outcome, ring.attempts, ring.call and ring.call.call_sid) == ("placed", 2, rightful.sid)
    assert Call.objects.get(call_sid=stray.sid).disposition == "not_placed"


def test_a_late_answer_does_not_give_its_name_to_the_call_of_the_next_attempt(
    ring: Ring, twilio: FakeTwilio, clock: Clock
) -> None:
    first = dialling.claim(ring.pk, now=clock())
    assert first is not None
    clock.now += LATER
    dialling.look_up(ring.pk, now=clock())
    second = dialling.claim(ring.pk, now=clock.goes(minutes=2))
    assert second is not None
    assert not dialling.placed(first, "CA" + "1" * 32, now=clock())
    assert dialling.placed(second, "CA" + "2" * 32, now=clock())
    ring.refresh_from_db()
    assert ring.call is not None
    assert ring.call.call_sid == "CA" + "2" * 32


def test_a_consent_taken_back_while_twilio_is_asked_ends_the_call(
    ana: User, ring: Ring, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    twilio.weather = NO_CALLBACKS

    def meanwhile() -> None:
        consents.take_back(user=ana, via="app", now=clock())
        assert list(sweeping.overtaken(now=clock())) == [ring.pk]

    asleep(monkeypatch, meanwhile)
    assert not dialling.dial(ring.pk, clock=clock)
    assert twilio.calls[0].status == "canceled"


def test_a_call_that_a_status_has_named_is_not_placed_again(ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    """Twilio's answer got lost, its first callback did not, and nobody has answered by the end of the lease."""
    twilio.then(faults.CUT_AFTERWARDS)
    dialling.dial(ring.pk, clock=clock)
    Call.objects.update(call_sid=twilio.calls[0].sid, status="ringing")
    for _ in range(3):
        clock.now += LATER
        sweep(clock)
    ring.refresh_from_db()
    assert (len(twilio.calls), ring.outcome, ring.attempts) == (1, "placed", 1)


def test_a_lost_call_is_looked_for_at_the_number_that_was_rung(
    ring: Ring, number: PhoneNumber, twilio: FakeTwilio, clock: Clock
) -> None:
    twilio.then(faults.CUT_AFTERWARDS)
    dialling.dial(ring.pk, clock=clock)
    number.delete()
    clock.now += LATER
    sweep(clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.call and ring.call.call_sid) == ("placed", twilio.calls[0].sid)


@pytest.mark.parametrize("fault", [faults.TOO_MANY, faults.NO_SUCH_NUMBER], ids=lambda fault: fault.name)
def test_what_was_not_placed_costs_nothing(ring: Ring, twilio: FakeTwilio, clock: Clock, fault: faults.Fault) -> None:
    twilio.then(fault)
    assert not dialling.dial(ring.pk, clock=clock)
    assert {day.committed_micros for day in CallSpending.objects.all()} == {0}


def test_a_lost_call_that_twilio_does_not_know_costs_nothing(ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    twilio.then(faults.CUT)
    dialling.dial(ring.pk, clock=clock)
    clock.now += LATER
    dialling.look_up(ring.pk, now=clock())
    assert {day.committed_micros for day in CallSpending.objects.all()} == {0}


def test_a_ring_that_ends_while_it_is_claimed_is_not_placed(
    ring: Ring, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = dialling._columns

    def ended(*given: Any) -> dict[str, Any]:
        rings.end(ring, rings.Outcome.EXPIRED, now=NOW)
        return columns(*given)

    monkeypatch.setattr(dialling, "_columns", ended)
    assert not dialling.dial(ring.pk, clock=clock)
    assert twilio.calls == []
    assert not CallSpending.objects.exists(), "nothing is counted for it"


def test_while_twilio_is_away_what_is_lost_does_not_hold_up_the_rest(
    ana: User, ring: Ring, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kit_clock, "shared_now", clock)
    other = rings.about(user=ana, proposal=asked(ana).public_id, now=NOW)
    for pk in (ring.pk, other.pk):
        twilio.then(faults.CUT)
        dialling.dial(pk, clock=clock)
    clock.now += LATER
    before = len(twilio.asked)
    twilio.then(faults.AWAY)
    tasks.sweep_rings()
    assert len(twilio.asked) == before + 1
    assert set(Ring.objects.values_list("outcome", flat=True)) == {"placing"}
