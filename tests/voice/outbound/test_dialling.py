"""A call is placed once, whatever breaks and wherever; and not at all where it may not be."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from assistant.models import Proposal
from assistant.proposals import keeping
from telephone_rig.rest import FakeTwilio, Placed, faults
from tests.voice.callers.conftest import NUMBER, PIN
from tests.voice.outbound.conftest import NOW, OURS, Clock, asked, may_be_rung
from voice import twilio as rest
from voice.models import BlockedNumber, Call, CallDay, CallSettings, OutboundSwitch, PhoneNumber, PhonePin, Ring
from voice.outbound import consents, dialling, rings, sweeping

LATER = dialling.LEASE + timedelta(seconds=1)


def sweep(clock: Clock) -> None:
    """Do what the sweeper does about placing, at once."""
    for pk in sweeping.unfinished(now=clock()):
        dialling.look_up(pk, now=clock())
    for pk in sweeping.due(now=clock()):
        dialling.dial(pk, clock=clock)


def test_it_works(ring: Ring, placed: Placed, number: PhoneNumber) -> None:
    ring.refresh_from_db()
    assert (ring.outcome, ring.attempts, ring.placed_at, ring.number) == ("placed", 1, NOW, number)
    call = Call.objects.get()
    assert (call.call_sid, call.number_ends, call.direction) == (placed.sid, "0100", "outbound")
    said = {name: placed.get(name) for name in ("To", "From", "Url", "MachineDetection", "AsyncAmd", "Record")}
    assert said == {
        "To": NUMBER,
        "From": OURS,
        "Url": f"http://testserver/api/voice/ring/{ring.nonce}",
        "MachineDetection": "Enable",
        "AsyncAmd": "true",
        "Record": "false",
    }
    assert placed.get("StatusCallback") == f"http://testserver/api/voice/status?call={call.public_id}"
    assert placed.events == ("initiated", "ringing", "answered", "completed")
    assert [(day.user_id, day.calls) for day in CallDay.objects.order_by("id")] == [(ring.user_id, 1), (None, 1)]


def test_twice_is_once(ring: Ring, placed: Placed, twilio: FakeTwilio, clock: Clock) -> None:
    for _ in range(3):
        assert not dialling.dial(ring.pk, clock=clock)
        sweep(clock)
    assert len(twilio.calls) == 1


@pytest.mark.parametrize("fault", [*faults.ALL, faults.FINE], ids=lambda fault: fault.name)
def test_whatever_twilio_answers_there_is_never_a_second_call(
    ring: Ring, twilio: FakeTwilio, clock: Clock, fault: faults.Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "READ_S", 0.3)
    twilio.then(fault)
    dialling.dial(ring.pk, clock=clock)
    for _ in range(8):
        clock.now += LATER
        sweep(clock)
    ring.refresh_from_db()
    refused = fault in (faults.KEY_REFUSED, faults.UNVERIFIED, faults.NO_SUCH_NUMBER)
    assert len(twilio.calls) == (0 if refused else 1)
    assert ring.outcome == ("failed" if refused else "placed")
    if not refused:
        assert Call.objects.get(ring=ring).call_sid == twilio.calls[0].sid
    else:
        assert ring.reason.startswith("twilio_")


@pytest.mark.parametrize("point", ["before Twilio is asked", "after Twilio has answered"])
def test_a_crash_does_not_ring_twice(
    ring: Ring, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def crash(*_: object, **__: object) -> Any:
        raise SystemExit("kill -9")

    with monkeypatch.context() as broken:
        broken.setattr(dialling, "_place" if point == "before Twilio is asked" else "placed", crash)
        with pytest.raises(SystemExit):
            dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert ring.outcome == "placing"
    sweep(clock)
    assert len(twilio.calls) == (0 if point == "before Twilio is asked" else 1), "the lease is not over"
    for _ in range(4):
        clock.now += LATER
        sweep(clock)
    ring.refresh_from_db()
    assert (len(twilio.calls), ring.outcome) == (1, "placed")
    assert Call.objects.get(ring=ring).call_sid == twilio.calls[0].sid


def test_a_call_that_is_answered_before_we_know_of_it_is_ours(
    ring: Ring, proposal: Proposal, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(dialling, "placed", lambda *_, **__: False)
        dialling.dial(ring.pk, clock=clock)
    call = twilio.pick_up(twilio.calls[0])
    ring.refresh_from_db()
    assert (ring.outcome, Call.objects.get().call_sid) == ("placed", twilio.calls[0].sid)
    call.press("5").press(PIN).press("1")
    proposal.refresh_from_db()
    assert proposal.status == "executed"
    clock.now += LATER
    sweep(clock)
    assert len(twilio.calls) == 1


def test_a_call_of_an_attempt_that_was_given_up_decides_nothing(
    ring: Ring, proposal: Proposal, twilio: FakeTwilio, clock: Clock
) -> None:
    """A worker slept through its lease after it had sent: the telephone rings twice, and only the second can decide."""
    first = dialling.claim(ring.pk, now=clock())
    assert first is not None
    clock.now += LATER
    dialling.look_up(ring.pk, now=clock())
    clock.goes(minutes=2)
    assert dialling.dial(ring.pk, clock=clock)
    client = rest.client()
    assert client is not None
    late = client.calls.create(to=NUMBER, from_=OURS, url=f"http://testserver/api/voice/ring/{first.nonce}")
    assert not dialling.placed(first, str(late.sid), now=clock())
    stray = twilio.pick_up(twilio.calls[1])
    assert (stray.heard, stray.over) == ("Goodbye.", "hangup")
    proposal.refresh_from_db()
    assert proposal.status == "proposed"
    twilio.pick_up(twilio.calls[0]).press("5").press(PIN).press("2")
    proposal.refresh_from_db()
    assert proposal.status == "declined"


def test_a_worker_that_slept_asks_twilio_for_nothing(ring: Ring, twilio: FakeTwilio) -> None:
    times = iter([NOW, NOW + timedelta(minutes=1)])
    assert not dialling.dial(ring.pk, clock=lambda: next(times))
    assert twilio.calls == []


def test_another_call_cannot_use_the_address(placed: Placed, twilio: FakeTwilio, proposal: Proposal) -> None:
    twilio.pick_up(placed).press("5")
    client = rest.client()
    assert client is not None
    client.calls.create(to=NUMBER, from_=OURS, url=placed.get("Url"))
    assert twilio.pick_up(twilio.calls[1]).heard == "Goodbye."


def test_while_twilio_cannot_be_asked_a_lost_call_is_left_alone(ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    twilio.then(faults.CUT_AFTERWARDS)
    dialling.dial(ring.pk, clock=clock)
    for _ in range(3):
        clock.now += LATER
        twilio.then(faults.AWAY)
        sweep(clock)
    ring.refresh_from_db()
    assert (ring.outcome, len(twilio.calls)) == ("placing", 1)
    clock.goes(hours=3)
    twilio.then(faults.AWAY)
    sweep(clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason, len(twilio.calls)) == ("failed", "unknown", 1)


def revoke(ana: User) -> None:
    consents.take_back(user=ana, purposes=["approvals"], via="app", now=NOW)


def decide(ana: User) -> None:
    keeping.decline(user=ana, public_id=Proposal.objects.get().public_id, now=NOW)


def block(ana: User) -> None:
    fingerprint = PhoneNumber.objects.get().fingerprint
    BlockedNumber.objects.create(number_fingerprint=fingerprint, blocked_at=NOW)


FORBIDDEN: dict[str, Callable[[User], object]] = {
    "consent_revoked": revoke,
    "decided": decide,
    "blocked": block,
    "no_number": lambda _: PhoneNumber.objects.update(verified_at=None),
    "no_pin": lambda _: PhonePin.objects.all().delete(),
    "nobody_there": lambda ana: User.objects.filter(pk=ana.pk).update(is_active=False),
}


@pytest.mark.parametrize("why", FORBIDDEN)
def test_between_queueing_and_dialling_it_may_have_been_forbidden(
    ana: User, ring: Ring, twilio: FakeTwilio, clock: Clock, why: str
) -> None:
    FORBIDDEN[why](ana)
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason, twilio.calls) == ("refused", why, [])


def test_the_operators_switch_holds_everything_back_until_it_is_open_again(
    ring: Ring, twilio: FakeTwilio, clock: Clock
) -> None:
    OutboundSwitch.objects.create(pk=1, stopped_at=NOW)
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason, twilio.calls) == ("due", "stopped", [])
    OutboundSwitch.objects.update(stopped_at=None)
    clock.goes(minutes=1)
    assert dialling.dial(ring.pk, clock=clock)


def test_without_keys_nobody_is_rung(ring: Ring, twilio: FakeTwilio, clock: Clock, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason) == ("refused", "no_telephone")


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 20, 21, 30, tzinfo=NOW.tzinfo), None),  # half past four in New York
        (datetime(2026, 11, 21, 1, 59, tzinfo=NOW.tzinfo), None),  # a minute before nine in the evening
        (datetime(2026, 11, 21, 2, 0, tzinfo=NOW.tzinfo), datetime(2026, 11, 21, 13, 0, tzinfo=NOW.tzinfo)),
        (datetime(2026, 11, 21, 12, 59, tzinfo=NOW.tzinfo), datetime(2026, 11, 21, 13, 0, tzinfo=NOW.tzinfo)),
        # the Sunday on which New York's clocks go back: eight there is 13:00 UTC from then on
        (datetime(2026, 11, 1, 5, 30, tzinfo=NOW.tzinfo), datetime(2026, 11, 1, 13, 0, tzinfo=NOW.tzinfo)),
        # and forward: eight is 12:00 UTC
        (datetime(2026, 3, 8, 6, 30, tzinfo=NOW.tzinfo), datetime(2026, 3, 8, 12, 0, tzinfo=NOW.tzinfo)),
    ],
)
def test_outside_the_hours_it_waits_for_the_next_opening(
    ana: User, number: PhoneNumber, twilio: FakeTwilio, clock: Clock, at: datetime, due: datetime | None
) -> None:
    clock.now = at
    ring = rings.about(user=ana, proposal=asked(ana, now=at).public_id, now=at)
    dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    if due is None:
        assert (ring.outcome, len(twilio.calls)) == ("placed", 1)
        return
    assert (ring.outcome, ring.due_at, twilio.calls) == ("due", due, [])
    assert ring.proposal is not None
    assert ring.proposal.expires_at == ring.expires_at > due
    clock.now = due
    assert dialling.dial(ring.pk, clock=clock)


def test_hours_that_were_narrowed_meanwhile_hold(ana: User, ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    CallSettings.objects.create(user=ana, earliest="11:00", latest="12:30", briefing_at="11:00")
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason, ring.due_at) == ("due", "quiet_hours", NOW + timedelta(hours=1))
    CallSettings.objects.update(earliest="08:00", latest="09:30")
    clock.goes(hours=1)
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason) == ("expired", "quiet_hours"), "by the next opening it would be too late"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("RINGS_PER_USER_DAY", "too_many_calls"),
        ("RINGS_PER_DAY", "too_many_calls"),
        ("CALL_USD_PER_USER_DAY", "over_cap"),
        ("CALL_USD_PER_DAY", "over_cap"),
    ],
)
def test_a_cap_of_the_day_is_not_gone_over(
    ring: Ring, twilio: FakeTwilio, clock: Clock, settings: Settings, name: str, reason: str
) -> None:
    setattr(settings, name, 0)
    assert not dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason, twilio.calls) == ("refused", reason, [])
    assert not CallDay.objects.filter(calls__gt=0).exists(), "what was not placed is not counted"
    assert not Call.objects.exists()


def test_the_persons_day_is_by_their_own_calendar(ana: User, ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 21, 0, 30, tzinfo=NOW.tzinfo)  # still the twentieth in New York
    Ring.objects.update(expires_at=clock.now + timedelta(hours=1))
    Proposal.objects.update(expires_at=clock.now + timedelta(hours=1))
    dialling.dial(ring.pk, clock=clock)
    days = {day.user_id: str(day.on) for day in CallDay.objects.all()}
    assert days == {ana.pk: "2026-11-20", None: "2026-11-21"}


@pytest.mark.parametrize("status", ["busy", "no-answer"])
def test_it_is_tried_again_with_more_patience_each_time_and_not_for_ever(
    ring: Ring, twilio: FakeTwilio, clock: Clock, status: str
) -> None:
    seen: list[timedelta] = []
    for _ in range(6):
        sweep(clock)
        ring.refresh_from_db()
        if ring.outcome != "placed":
            break
        twilio.miss(twilio.calls[-1], status)
        ring.refresh_from_db()
        seen.append(ring.due_at - clock())
        clock.now = max(clock(), ring.due_at)
    assert len(twilio.calls) == 3
    assert seen[:2] == [timedelta(minutes=5), timedelta(minutes=20)]
    assert (ring.outcome, ring.reason, ring.attempts) == ("no_answer", status.replace("-", "_"), 3)
    assert len({placed.get("Url") for placed in twilio.calls}) == 3, "each attempt has an address of its own"
    assert Proposal.objects.get().status == "proposed", "it can still be decided in the app"


def test_it_is_not_tried_again_after_its_time(ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    clock.goes(hours=1, minutes=58)
    dialling.dial(ring.pk, clock=clock)
    twilio.miss(twilio.calls[0])
    ring.refresh_from_db()
    assert ring.outcome == "no_answer"


def test_what_nobody_placed_in_time_has_expired(ring: Ring, twilio: FakeTwilio, clock: Clock) -> None:
    clock.goes(hours=2)
    sweep(clock)
    ring.refresh_from_db()
    assert (ring.outcome, twilio.calls) == ("expired", [])


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_places_it(transactional_db: None, twilio: FakeTwilio) -> None:
    ana = User.objects.create_user("ana@example.com")
    may_be_rung(ana)
    ring = rings.about(user=ana, proposal=asked(ana).public_id, now=NOW)
    ready, took = threading.Barrier(6), []

    def work() -> None:
        try:
            ready.wait()
            took.append(dialling.dial(ring.pk, clock=timezone.now))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(took) == [False] * 5 + [True]
    assert len(twilio.calls) == 1
    assert list(CallDay.objects.values_list("calls", flat=True)) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_cap_holds_however_many_ring_at_once(transactional_db: None, twilio: FakeTwilio, settings: Settings) -> None:
    settings.RINGS_PER_DAY = 3
    made = []
    for number in range(6):
        user = User.objects.create_user(f"user{number}@example.com")
        may_be_rung(user, f"+1202555010{number}")
        made.append(rings.about(user=user, proposal=asked(user).public_id, now=NOW))
    ready = threading.Barrier(len(made))

    def work(pk: int) -> None:
        try:
            ready.wait()
            dialling.dial(pk, clock=timezone.now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(ring.pk,)) for ring in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(twilio.calls) == 3
    outcomes = sorted(Ring.objects.values_list("outcome", flat=True))
    assert outcomes == ["placed"] * 3 + ["refused"] * 3
