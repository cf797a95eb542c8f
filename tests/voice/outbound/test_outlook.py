"""What is promised to somebody who asks to be called: when, or why not, and what to do; and that it is kept."""

from datetime import UTC, datetime, time, timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from assistant.languages import LANGUAGES, Language
from assistant.models import Channel
from assistant.turns.engine import Message, answer_at_once
from assistant.turns.events import Answer
from assistant.understanding import Slots, Understood
from telephone_rig.rest import FakeTwilio
from tests.voice.outbound.conftest import NOW, Clock
from voice.models import BlockedNumber, Call, CallDay, CallSettings, CallSpending, OutboundSwitch, PhonePin, Ring
from voice.models import PhoneNumber as Number
from voice.outbound import dialling, sweeping
from voice.outbound.outlook import outlook

LATE = NOW + timedelta(hours=13)  # 23:00 on Friday in New York
IN_THE_MORNING = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)  # 8:00 on Saturday
WORDS: dict[Language, tuple[str, str, str]] = {
    "en": ("tomorrow at eight in the morning?", "I call you tomorrow at eight in the morning.", "tomorrow at 8:00 AM"),
    "es": ("mañana a las ocho de la mañana?", "te llamo mañana a las ocho de la mañana.", "mañana a las 8:00"),
    "hi": ("कल, सुबह आठ बजे फ़ोन करूँ?", "कल, सुबह आठ बजे फ़ोन करूँगी।", "कल, सुबह 8:00 बजे"),
    "te": ("రేపు, ఉదయం ఎనిమిది గంటలకు ఫోన్ చేయాలా?", "రేపు, ఉదయం ఎనిమిది గంటలకు ఫోన్ చేస్తాను.", "రేపు, ఉదయం 8:00 గంటలకు"),
}


def said(user: User, language: Language, now: datetime, **more: object) -> Answer:
    """Have the assistant answer "call me", or a yes to it."""
    meant = Understood("act", Slots(action="call_me", **more), 1.0, language, via="rule")  # type: ignore[arg-type]  # by name
    return answer_at_once(Message(user, "call me", now, channel=Channel.TEXT, language=language, meant=meant))


def agreed(user: User, before: Answer, now: datetime) -> Answer:
    meant = Understood("act", Slots(), 1.0, before.language, decision="yes", via="rule")
    assert before.proposal is not None
    message = Message(
        user, "yes", now, channel=Channel.TEXT, language=before.language, meant=meant,
        conversation=before.conversation, proposal=str(before.proposal.id),
    )  # fmt: skip
    return answer_at_once(message)


