"""One decision, whatever is told in whatever order, however often, and whoever else decides at the same moment."""

import threading
from collections.abc import Callable
from functools import partial
from itertools import permutations
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client as Browser
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from assistant.models import Proposal
from assistant.proposals import keeping
from finance.models import Goal
from telephone_rig import Call as Line
from telephone_rig import Weather
from telephone_rig.rest import FakeTwilio, Placed
from tests.voice.callers.conftest import PIN
from tests.voice.outbound.conftest import NOW, Clock, asked, may_be_rung
from tests.voice.outbound.test_asking import MACHINES
from tests.voice.signing import BASE, FORM, signature
from voice.flow.values import Heard
from voice.models import Call, CallEvent, Ring
from voice.outbound import answering, dialling, following, rings, sweeping

NO_CALLBACKS = Weather(lost=1.0)  # sent while the API is asked they would come in another thread
STATUSES = ("initiated", "ringing", "in-progress", "completed")


class Wire:
    """Requests about one call, as Twilio sends them, in any order."""

    def __init__(self, placed: Placed, token: str) -> None:
        self.placed, self.token, self.browser = placed, token, Browser()

    def send(self, url: str, **params: str) -> str:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        told = {
            "CallSid": self.placed.sid,
            "AccountSid": self.placed.account_sid,
            "Direction": "outbound-api",
            **params,
        }
        body = "&".join(f"{name}={value}" for name, value in told.items())
        headers = {"X-Twilio-Signature": signature(BASE + path, told, self.token)}
        answer = self.browser.post(path, body, content_type=FORM, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    def begin(self) -> str:
        return self.send(self.placed.get("Url"), CallStatus="in-progress")

    def key(self, turn: int, digits: str) -> str:
        return self.send(f"{self.placed.get('Url')}/step?turn={turn}&lang=en", Digits=digits, CallStatus="in-progress")

    def status(self, status: str) -> str:
        number = str(STATUSES.index(status))
        return self.send(self.placed.get("StatusCallback"), CallStatus=status, SequenceNumber=number)

    def amd(self, word: str) -> str:
        return self.send(self.placed.get("AsyncAmdStatusCallback"), AnsweredBy=word)


@pytest.fixture
def wire(placed: Placed, twilio: FakeTwilio) -> Wire:
    return Wire(placed, twilio.auth_token)


def decisions() -> tuple[int, int, int]:
    """Return how often it was decided, as the audit, the events of the call and the goals have it."""
    decided = AuditEntry.objects.filter(action__in=["proposal.executed", "proposal.declined"]).count()
    return decided, CallEvent.objects.filter(kind="decided").count(), Goal.objects.count()


def test_callbacks_in_every_order_and_ten_times_each_decide_once(ring: Ring, wire: Wire, proposal: Proposal) -> None:
    """Where the detection and each status come between the steps: 24 orders of five slots, each told ten times."""
    wire.begin()
    steps: list[Callable[[], str]] = [
        lambda: wire.key(1, "5"),
        lambda: wire.key(2, PIN),
        lambda: wire.key(3, "1"),
    ]
    for step in steps:
        for _ in range(10):
            wire.amd("human")
            for status in ("ringing", "initiated", "in-progress"):
                wire.status(status)
            step()
    for status in STATUSES * 10:
        wire.status(status)
    ring.refresh_from_db()
    proposal.refresh_from_db()
    assert (ring.outcome, proposal.status, decisions()) == ("approved", "executed", (1, 1, 1))


SLOTS = ("amd", "initiated", "ringing", "in-progress")


@pytest.mark.parametrize("order", list(permutations(SLOTS)), ids="-".join)
@pytest.mark.parametrize("word", ["human", "unknown"])
def test_whenever_the_rest_is_told_one_key_decides_once(
    ring: Ring, wire: Wire, order: tuple[str, ...], word: str
) -> None:
    """The callbacks in all 24 orders, one before each request of the call; every request comes twice."""
    told: dict[str, Callable[[], str]] = {
        "amd": lambda: wire.amd(word),
        **{status: partial(wire.status, status) for status in STATUSES},
    }
    requests: tuple[Callable[[], str], ...] = (
        wire.begin,
        lambda: wire.key(1, "5"),
        lambda: wire.key(2, PIN),
        lambda: wire.key(3, "1"),
    )
    for slot, request in zip(order, requests, strict=True):
        told[slot]()
        first, second = request(), request()
        assert first == second, "a repeated request is answered with the same"
    wire.status("completed")
    ring.refresh_from_db()
    assert (ring.outcome, decisions()) == ("approved", (1, 1, 1))


@pytest.mark.parametrize("order", list(permutations([("key", 1, "5"), ("key", 2, PIN), ("key", 3, "1")])))
def test_keys_that_come_out_of_their_order_decide_at_most_once(ring: Ring, wire: Wire, order: Any) -> None:
    wire.begin()
    for _ in range(3):
        for _, turn, digits in order:
            wire.key(turn, digits)
    ring.refresh_from_db()
    assert decisions()[0] == (1 if ring.outcome == "approved" else 0) <= 1


def test_a_call_that_is_over_before_its_key_came_has_decided_nothing(ring: Ring, wire: Wire) -> None:
    wire.begin()
    wire.key(1, "5")
    wire.key(2, PIN)
    wire.status("completed")
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason) == ("undecided", "question")
    assert ">Goodbye.<" in wire.key(3, "1")
    assert decisions() == (0, 0, 0)


