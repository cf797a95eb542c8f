"""Asking to be rung, seeing what becomes of it, and the calls that one has had."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from accounts.models import User
from assistant.languages import LANGUAGES
from assistant.models import Proposal
from assistant.proposals import keeping
from assistant.proposals.drafts import Draft
from assistant.tools import figures
from assistant.tools.acting import SOURCE
from finance.models import Recommendation
from telephone_rig.rest import FakeTwilio
from tests.voice.callers.conftest import PIN
from tests.voice.outbound.conftest import NOW, Clock, asked, may_be_rung
from voice.flow.values import Heard
from voice.models import Call, CallSettings, OutboundSwitch, PhoneNumber, PhonePin, Ring
from voice.outbound import answering, consents, dialling, rings, sweeping
from voice.outbound.question import Asked, needs_pin, question_said

RINGS = "/api/v1/rings"


@pytest.fixture
def advice(ana: User) -> Recommendation:
    evidence = [
        {"name": "monthly_amount", "value": "120.00", "unit": "USD", "source": "forecast"},
        {"name": "share", "value": "0.05", "unit": "ratio", "source": "forecast"},
    ]
    return Recommendation.objects.create(
        user=ana,
        kind="build_reserve",
        deduplication_key="k",
        currency="USD",
        evidence=evidence,
        priority=1,
        as_of=NOW.date(),
    )


def test_it_works(ana: User, proposal: Proposal, api: APIClient, clock: Clock) -> None:
    answer = api.post(RINGS, {"proposal": str(proposal.public_id)}, format="json")
    assert answer.status_code == 201, answer.content
    shape = answer.json()
    assert (shape["purpose"], shape["outcome"], shape["proposal"]) == ("approval", "due", str(proposal.public_id))
    proposal.refresh_from_db()
    assert (proposal.rung, proposal.expires_at) == (True, NOW + timedelta(hours=2))
    again = api.post(RINGS, {"proposal": str(proposal.public_id)}, format="json").json()
    assert (again["id"], Ring.objects.count()) == (shape["id"], 1), "while one is under way, it is the one"
    (row,) = api.get(RINGS).json()["results"]
    assert row == api.get(f"{RINGS}/{shape['id']}").json() == shape


def test_what_has_changed_is_seen_and_what_has_not_costs_nothing(
    ring: Ring, api: APIClient, twilio: FakeTwilio, clock: Clock
) -> None:
    path = f"{RINGS}/{ring.public_id}"
    first = api.get(path)
    same = api.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    dialling.dial(ring.pk, clock=clock)
    placed = api.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (placed.status_code, placed.json()["outcome"], placed.json()["call_status"]) == (200, "placed", "queued")
    call = twilio.pick_up(twilio.calls[0])
    assert api.get(path).json()["call_status"] == "in-progress"
    call.press("5").press(PIN).press("1")
    last = api.get(path).json()
    assert (last["outcome"], last["decided"], last["call_status"]) == ("approved", "executed", "completed")


def test_ben_sees_and_asks_nothing_of_anas(
    ben: User, ring: Ring, proposal: Proposal, advice: Recommendation, api_of: Callable[[User], APIClient], clock: Clock
) -> None:
    may_be_rung(ben, "+12025550155")
    api = api_of(ben)
    assert api.get(RINGS).json()["results"] == []
    assert api.get(f"{RINGS}/{ring.public_id}").status_code == 404
    assert api.post(RINGS, {"proposal": str(proposal.public_id)}, format="json").status_code == 404
    assert api.post(RINGS, {"recommendation": str(advice.public_id)}, format="json").status_code == 404


@pytest.mark.parametrize("said", [{}, {"proposal": "x"}, {"proposal": None}, {"something": "else"}])
def test_what_names_nothing(number: object, api: APIClient, said: dict[str, Any]) -> None:
    assert api.post(RINGS, said, format="json").status_code == 400


def test_not_both_at_once(proposal: Proposal, advice: Recommendation, api: APIClient) -> None:
    said = {"proposal": str(proposal.public_id), "recommendation": str(advice.public_id)}
    assert api.post(RINGS, said, format="json").status_code == 400


def stop(_: User) -> None:
    OutboundSwitch.objects.create(pk=1, stopped_at=NOW)


WHY_NOT: dict[str, Callable[[User], object]] = {
    "no_consent": lambda ana: consents.take_back(user=ana, purposes=["approvals"], via="app", now=NOW),
    "no_pin": lambda ana: PhonePin.objects.filter(user=ana).delete(),
    "no_number": lambda _: PhoneNumber.objects.update(verified_at=None),
    "stopped": stop,
    "decided": lambda ana: keeping.decline(user=ana, public_id=Proposal.objects.get().public_id, now=NOW),
}


@pytest.mark.parametrize("why", WHY_NOT)
def test_why_not_is_said(ana: User, proposal: Proposal, api: APIClient, clock: Clock, why: str) -> None:
    WHY_NOT[why](ana)
    answer = api.post(RINGS, {"proposal": str(proposal.public_id)}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, why)
    assert answer.json()["error"]["message"]
    assert not Ring.objects.exists()
    proposal.refresh_from_db()
    assert not proposal.rung, "what is not rung about stays as it was"


def test_what_came_too_late_in_the_conversation(proposal: Proposal, api: APIClient, clock: Clock) -> None:
    clock.goes(minutes=11)
    answer = api.post(RINGS, {"proposal": str(proposal.public_id)}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "decided")


def test_advice_is_rung_about_with_what_how_much_and_why(
    ana: User, number: object, advice: Recommendation, api: APIClient, twilio: FakeTwilio, clock: Clock
) -> None:
    for _ in range(2):
        answer = api.post(RINGS, {"recommendation": str(advice.public_id)}, format="json")
        assert answer.status_code == 201, answer.content
    assert (Ring.objects.count(), Proposal.objects.count()) == (1, 1)
    dialling.dial(Ring.objects.get().pk, clock=clock)
    call = twilio.pick_up(twilio.calls[0]).press("5").press(PIN)
    assert call.heard.startswith(
        "Put one hundred twenty dollars a month aside. That is five percent of your earnings, and it builds your "
        "reserve. Shall I accept this advice for you:"
    )
    call.press("1")
    advice.refresh_from_db()
    assert advice.status == "accepted"


@pytest.mark.parametrize(
    ("target", "limit", "needed"),
    [("500.00", None, True), ("500.00", 49_999, True), ("500.00", 50_000, False), ("500.00", 0, True)],
)
def test_the_pin_is_needed_above_their_own_limit(
    ana: User, number: object, target: str, limit: int | None, needed: bool
) -> None:
    CallSettings.objects.create(user=ana, pin_above_minor=limit)
    ring = rings.about(user=ana, proposal=asked(ana, target=target).public_id, now=NOW)
    assert ring.pin_needed is needed


def test_an_amount_in_another_currency_needs_the_pin(ana: User, number: object) -> None:
    money = figures.money("goal_target", 100, "EUR", NOW.date(), SOURCE)
    draft = Draft("set_goal", {"name": "x", "target": "1.00", "currency": "EUR"}, (money,))
    row = keeping.propose(user=ana, draft=draft, channel="text", now=NOW)
    assert needs_pin(row, Asked(ana, "en", NOW), above_minor=10**9)


def test_the_figures_behind_an_advice_count(ana: User, number: object, advice: Recommendation) -> None:
    CallSettings.objects.create(user=ana, pin_above_minor=11_999)
    assert rings.about_advice(user=ana, recommendation=advice.public_id, now=NOW).pin_needed


@pytest.mark.parametrize("by", ["human", "unknown"])
def test_below_the_limit_a_person_needs_one_key_and_what_may_be_none_the_pin(
    ana: User, proposal: Proposal, twilio: FakeTwilio, clock: Clock, by: str
) -> None:
    CallSettings.objects.create(user=ana, pin_above_minor=100_000)
    ring = rings.about(user=ana, proposal=proposal.public_id, now=NOW)
    dialling.dial(ring.pk, clock=clock)
    call = twilio.pick_up(twilio.calls[0], by=by).press("5")
    if by == "human":
        assert "Shall I set a goal" in call.heard
    else:
        assert call.heard == "Please key in the six-digit PIN."
    call.press("1")
    proposal.refresh_from_db()
    assert proposal.status == ("executed" if by == "human" else "proposed")


def test_who_asked_to_be_called_is_called_back_and_goes_on_as_on_any_call(
    ana: User, number: object, twilio: FakeTwilio, clock: Clock
) -> None:
    proposal = keeping.propose(user=ana, draft=Draft("call_me", {}, ()), channel="text", now=NOW)
    assert sweeping.call_backs(now=NOW) == []
    keeping.confirm(user=ana, public_id=proposal.public_id, now=NOW)
    (pk,) = sweeping.call_backs(now=NOW)
    assert sweeping.call_backs(now=NOW) == [], "once"
    assert dialling.dial(pk, clock=clock)
    call = twilio.pick_up(twilio.calls[0])
    assert "This call was asked for in the app." in call.heard
    call.press("5")
    assert "GigLens" in call.heard
    assert "/api/voice/step" in str(call.gather.action)
    call.press("1")
    assert "PIN" in call.heard
    call.press(PIN)
    row = Call.objects.get()
    assert (row.purpose, row.identified_at is not None) == ("call_back", True)
    assert Ring.objects.get().outcome == "told"


def test_a_call_back_goes_on_over_the_relay_where_that_is_set(
    ana: User, number: object, twilio: FakeTwilio, clock: Clock, settings: Settings
) -> None:
    settings.TWILIO_RELAY = True
    proposal = keeping.propose(user=ana, draft=Draft("call_me", {}, ()), channel="text", now=NOW)
    keeping.confirm(user=ana, public_id=proposal.public_id, now=NOW)
    (pk,) = sweeping.call_backs(now=NOW)
    dialling.dial(pk, clock=clock)
    row = Call.objects.get()
    told = answering.answer(Ring.objects.get().nonce, twilio.calls[0].sid, None, now=NOW)
    assert told.handed_over is None
    told = answering.answer(Ring.objects.get().nonce, twilio.calls[0].sid, Heard("digits", "5"), turn=1, now=NOW)
    assert told.handed_over is not None
    assert (told.handed_over[0].pk, told.handed_over[0].way, told.handed_over[1].kind) == (row.pk, "relay", "start")


@pytest.mark.parametrize(("at", "outcome", "reason"), [(13, "expired", "quiet_hours"), (0, "refused", "no_number")])
def test_a_call_back_is_under_the_same_rules(
    ana: User, number: Any, twilio: FakeTwilio, clock: Clock, at: int, outcome: str, reason: str
) -> None:
    now = clock.goes(hours=at)
    proposal = keeping.propose(user=ana, draft=Draft("call_me", {}, ()), channel="text", now=now)
    keeping.confirm(user=ana, public_id=proposal.public_id, now=now)
    if reason == "no_number":
        number.delete()
    for pk in sweeping.call_backs(now=now):
        dialling.dial(pk, clock=clock)
    clock.goes(hours=9, minutes=16)  # after 8:15 in the morning, when who was promised a call at 8 waits no more
    for pk in sweeping.due(now=clock()):
        dialling.dial(pk, clock=clock)
    ring = Ring.objects.get()
    assert (ring.outcome, ring.reason, twilio.calls) == (outcome, reason, [])


def test_an_old_wish_to_be_called_is_not_rung(ana: User, number: object) -> None:
    proposal = keeping.propose(user=ana, draft=Draft("call_me", {}, ()), channel="text", now=NOW)
    keeping.confirm(user=ana, public_id=proposal.public_id, now=NOW)
    assert sweeping.call_backs(now=NOW + timedelta(hours=1)) == []


def test_calls_are_listed_with_what_happened(
    ben: User, ring: Ring, twilio: FakeTwilio, api: APIClient, api_of: Callable[[User], APIClient], clock: Clock
) -> None:
    dialling.dial(ring.pk, clock=clock)
    twilio.pick_up(twilio.calls[0]).press("5").press(PIN).press("2")
    Call.objects.update(price_micros=14_000, price_currency="USD")
    (row,) = api.get("/api/v1/calls").json()["results"]
    assert (row["direction"], row["disposition"], row["price"]) == ("outbound", "decided", "0.014000")
    assert row["ring"] == str(ring.public_id)
    whole = api.get(f"/api/v1/calls/{row['id']}").json()
    kinds = [event["kind"] for event in whole["events"]]
    assert {"status", "identified", "decided"} <= set(kinds)
    assert PIN not in str(whole)
    assert "+1202" not in str(whole)
    assert api_of(ben).get(f"/api/v1/calls/{row['id']}").status_code == 404
    assert api_of(ben).get("/api/v1/calls").json()["results"] == []


@pytest.mark.parametrize("path", ["/api/v1/rings", "/api/v1/calls"])
def test_a_long_list_takes_as_many_queries_as_a_short_one(
    ana: User, number: Any, api: APIClient, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(30):
        call = Call.objects.create(
            user=ana, direction="outbound", created_at=NOW + timedelta(seconds=place), last_heard_at=NOW
        )
        proposal = keeping.propose(user=ana, draft=Draft("call_me", {}, ()), channel="text", now=NOW, rung=True)
        Ring.objects.create(
            user=ana,
            purpose="call_back",
            proposal=proposal,
            number=number,
            call=call,
            nonce=str(place),
            outcome="told",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW,
        )
    with django_assert_max_num_queries(4):
        page = api.get(f"{path}?limit=20").json()
    assert len(page["results"]) == 20
    assert len(api.get(page["next"]).json()["results"]) == 10


def test_the_database_refuses_two_at_once_and_an_approval_of_nothing(ring: Ring) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ring.objects.create(
            user=ring.user,
            purpose="approval",
            proposal=ring.proposal,
            nonce="x",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Ring.objects.filter(pk=ring.pk).update(proposal=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_is_in_every_language(ana: User, number: object, advice: Recommendation, language: Any) -> None:
    ring = rings.about_advice(user=ana, recommendation=advice.public_id, now=NOW)
    assert ring.proposal is not None
    said = question_said(ring.proposal, Asked(ana, language, NOW))
    assert len(said) == 3
    assert not any(one.interruptible for one in said)
    assert not any(letter.isascii() and letter.isdigit() for one in said for letter in one.text), "spoken as words"