def aloud(answer: Answer) -> str:
    return " ".join(one.spoken for one in answer.sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_night_the_morning_is_promised_and_kept(
    ana: User, number: Number, twilio: FakeTwilio, clock: Clock, language: Language
) -> None:
    clock.now = LATE
    question, promise, to_read = WORDS[language]
    asked = said(ana, language, LATE)
    assert question in aloud(asked)
    assert to_read in asked.text
    assert promise in aloud(agreed(ana, asked, LATE))
    assert [sweeping.call_backs(now=LATE), sweeping.due(now=LATE + timedelta(hours=1))] == [[Ring.objects.get().pk], []]
    ring = Ring.objects.get()
    assert (ring.due_at, ring.outcome, ring.reason) == (IN_THE_MORNING, "due", "quiet_hours")
    assert not dialling.dial(ring.pk, clock=clock)
    clock.now = IN_THE_MORNING
    assert sweeping.due(now=clock()) == [ring.pk]
    assert dialling.dial(ring.pk, clock=clock)
    assert len(twilio.calls) == 1


def test_by_day_it_is_a_moment(ana: User, number: Number) -> None:
    asked = said(ana, "en", NOW)
    assert aloud(asked) == "Shall I call you on your telephone?"
    assert aloud(agreed(ana, asked, NOW)) == "All right, I call you in a moment."
    sweeping.call_backs(now=NOW)
    assert Ring.objects.get().due_at == NOW


def test_what_is_asked_before_nine_and_agreed_to_after_is_promised_anew(ana: User, number: Number) -> None:
    before, after = NOW + timedelta(hours=10, minutes=57), NOW + timedelta(hours=11, minutes=1)
    asked = said(ana, "en", before)
    assert aloud(asked) == "Shall I call you on your telephone?"
    assert aloud(agreed(ana, asked, after)) == "All right, I call you tomorrow at eight in the morning."


def test_a_moment_before_nine_is_the_morning_already(ana: User, number: Number) -> None:
    """The ring is made some seconds after the yes: what is promised must hold then, too."""
    last = NOW + timedelta(hours=10, minutes=59, seconds=30)
    asked = said(ana, "en", last)
    assert "tomorrow at eight" in aloud(asked)
    agreed(ana, asked, last)
    sweeping.call_backs(now=last + timedelta(seconds=5))
    assert Ring.objects.get().due_at == IN_THE_MORNING


def test_ones_own_hours_are_told(ana: User, number: Number) -> None:
    CallSettings.objects.create(user=ana, earliest=time(10, 30), latest=time(18))
    assert "tomorrow at ten thirty in the morning" in aloud(said(ana, "en", LATE))


def test_a_day_that_is_named_is_the_day_of_the_call(ana: User, number: Number, twilio: FakeTwilio) -> None:
    monday = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    asked = said(ana, "en", NOW, on=monday.date())
    assert "Monday the twenty-third at eight in the morning" in aloud(asked)
    assert "Monday the twenty-third at eight in the morning" in aloud(agreed(ana, asked, NOW))
    sweeping.call_backs(now=NOW)
    ring = Ring.objects.get()
    assert (ring.due_at, ring.reason, ring.expires_at) == (monday, "promised", monday + timedelta(minutes=15))
    assert aloud(said(ana, "en", NOW, on=NOW.date())) == "Shall I call you on your telephone?"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", ["no_telephone", "stopped", "nobody_there", "no_number", "blocked", "no_pin"])
def test_why_not_is_said_before_anything_is_proposed(
    ana: User, number: Number, settings: Settings, why: str, language: Language
) -> None:
    match why:
        case "no_telephone":
            settings.TWILIO_NUMBER = ""
        case "stopped":
            OutboundSwitch.objects.create(pk=1, stopped_at=NOW)
        case "nobody_there":
            ana.is_demo = True
        case "no_number":
            number.delete()
        case "blocked":
            BlockedNumber.objects.create(number_fingerprint=number.fingerprint, blocked_at=NOW)
        case "no_pin":
            PhonePin.objects.all().delete()
    answer = said(ana, language, NOW)
    assert (answer.template, answer.proposal) == (f"act.call.{why}", None)
    assert len(answer.sentences) == 2, "why, and what to do"


def test_at_the_days_cap_it_is_said_when_to_ask_again(ana: User, number: Number, settings: Settings) -> None:
    settings.RINGS_PER_USER_DAY = 1
    CallDay.objects.create(user=ana, on=NOW.date(), calls=1)
    answer = said(ana, "en", NOW)
    assert "the calls of that day are used up" in aloud(answer)
    assert "Ask me for a call again tomorrow, from eight in the morning on." in aloud(answer)
    assert answer.proposal is None
    late = said(ana, "en", LATE)
    assert late.template == "propose.call_me_later", "tomorrow has calls of its own"


@pytest.mark.parametrize("whose", ["mine", "everybody's"])
def test_what_calls_may_cost_is_a_cap_as_well(ana: User, number: Number, whose: str) -> None:
    CallSpending.objects.create(user=ana if whose == "mine" else None, on=NOW.date(), committed_micros=10**9)
    expected = outlook(ana, NOW)
    assert (expected.refused, expected.again) == ("no_more_today", datetime(2026, 11, 21, tzinfo=UTC)), (
        "a day of costs is UTC's"
    )
    assert "again today, from seven in the evening on" in aloud(said(ana, "en", NOW))


def test_what_is_refused_with_the_yes_makes_no_ring(ana: User, number: Number) -> None:
    asked = said(ana, "en", NOW)
    PhonePin.objects.all().delete()
    answer = agreed(ana, asked, NOW)
    assert "no PIN for the telephone" in aloud(answer)
    assert sweeping.call_backs(now=NOW) == []
    assert not Call.objects.exists()