@pytest.mark.parametrize("word", MACHINES)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_machine_decides_nothing_whenever_it_is_detected(ring: Ring, wire: Wire, word: str, after: int) -> None:
    steps = (wire.begin, lambda: wire.key(1, "5"), lambda: wire.key(2, PIN))
    for step in steps[: after + 1]:
        step()
    wire.amd(word)
    wire.amd("human")
    answer = wire.key(after + 1, "1")
    assert "Say" not in answer
    assert "<Hangup" in answer
    wire.status("completed")
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason, decisions()) == ("machine", word, (0, 0, 0))


def test_what_a_machine_records_tells_nothing(ring: Ring, picked_up: Callable[..., Line], twilio: FakeTwilio) -> None:
    call = picked_up("machine_start")
    heard = call.heard
    ring.refresh_from_db()
    assert ring.outcome == "machine"
    call.line.weather = NO_CALLBACKS
    assert following.hang_up(ring.pk)
    assert twilio.asked[-1][2] == {"Status": ["completed"]}
    assert "GigLens, an automated voice" in heard
    heard += str(call.transcript)
    for word in ("bike", "five hundred", "goal", "ana"):
        assert word not in heard.lower()


def test_a_decision_after_the_keys_is_the_first_ones(ana: User, ring: Ring, wire: Wire, proposal: Proposal) -> None:
    wire.begin()
    wire.key(1, "5")
    wire.key(2, PIN)
    wire.key(3, "1")
    after = keeping.decline(user=ana, public_id=proposal.public_id, now=NOW, via="app")
    assert (after.status, decisions()) == ("executed", (1, 1, 1))


@pytest.mark.parametrize(("verb", "outcome"), [("confirm", "approved"), ("decline", "declined")])
@pytest.mark.parametrize("talks", [False, True])
def test_a_decision_in_the_app_ends_the_call(
    ring: Ring, wire: Wire, twilio: FakeTwilio, api: APIClient, clock: Clock, verb: str, outcome: str, talks: bool
) -> None:
    twilio.weather = NO_CALLBACKS
    if talks:
        wire.begin()
    assert api.post(f"/api/v1/proposals/{Proposal.objects.get().public_id}/{verb}").status_code == 200
    (pk,) = sweeping.overtaken(now=clock.goes(seconds=15))
    ring.refresh_from_db()
    assert (pk, ring.outcome, ring.reason) == (ring.pk, outcome, "elsewhere")
    assert following.hang_up(pk)
    wanted = {"Url": [wire.placed.get("Url")], "Method": ["POST"]} if talks else {"Status": ["completed"]}
    assert twilio.asked[-1][2] == wanted
    assert list(sweeping.overtaken(now=clock())) == []
    assert "It is already decided." in wire.begin()
    assert AuditEntry.objects.filter(action__startswith="proposal.", details__via="app").count() == 1


