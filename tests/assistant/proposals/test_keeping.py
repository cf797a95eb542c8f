"""A yes carries out once, a no never, and time lets it lapse."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, User
from assistant.answers.wording import wording
from assistant.languages import LANGUAGES
from assistant.models import Proposal
from assistant.proposals import calling, executing, keeping
from assistant.proposals.calling import Outlook
from assistant.proposals.drafts import Draft
from finance.models import Goal, Recommendation, Reminder, Trip
from kit.errors import Conflict, NotFound
from tests.assistant.proposals.conftest import Propose
from tests.assistant.tools.conftest import NOW

TODAY, DAY = NOW.date(), timedelta(days=1)
SOON = NOW + timedelta(minutes=2)
D = Decimal
SLOTS: dict[str, dict[str, Any]] = {
    "set_goal": {"amount": D(500), "on": TODAY + 30 * DAY, "text": "New bike"},
    "set_buffer": {"amount": D("150.50")},
    "add_trip": {"distance": D("12.5"), "on": TODAY - DAY},
    "remind_me": {"on": TODAY + 5 * DAY, "text": "the garage"},
}


def done(user: User) -> list[Any]:
    """Return everything that any action could have made or changed."""
    user = User.objects.get(pk=user.pk)
    return [
        [(goal.name, goal.target_minor, goal.due_on) for goal in Goal.objects.for_user(user)],
        [(trip.on, trip.distance) for trip in Trip.objects.for_user(user)],
        [(one.on, one.text) for one in Reminder.objects.for_user(user)],
        list(Recommendation.objects.for_user(user).values_list("status", flat=True)),
        user.buffer_minor,
    ]


RESULTS: dict[str, tuple[int, Any]] = {
    "set_goal": (0, [("New bike", 50_000, TODAY + 30 * DAY)]),
    "set_buffer": (4, 15_050),
    "add_trip": (1, [(TODAY - DAY, D("12.5"))]),
    "remind_me": (2, [(TODAY + 5 * DAY, "the garage")]),
}


@pytest.mark.parametrize("kind", SLOTS)
def test_a_yes_carries_out_once_however_often_it_is_said(ana: User, proposed: Propose, kind: str) -> None:
    before = done(ana)
    row = proposed(kind, **SLOTS[kind])
    assert done(ana) == before, "a proposal changes nothing"
    for _ in range(3):
        with audit.acting(audit.OWNER):
            after = keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
        assert (after.status, after.decided_at, after.failure) == ("executed", SOON, "")
    place, result = RESULTS[kind]
    assert done(ana)[place] == result
    assert AuditEntry.objects.filter(action="proposal.executed", object_id=row.public_id, by="user").count() == 1
    assert keeping.decline(user=ana, public_id=row.public_id, now=SOON).status == "executed"


@pytest.mark.parametrize(
    ("action", "status"), [("accept_recommendation", "accepted"), ("dismiss_recommendation", "dismissed")]
)
def test_advice_is_decided(ana: User, proposed: Propose, action: str, status: str) -> None:
    Recommendation.objects.create(
        user=ana, kind="set_buffer", deduplication_key="k", currency="CZK", evidence=[], priority=1, as_of=TODAY
    )
    row = proposed(action)
    keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
    assert done(ana)[3] == [status]
    entry = AuditEntry.objects.get(action="recommendation.decided")
    assert entry.undo is not None


@pytest.mark.parametrize("kind", SLOTS)
def test_what_is_done_can_be_undone_where_the_domain_has_it(ana: User, proposed: Propose, kind: str) -> None:
    keeping.confirm(user=ana, public_id=proposed(kind, **SLOTS[kind]).public_id, now=SOON)
    undos = [entry.undo for entry in AuditEntry.objects.all() if entry.undo]
    assert len(undos) == (0 if kind == "set_buffer" else 1)


def test_a_no_does_nothing_for_good(ana: User, proposed: Propose) -> None:
    before, row = done(ana), proposed("set_goal", **SLOTS["set_goal"])
    assert keeping.decline(user=ana, public_id=row.public_id, now=SOON).status == "declined"
    assert keeping.confirm(user=ana, public_id=row.public_id, now=SOON).status == "declined"
    assert done(ana) == before


def test_after_ten_minutes_a_yes_does_nothing(ana: User, proposed: Propose) -> None:
    before, row = done(ana), proposed("set_goal", **SLOTS["set_goal"])
    late = NOW + timedelta(minutes=10)
    assert keeping.waiting(ana, channel="text", now=late - timedelta(seconds=1)) == row
    assert keeping.waiting(ana, channel="text", now=late) is None
    assert keeping.confirm(user=ana, public_id=row.public_id, now=late).status == "expired"
    assert done(ana) == before


def test_a_new_question_takes_the_place_of_the_old(ana: User, proposed: Propose) -> None:
    first, second = (proposed(kind, **SLOTS[kind]) for kind in ("set_goal", "set_buffer"))
    assert keeping.confirm(user=ana, public_id=first.public_id, now=SOON).status == "expired"
    assert keeping.waiting(ana, channel="text", now=SOON) == second
    assert keeping.waiting(ana, channel="voice", now=SOON) is None


def test_ben_cannot_decide_for_ana(ana: User, ben: User, proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    for decide in (keeping.confirm, keeping.decline):
        with pytest.raises(NotFound):
            decide(user=ben, public_id=row.public_id, now=SOON)
        with pytest.raises(NotFound):
            decide(user=ana, public_id="nonsense", now=SOON)
    assert Proposal.objects.get().status == "proposed"


def test_what_the_domain_refuses_is_a_failure_with_nothing_done(
    ana: User, proposed: Propose, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])

    def refuse(asked: executing.Asked) -> Any:
        Goal.objects.create(user=asked.user, name="half", currency="CZK", target_minor=1, starts_on=TODAY)
        raise Conflict("At most 50 goals.")

    monkeypatch.setattr(executing, "WAYS", {**executing.WAYS, Proposal.Kind.SET_GOAL: refuse})
    after = keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
    assert (after.status, after.failure) == ("failed", "At most 50 goals.")
    assert not Goal.objects.exists()
    assert AuditEntry.objects.filter(action="proposal.failed").count() == 1


def test_a_crash_leaves_it_to_be_said_again(ana: User, proposed: Propose, monkeypatch: pytest.MonkeyPatch) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])

    def crash(asked: executing.Asked) -> Any:
        raise RuntimeError("the machine went away")

    with monkeypatch.context() as broken:
        broken.setattr(executing, "WAYS", {Proposal.Kind.SET_GOAL: crash})
        with pytest.raises(RuntimeError):
            keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
    assert Proposal.objects.get().status == "proposed"
    assert keeping.confirm(user=ana, public_id=row.public_id, now=SOON).status == "executed"
    assert Goal.objects.count() == 1


@pytest.mark.parametrize("target", [None, "NaN", "1e9"])
def test_a_payload_that_is_none_fails(ana: User, target: str | None) -> None:
    payload = {"name": "x", "currency": "CZK"} | ({"target": target} if target else {})
    row = keeping.propose(user=ana, draft=Draft("set_goal", payload, ()), channel="text", now=NOW)
    assert keeping.confirm(user=ana, public_id=row.public_id, now=SOON).status == "failed"


def test_a_call_waits_for_the_telephone(ana: User, proposed: Propose, outlooks: list[Outlook]) -> None:
    row = proposed("call_me")
    assert keeping.confirm(user=ana, public_id=row.public_id, now=SOON).status == "confirmed"
    assert AuditEntry.objects.filter(action="proposal.confirmed").count() == 1


@pytest.fixture
def outlooks(monkeypatch: pytest.MonkeyPatch) -> list[Outlook]:
    """What the telephone promises, from one question to the next; the last one stays."""
    promised = [Outlook()]
    monkeypatch.setattr(
        calling, "_asked", [lambda user, now, on: promised.pop(0) if len(promised) > 1 else promised[0]]
    )
    return promised


def test_it_is_told_when_the_call_comes_as_it_is_promised_with_the_yes(
    ana: User, proposed: Propose, outlooks: list[Outlook]
) -> None:
    row = proposed("call_me")
    outlooks[:] = [Outlook(at=SOON + timedelta(hours=9))]  # it has become late meanwhile
    after = keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
    found = keeping.told(after)
    assert (after.status, found.template) == ("confirmed", "done.call_me_later")
    assert {fact.name: str(fact.value) for fact in found.facts} == {"call_on": "2026-11-02", "call_at": "17:02:00"}
    assert after.payload == {"at": (SOON + timedelta(hours=9)).isoformat()}


def test_a_day_that_was_named_is_kept(ana: User, proposed: Propose, outlooks: list[Outlook]) -> None:
    outlooks[:] = [Outlook(at=NOW + 2 * DAY), Outlook()]
    row = proposed("call_me", on=TODAY + 2 * DAY)
    after = keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
    assert keeping.told(after).template == "done.call_me_later"
    assert after.payload == {"at": (NOW + 2 * DAY).isoformat()}


@pytest.mark.parametrize(("refused", "again"), [("no_pin", None), ("no_more_today", NOW + DAY)])
def test_a_call_that_is_refused_meanwhile_is_no_promise(
    ana: User, proposed: Propose, outlooks: list[Outlook], refused: str, again: Any
) -> None:
    row = proposed("call_me")
    outlooks[:] = [Outlook(refused, again=again)]
    after = keeping.confirm(user=ana, public_id=row.public_id, now=SOON)
    found = keeping.told(after)
    assert (after.status, found.template) == ("failed", f"act.call.{refused}")
    assert [fact.name for fact in found.facts] == (["again_on", "again_at"] if again else [])
    for language in LANGUAGES:
        assert wording(found.template, found.facts, language)
    assert AuditEntry.objects.filter(action="proposal.failed").count() == 1


@pytest.mark.parametrize("status", Proposal.Status.values)
@pytest.mark.parametrize("kind", SLOTS)
def test_whatever_became_of_it_there_are_words_for_it(proposed: Propose, kind: str, status: str) -> None:
    row = proposed(kind, **SLOTS[kind])
    row.status = status
    found = keeping.told(row)
    for language in LANGUAGES:
        assert wording(found.template, found.facts, language)


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "executed"},
        {"decided_at": NOW},
        {"expires_at": NOW},
        {"status": "confirmed", "decided_at": NOW},
    ],
)
def test_the_database_refuses_the_impossible(proposed: Propose, columns: dict[str, Any]) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=row.pk).update(**columns)


def test_one_waits_on_a_channel(proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    copy = Proposal(user=row.user, kind="set_goal", created_at=NOW, expires_at=SOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_carry_out_once(transactional_db: None) -> None:
    ana = User.objects.create_user("ana@example.com", home_currency="CZK")
    payload = {"name": "Bike", "target": "500.00", "currency": "CZK"}
    now = timezone.now()
    row = keeping.propose(user=ana, draft=Draft("set_goal", payload, ()), channel="text", now=now)
    said: list[str] = []
    ready = threading.Barrier(4)

    def yes() -> None:
        try:
            ready.wait()
            said.append(keeping.confirm(user=ana, public_id=row.public_id, now=now).status)
        finally:
            connection.close()

    threads = [threading.Thread(target=yes) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert said == ["executed"] * 4
    assert Goal.objects.count() == 1


def test_what_is_asked_on_a_call_waits_longer_and_beside_the_others(ana: User, proposed: Propose) -> None:
    rung = proposed("set_goal", **SLOTS["set_goal"])
    until = NOW + timedelta(hours=2)
    after = keeping.ring_about(user=ana, public_id=rung.public_id, until=until, now=NOW)
    assert (after.rung, after.expires_at) == (True, until)
    beside = proposed("set_buffer", **SLOTS["set_buffer"])
    another = keeping.propose(
        user=ana, draft=Draft("remind_me", {}, ()), channel="text", now=NOW, good_for=until - NOW, rung=True
    )
    assert keeping.waiting(ana, channel="text", now=SOON) == beside, "a yes in the conversation means this one"
    waiting = Proposal.objects.for_user(ana).waiting(now=NOW + timedelta(minutes=11))
    assert set(waiting) == {rung, another}
    said = keeping.confirm(user=ana, public_id=rung.public_id, now=NOW + timedelta(hours=1), via="keypad")
    assert said.status == "executed"
    (entry,) = AuditEntry.objects.filter(action="proposal.executed")
    assert entry.details == {"channel": "text", "via": "keypad"}


def test_what_was_decided_is_not_rung_about(ana: User, proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    keeping.decline(user=ana, public_id=row.public_id, now=SOON)
    after = keeping.ring_about(user=ana, public_id=row.public_id, until=NOW + timedelta(hours=2), now=SOON)
    assert (after.status, after.rung, after.expires_at) == ("declined", False, row.expires_at)
