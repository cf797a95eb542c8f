"""A scenario of being rung, played: what it is about, the call placed and picked up, then the rows looked at."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from assistant.languages import known
from assistant.models import Proposal
from assistant.proposals import keeping
from assistant.proposals.drafts import Draft
from finance.models import Goal
from kit.errors import Refusal
from telephone_rig import Call
from telephone_rig.rest import FakeTwilio
from tests.voice.outbound.conftest import asked
from tests.voice.scenarios import ringing
from tests.voice.scenarios.reading import Scenario, Turn
from tests.voice.world import Person, World
from voice import models
from voice.callers import pins
from voice.flow.lines import table as flow_lines
from voice.models import CallConsent, CallSettings, OutboundSwitch, PhoneNumber, PhonePin, Ring
from voice.outbound import consents, dialling, rings, sweeping
from voice.outbound.lines import table as outbound_lines

NOON, NIGHT = 12, 23


def played(scenario: Scenario, world: World, twilio: FakeTwilio) -> None:
    """Play it, and hold what comes to what was written down."""
    ring: Ring | None
    now, before = datetime.now(UTC), len(twilio.calls)
    person, more = world.people["ana"], scenario.more
    prepared(person, scenario, now)
    try:
        ring, refused = wished(person.user, scenario, now), ""
    except Refusal as refusal:
        ring, refused = None, refusal.code
    assert refused == more.get("refused", ""), f"{scenario.id}: refused with {refused!r}"
    if ring is None:
        assert len(twilio.calls) == before, "nobody is rung"
        return
    meanwhile(ring, scenario, now)
    dialling.dial(ring.pk, clock=lambda: datetime.now(UTC))
    assert (len(twilio.calls) == before + 1) is more.get("placed", True), f"{scenario.id}: {len(twilio.calls)} calls"
    call = answered(scenario, twilio, ring) if len(twilio.calls) > before else None
    try:
        rows(ring, call, scenario, person)
    except AssertionError as error:
        raise AssertionError(f"{scenario.id}: {error}\n{call.transcript if call else ''}") from error


def prepared(person: Person, scenario: Scenario, now: datetime) -> None:
    """Give ana everything that it takes to be rung, less what is taken away."""
    user, more = person.user, scenario.more
    Goal.objects.all().delete()
    for rows in (CallConsent, CallSettings, OutboundSwitch):
        rows.objects.all().delete()
    hour = NIGHT if more.get("when") == "night" else NOON
    ahead = (hour - now.hour + 11) % 24 - 11
    User.objects.filter(pk=user.pk).update(time_zone=f"Etc/GMT{-ahead:+d}", home_currency="USD")
    user.refresh_from_db()
    PhoneNumber.objects.filter(user=user).update(verified_at=now)
    if not PhonePin.objects.filter(user=user).exists():
        pins.set_pin(user, person.pin, now)
    for purpose, offer in consents.offers(user.language).items():
        consents.give(user=user, purpose=purpose, version=offer["wording_version"], now=now - timedelta(days=1))
    limit = more.get("pin_above")
    CallSettings.objects.create(user=user, pin_above_minor=round(float(limit) * 100) if limit else None)
    if "without" in more:
        taken_away(user, more["without"], now)


def taken_away(user: User, what: str, now: datetime) -> None:
    """Take away what it takes to be rung."""
    match what:
        case "consent":
            consents.take_back(user=user, via=CallConsent.From.APP, now=now)
        case "pin":
            PhonePin.objects.filter(user=user).delete()
        case "number":
            PhoneNumber.objects.filter(user=user).update(verified_at=None)
        case "stopped":
            OutboundSwitch.objects.create(pk=1, stopped_at=now)
        case _:
            raise ValueError(what)


def wished(user: User, scenario: Scenario, now: datetime) -> Ring:
    """Wish a ring of the scenario's purpose."""
    match scenario.more.get("purpose", "approval"):
        case "briefing":
            return rings.brief(user, now=now)
        case "call_back":
            proposal = keeping.propose(user=user, draft=Draft("call_me", {}, ()), channel="text", now=now)
            keeping.confirm(user=user, public_id=proposal.public_id, now=now)
            made = Ring.objects.filter(proposal=proposal)
            sweeping.call_backs(now=now)
            return made.get()
    proposal = asked(user, target=scenario.more.get("target", "500.00"), now=now)
    return rings.about(user=user, proposal=proposal.public_id, now=now)


def meanwhile(ring: Ring, scenario: Scenario, now: datetime) -> None:
    """Let happen what happens before the call is placed."""
    match scenario.more.get("meanwhile", ""):
        case "":
            return
        case "expired":
            Ring.objects.filter(pk=ring.pk).update(expires_at=now)
        case "decided":
            in_the_app(ring, "decline")
        case what:
            taken_away(ring.user, what, now)


def answered(scenario: Scenario, twilio: FakeTwilio, ring: Ring) -> Call | None:
    """Pick the call up and do what the scenario says; or miss it."""
    placed, more = twilio.calls[-1], scenario.more
    if "missed" in more:
        twilio.miss(placed, more["missed"])
        return None
    call = twilio.pick_up(placed, by=more.get("by", "human"))
    with ringing.held(call, scenario):
        for turn in scenario.turns:
            if turn.act == "app":
                in_the_app(ring, str(turn.words))
            elif turn.act:
                ringing.act(call, turn)
            heard(call, turn, scenario.language)
        ringing.never(call, scenario)
    return call


def in_the_app(ring: Ring, decision: str) -> None:
    """Decide in the app."""
    assert ring.proposal is not None
    decide = {"confirm": keeping.confirm, "decline": keeping.decline}[decision]
    decide(user=ring.user, public_id=ring.proposal.public_id, now=datetime.now(UTC), via="app")


def heard(call: Call, turn: Turn, language: str) -> None:
    """Hold what was heard in a turn to what was written down."""
    for key in turn.lines:
        assert spoken(key, language, call.heard), f"{key} in {language} was not heard in {call.heard!r}"
    for wanted in turn.hear:
        assert ringing.found(wanted, call.heard), f"{wanted!r} was not heard in {call.heard!r}"
    for unwanted in turn.never:
        assert not ringing.found(unwanted, call.heard), f"{unwanted!r} was heard in {call.heard!r}"


def spoken(key: str, language: str, said: str) -> bool:
    """Look for a line of a call that GigLens placed, else of any call."""
    assert known(language)
    told: Mapping[str, Any] = outbound_lines().get(key) or flow_lines()["lines"][key]
    return all(re.search(ringing.pattern(sentence), said, re.IGNORECASE) for sentence in told[language])


def rows(ring: Ring, call: Call | None, scenario: Scenario, person: Person) -> None:
    """Hold the rows to what was written down."""
    more = scenario.more
    ring.refresh_from_db()
    found: dict[str, Any] = {
        "outcome": ring.outcome,
        "reason": ring.reason,
        "proposal": str(Proposal.objects.get(pk=ring.proposal.pk).status) if ring.proposal else "",
        "consents": CallConsent.objects.for_user(person.user).standing().count(),
        "goals": Goal.objects.filter(user=person.user).count(),
        "over": call.over if call else "",
    }
    if row := models.Call.objects.filter(ring=ring).first():
        found |= {"ends": row.disposition, "identified": row.identified_at is not None}
    wanted = {name: more[name] for name in found if name in more}
    assert {name: found[name] for name in wanted} == wanted
    if more.get("proposal", "") != "executed":
        assert found["goals"] == 0, "nothing was done"