def test_a_consent_taken_back_while_it_rings_ends_the_call(ana: User, ring: Ring, wire: Wire, api: APIClient) -> None:
    assert api.delete("/api/v1/telephone/consents/approvals").status_code == 204
    assert list(sweeping.overtaken(now=NOW)) == [ring.pk]
    ring.refresh_from_db()
    assert (ring.outcome, ring.reason) == ("refused", "consent_revoked")
    answer = wire.begin()
    assert ">Goodbye.<" in answer
    assert "decided" not in answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("against", [keeping.confirm, keeping.decline], ids=["yes", "no"])
@pytest.mark.parametrize("key", ["1", "2"])
def test_keypad_and_app_at_the_same_moment(
    transactional_db: None, twilio: FakeTwilio, clock: Clock, against: Any, key: str
) -> None:
    """Four requests of the call and four of the app at once, the call's without the replay that stands before it."""
    ana = User.objects.create_user("ana@example.com")
    may_be_rung(ana)
    proposal = asked(ana)
    ring = rings.about(user=ana, proposal=proposal.public_id, now=NOW)
    dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    sid = twilio.calls[0].sid
    for turn, what in enumerate((None, Heard("digits", "5"), Heard("digits", PIN))):
        answering.answer(ring.nonce, sid, what, turn=turn, now=NOW)
    ready, errors = threading.Barrier(8), []

    def at_once(act: Callable[[], object]) -> None:
        try:
            ready.wait()
            act()
        except Exception as error:  # a deadlock, a lock that was not had
            errors.append(error)
        finally:
            connection.close()

    def keypad(number: int) -> None:
        answering.answer(ring.nonce, sid, Heard("digits", key), turn=3, now=NOW.replace(microsecond=number))

    def app(number: int) -> None:
        against(user=ana, public_id=proposal.public_id, now=NOW.replace(microsecond=100 + number), via="app")

    acts = [partial(way, number) for number in range(4) for way in (keypad, app)]
    threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    ring.refresh_from_db()
    proposal.refresh_from_db()
    decided, by_key, goals = decisions()
    assert decided == 1
    yes = proposal.status == "executed"
    assert goals == (1 if yes else 0)
    assert proposal.decided_at is not None
    won = proposal.decided_at.microsecond < 100
    assert by_key == (1 if won else 0)
    if won:
        assert ring.outcome == ("approved" if yes else "declined")
    else:
        list(sweeping.overtaken(now=NOW))
        ring.refresh_from_db()
        assert (ring.outcome, ring.reason) == ("approved" if yes else "declined", "elsewhere")
    assert Call.objects.count() == 1


def test_a_fallback_that_comes_before_twilios_answer_keeps_the_call(ring: Ring, wire: Wire) -> None:
    """Its first document got lost, and nobody has told us its name yet."""
    Ring.objects.update(outcome="placing")
    Call.objects.update(call_sid=None)
    document = wire.send(wire.placed.get("FallbackUrl"), ErrorCode="11205", CallStatus="in-progress")
    assert f"/api/voice/ring/{ring_nonce(ring)}/step?turn=1" in document
    call = Call.objects.get()
    assert (call.call_sid, call.direction) == (wire.placed.sid, "outbound")


def test_a_fallback_of_a_call_that_nobody_knows_any_more_says_goodbye(wire: Wire) -> None:
    Call.objects.all().delete()
    document = wire.send(wire.placed.get("FallbackUrl"), ErrorCode="11205", CallStatus="in-progress")
    assert "Goodbye." in document
    assert "<Hangup" in document
    assert not Call.objects.exists()


def test_an_answer_that_came_too_late_for_twilio_has_decided_once(
    ring: Ring, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is taken and its document lost: the call is put off, asks again, and is told where it is."""
    wire.begin()
    wire.key(1, "5")
    wire.key(2, PIN)
    real = answering.answer

    def lost(*args: Any, **more: Any) -> Any:
        real(*args, **more)
        raise TimeoutError

    with monkeypatch.context() as broken:
        broken.setattr(answering, "answer", lost)
        document = wire.key(3, "1")
    assert "Redirect" in document
    assert f"/api/voice/ring/{ring_nonce(ring)}/step?turn=4" in document
    again = wire.send(f"{wire.placed.get('Url')}/step?turn=4&lang=en&again=1&sorry=1", CallStatus="in-progress")
    assert ">Goodbye.<" in again or "already decided" in again
    assert "Gather" not in again
    assert decisions() == (1, 1, 1)


def ring_nonce(ring: Ring) -> str:
    ring.refresh_from_db()
    return ring.nonce
