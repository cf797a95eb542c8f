"""Put through to a person: dialled with our number, counted, and back in the menu however it ends."""

from decimal import Decimal

import pytest
from pytest_django import Settings

from accounts.models import User
from assistant.languages import LANGUAGES, Language
from telephone_rig import Call as Rung
from telephone_rig import Line, Signer, Webhooks, ring
from tests.voice.callers.conftest import NUMBER, PIN, own
from tests.voice.outbound.conftest import NOW, OURS, FrontDoor
from tests.voice.signing import ACCOUNT, TOKEN
from voice import transfers, twiml
from voice.callers import pins
from voice.flow.lines import say
from voice.models import Call, CallCost, CallSpending

PERSON = "+12025550123"


@pytest.fixture
def person(settings: Settings, twilio: None) -> None:
    """Have somebody to be put through to."""
    settings.SUPPORT_NUMBER, settings.TWILIO_NUMBER = PERSON, OURS


@pytest.fixture
def line(ana: User, twilio: None) -> Line:
    own(ana, NUMBER)
    pins.set_pin(ana, PIN, NOW)
    base = twiml.url("/api/voice")
    webhooks = Webhooks(Signer(TOKEN), FrontDoor())
    return Line(base, webhooks, caller=NUMBER, called=OURS, account_sid=ACCOUNT, fallback_url=f"{base}/fallback")


def known(line: Line, language: Language = "en") -> Rung:
    """Ring, and be known."""
    User.objects.update(language=language)
    return ring(line).press("1").press(f"{PIN}#")


def words(key: str, language: Language = "en") -> str:
    return " ".join(one.text for one in say(key, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_works(ana: User, person: None, line: Line, language: Language) -> None:
    call = known(line, language).press("9").press("1")
    assert words("person.coming", language) in call.heard
    dial = call.awaiting.verb  # type: ignore[union-attr]  # a Dial is awaited
    assert (dial.name, dial.attributes["callerId"], dial.attributes["timeLimit"]) == ("Dial", OURS, "900")
    (number,) = dial.within
    assert (number.name, number.text) == ("Number", PERSON)
    assert NUMBER not in str(dial), "nothing of the caller's goes with it"
    call.dialled(seconds=61)
    assert call.heard.endswith(f"{words('person.over', language)} {words('next', language)}")
    call.press("1")
    assert not call.over
    leg = Call.objects.get(purpose="transfer")
    assert (leg.user, leg.direction, leg.status, leg.duration_s, leg.number) == (ana, "outbound", "completed", 61, "")
    assert leg.call_sid
    assert leg.call_sid.startswith("CA")
    assert [row.counted_micros for row in CallCost.objects.filter(call=leg)] == [100_000, 100_000], "two minutes"
    row = Call.objects.get(direction="inbound")
    told = row.events.filter(kind="transferred").order_by("id").values_list("details", flat=True)
    assert [one["status"] for one in told] == ["dialled", "completed"]
    assert row.disposition == "human"
    assert [str(one) for one in call.notices] == []


@pytest.mark.parametrize("ended", ["busy", "no-answer", "failed"])
def test_where_nobody_answers_it_is_said_and_the_menu_is_there_again(person: None, line: Line, ended: str) -> None:
    call = known(line).press("9").press("1").dialled(ended)
    assert words(f"person.{ended}") in call.heard
    assert words("menu.begin") in call.heard
    assert Call.objects.get(purpose="transfer").status == ended
    assert (
        CallSpending.objects.get(user__isnull=False).committed_micros
        == CallCost.objects.get(user__isnull=False, call__direction="inbound").counted_micros
    ), "what was put aside for the person is given back"


@pytest.mark.parametrize("asked", ["speak to a person", "i want to talk to a real person"])
def test_it_can_be_asked_for(person: None, line: Line, asked: str) -> None:
    call = known(line).say(asked)
    assert words("person.coming") in call.heard
    assert words("person.over") in call.dialled().heard


def test_time_with_the_person_is_not_ours(
    person: None, line: Line, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    call = known(line).press("9").press("1")
    later = timezone.now() + timedelta(seconds=settings.CALL_MOST_S - 10)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert call.dialled(seconds=880).press("1").over == "", "it goes on"


def test_at_a_cap_it_is_said_and_nobody_is_dialled(person: None, line: Line, settings: Settings) -> None:
    call = known(line)
    settings.CALL_USD_PER_USER_DAY = Decimal("1.00")
    call.press("9").press("1")
    assert words("person.cap") in call.heard
    assert not Call.objects.filter(purpose="transfer").exists()
    assert not call.over


def test_without_a_person_it_is_said(line: Line) -> None:
    call = known(line).press("9").press("1")
    assert "I cannot put you through to a person." in call.heard
    assert not transfers.possible()
    assert not Call.objects.filter(purpose="transfer").exists()


def test_strangers_are_put_through_to_nobody(person: None, line: Line) -> None:
    call = ring(line).say("speak to a person")
    assert not Call.objects.filter(purpose="transfer").exists()
    assert words("person.coming") not in call.heard
