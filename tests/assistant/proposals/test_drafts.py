"""Actions drafted from a question, and nothing changed by it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from assistant.proposals import calling
from assistant.proposals.calling import Outlook
from assistant.proposals.drafts import Draft
from finance.models import Goal, Recommendation, Reminder, TaxProfile, Trip
from tests.assistant.tools.conftest import NOW, Ask, figures

TODAY, DAY = NOW.date(), timedelta(days=1)
D = Decimal


@pytest.mark.parametrize(
    ("slots", "template"),
    [
        ({}, "act.ask_action"),
        ({"action": "set_goal"}, "act.ask_amount"),
        ({"action": "set_goal", "amount": D(0)}, "act.ask_amount"),
        ({"action": "set_goal", "amount": D(10) ** 40}, "act.ask_amount"),
        ({"action": "set_goal", "amount": D(500), "on": TODAY}, "act.day_ahead"),
        ({"action": "set_goal", "amount": D(500)}, "propose.set_goal"),
        ({"action": "set_goal", "amount": D(500), "on": TODAY + DAY}, "propose.set_goal_dated"),
        ({"action": "set_buffer"}, "act.ask_amount"),
        ({"action": "set_buffer", "amount": D(5), "currency": "USD"}, "act.home_currency"),
        ({"action": "set_buffer", "amount": D(0)}, "propose.set_buffer"),
        ({"action": "add_trip"}, "act.ask_distance"),
        ({"action": "add_trip", "distance": D(20_001)}, "act.ask_distance"),
        ({"action": "add_trip", "distance": D("12.5"), "on": TODAY + DAY}, "act.day_past"),
        ({"action": "add_trip", "distance": D("12.5")}, "propose.add_trip"),
        ({"action": "remind_me", "text": "the garage"}, "act.ask_reminder"),
        ({"action": "remind_me", "on": TODAY + DAY}, "act.ask_reminder"),
        ({"action": "remind_me", "on": TODAY, "text": "the garage"}, "act.day_ahead"),
        ({"action": "remind_me", "on": TODAY + DAY, "text": "the garage"}, "propose.remind_me"),
        ({"action": "accept_recommendation"}, "act.no_advice"),
        ({"action": "call_me"}, "act.call.no_telephone"),
        ({"action": "call_me", "on": TODAY - DAY}, "act.day_ahead"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_is_whole_is_drafted(
    ask: Ask, ana: User, slots: dict[str, Any], template: str
) -> None:
    found = ask("act", **slots)
    assert found.template == template
    assert (found.proposal is not None) == template.startswith("propose.")
    if found.proposal:
        assert found.proposal.facts == found.facts
    for model in (Goal, Trip, Reminder, Recommendation):
        assert not model.objects.exists()


def test_the_figures_are_asked_back(ask: Ask, ana: User) -> None:
    TaxProfile.objects.create(user=ana, country="US")
    found = ask("act", action="add_trip", distance=D("12.5"), text="to <b>town</b> 4711")
    assert figures(found) == {"trip_distance": D("12.5"), "trip_on": TODAY}
    assert found.facts[0].per == "mile"
    assert found.proposal is not None
    assert found.proposal.payload["purpose"] == "to town"
    buffer = figures(ask("act", action="set_buffer", amount=D("150")))
    assert buffer == {"new_buffer": D("150.00"), "old_buffer": D("0.00")}


def test_a_call_is_offered_with_when_it_would_come(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[Any] = []

    def answered(user: User, now: Any, on: Any) -> Outlook:
        asked_for.append(on)
        return Outlook(at=NOW + DAY) if on else Outlook()

    monkeypatch.setattr(calling, "_asked", [answered])
    found = ask("act", action="call_me")
    assert (found.template, found.facts) == ("propose.call_me", ())
    assert found.proposal == Draft("call_me", {}, ())
    later = ask("act", action="call_me", on=TODAY + DAY)
    assert later.template == "propose.call_me_later"
    assert figures(later) == {"call_on": TODAY + DAY, "call_at": NOW.time()}
    assert asked_for == [None, TODAY + DAY]


@pytest.mark.parametrize(
    "refused",
    ["no_telephone", "stopped", "nobody_there", "no_number", "blocked", "no_consent", "no_pin", "no_more_today"],
)
def test_where_nobody_can_be_called_it_is_said_before_it_is_proposed(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    again = NOW + DAY if refused == "no_more_today" else None
    monkeypatch.setattr(calling, "_asked", [lambda user, now, on: Outlook(refused, again=again)])
    found = ask("act", action="call_me")
    assert (found.template, found.proposal) == (f"act.call.{refused}", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("accept the advice to build a reserve", "build_reserve"),
        ("dismiss the one about bank fees", "bank_fees"),
        ("accept your advice", "hold_back"),  # the most pressing
        ("take the one about my grandmother", "hold_back"),
        ("", "hold_back"),
    ],
)
def test_advice_is_known_by_its_name(ask: Ask, ana: User, ben: User, text: str, kind: str) -> None:
    for user in (ana, ben):
        for priority, name in enumerate(("hold_back", "bank_fees", "build_reserve")):
            Recommendation.objects.create(
                user=user,
                kind=name,
                deduplication_key=name,
                currency="CZK",
                evidence=[],
                priority=priority,
                as_of=TODAY,
            )
    found = ask("act", action="accept_recommendation", text=text)
    assert found.proposal is not None
    mine = Recommendation.objects.for_user(ana).get(kind=kind)
    assert found.proposal.payload == {"recommendation": str(mine.public_id)}
