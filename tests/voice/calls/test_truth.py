"""Status callbacks: in any order, repeated, lost; there is one truth."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from tests.voice.signing import ACCOUNT, call_of, post
from voice.calls import costs, truth
from voice.models import Call, CallCost, CallEvent, CallSpending
from voice.webhooks.parameters import Incoming

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SID = f"CA{1:032x}"
TOLD = ("initiated", "ringing", "in-progress", "completed")


def told(status: str, sequence: int, **more: object) -> Incoming:
    return Incoming(SID, ACCOUNT, "+15550100200", status=status, direction="inbound", sequence=sequence, **more)  # type: ignore[arg-type]  # of a test


def begun() -> Call:
    return Call.objects.create(
        call_sid=SID, direction="inbound", status="queued", created_at=NOW, last_heard_at=NOW, expires_at=NOW
    )


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_in_whatever_order(order: tuple[int, ...]) -> None:
    begun()
    for place in order:
        for _ in range(10):
            truth.told(told(TOLD[place], place, duration_s=61 if place == 3 else None), now=NOW + timedelta(seconds=9))
    call = Call.objects.get()
    assert (call.status, call.duration_s, call.disposition) == ("completed", 61, "hung_up")
    assert call.ended_at == NOW + timedelta(seconds=9)
    events = CallEvent.objects.filter(kind="status")
    assert sorted(event.details["status"] for event in events) == sorted(TOLD)


@pytest.mark.parametrize(
    ("first", "second"), [("no-answer", "completed"), ("completed", "busy"), ("failed", "ringing")]
)
def test_of_two_ends_the_first_stays(first: str, second: str) -> None:
    begun()
    truth.told(told(first, 1), now=NOW)
    truth.told(told(second, 2), now=NOW)
    assert Call.objects.get().status == first


def test_what_ends_a_call_is_done_once() -> None:
    call = begun()
    assert [truth.stands(call, Call.Status.COMPLETED, now=NOW) for _ in range(3)] == [True, False, False]


def test_a_better_word_for_the_end_stays() -> None:
    call = begun()
    Call.objects.update(disposition="goodbye")
    truth.stands(call, Call.Status.COMPLETED, now=NOW)
    assert Call.objects.get().disposition == "goodbye"


def test_a_call_that_came_in_may_be_heard_of_by_its_end_first(client: Client) -> None:
    post(client, "/api/voice/status", call_of(CallStatus="completed", CallDuration="12", SequenceNumber="3"))
    call = Call.objects.get()
    assert (call.status, call.duration_s, call.number_ends) == ("completed", 12, "0200")


def test_a_call_that_is_placed_may_be_heard_of_before_it_is_named(client: Client, ana: User) -> None:
    call = Call.objects.create(user=ana, direction="outbound", created_at=NOW, last_heard_at=NOW)
    params = call_of(CallStatus="ringing", SequenceNumber="1", Direction="outbound-api")
    post(client, f"/api/voice/status?call={call.public_id}", params)
    call.refresh_from_db()
    assert (call.call_sid, call.status) == (params["CallSid"], "ringing")


def test_a_name_is_not_given_to_a_call_twice(client: Client, ana: User) -> None:
    call = Call.objects.create(
        user=ana, direction="outbound", call_sid=f"CA{7:032x}", created_at=NOW, last_heard_at=NOW
    )
    post(client, f"/api/voice/status?call={call.public_id}", call_of(Direction="outbound-api"))
    call.refresh_from_db()
    assert call.call_sid == f"CA{7:032x}"
    assert Call.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?call=", "?call=nonsense", "?call=00000000-0000-4000-8000-000000000000"])
def test_a_call_that_nobody_placed_is_nobodys(client: Client, query: str) -> None:
    answer = post(client, f"/api/voice/status{query}", call_of(Direction="outbound-api"))
    assert (answer.status_code, Call.objects.count()) == (200, 0)


def test_who_answered_is_noted_once(client: Client) -> None:
    begun()
    for who in ("machine_start", "human"):
        post(client, "/api/voice/amd", call_of(AnsweredBy=who))
    assert Call.objects.get().answered_by == "machine_start"


def test_a_call_that_is_over_is_counted_by_its_minutes(client: Client) -> None:
    post(client, "/api/voice", call_of())
    put_aside = CallSpending.objects.get().committed_micros
    post(client, "/api/voice/status", call_of(CallStatus="completed", CallDuration="61", SequenceNumber="3"))
    day = CallSpending.objects.get()
    assert (put_aside, day.committed_micros, day.calls) == (750_000, 100_000, 1)
    assert CallCost.objects.get().exact is False


def test_a_status_asks_the_database_little(client: Client, ana: User, django_assert_max_num_queries: Any) -> None:
    post(client, "/api/voice", call_of())
    call = Call.objects.get()
    Call.objects.update(user=ana, identified_at=NOW)
    costs.reserve(call, ana, now=NOW)
    ringing = call_of(CallStatus="in-progress", SequenceNumber="2")
    with django_assert_max_num_queries(6):  # two of them savepoints
        post(client, "/api/voice/status", ringing)
    ended = call_of(CallStatus="completed", CallDuration="61", SequenceNumber="3")
    with django_assert_max_num_queries(12):
        post(client, "/api/voice/status", ended)
    call.refresh_from_db()
    assert (call.status, call.duration_s, call.disposition, call.number_ends) == ("completed", 61, "hung_up", "0200")
    assert {row.counted_micros for row in CallCost.objects.all()} == {100_000}
    assert {day.committed_micros for day in CallSpending.objects.all()} == {100_000}


def test_the_number_and_the_state_stay_with_a_call_that_ends(client: Client) -> None:
    post(client, "/api/voice", call_of())
    before = Call.objects.get()
    post(client, "/api/voice/status", call_of(CallStatus="completed", SequenceNumber="3"))
    call = Call.objects.get()
    assert (call.number, call.state) == (before.number, before.state)
    assert call.number
    assert call.state


class AnyStory(TestCase):
    @settings(deadline=None, max_examples=50)
    @given(st.lists(st.sampled_from([*TOLD, "busy", "failed", "no-answer", "canceled"]), min_size=1, max_size=12))
    def test_a_status_never_goes_back(self, story: list[str]) -> None:
        call = begun()
        ranks = []
        for place, status in enumerate(story):
            truth.told(told(status, place), now=NOW)
            call.refresh_from_db()
            ranks.append(9 if call.status in Call.OVER else truth.ORDER.index(Call.Status(call.status)))
        assert ranks == sorted(ranks)
        ends = [status for status in story if status in Call.OVER]
        assert call.status == ends[0] if ends else call.status not in Call.OVER
