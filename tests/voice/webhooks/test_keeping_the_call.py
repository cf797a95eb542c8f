"""The fallback and the relay's end: the caller is still there."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from tests.voice.signing import call_of, post
from voice.conducting import row
from voice.models import Call, CallEvent, Ring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]


def actions(document: HttpResponse) -> list[str]:
    """Return where the answers to a document go."""
    found = re.findall(r'action="http://testserver([^"]+)"', document.content.decode())
    return [unescape(one) for one in found]


def fallback(client: Client, token: str) -> str:
    told = call_of(ErrorCode="11205", ErrorUrl="http://testserver/api/voice/step")
    return post(client, "/api/voice/fallback", told, token=token).content.decode()


def test_sorry_in_the_callers_language_and_on(client: Client) -> None:
    post(client, "/api/voice", call_of())
    Call.objects.update(language="es")
    document = fallback(client, "t1")
    assert "Lo siento" in document
    assert "/api/voice/step?turn=2&amp;lang=es&amp;again=1&amp;sorry=1</Redirect>" in document
    call = Call.objects.get()
    assert (call.error_code, CallEvent.objects.filter(kind="error", details={"code": "11205"}).count()) == ("11205", 1)


def test_the_call_goes_on_after_it(client: Client) -> None:
    post(client, "/api/voice", call_of())
    fallback(client, "t1")
    answer = post(client, "/api/voice/step?turn=2&lang=en&again=1&sorry=1", call_of())
    assert b"<Gather" in answer.content


def test_after_three_errors_goodbye(client: Client) -> None:
    documents = [fallback(client, f"t{number}") for number in range(4)]
    assert ["<Hangup" in one for one in documents] == [False, False, False, True]


def test_a_ring_goes_on_where_it_asks(client: Client, ana: User) -> None:
    now = timezone.now()
    call = Call.objects.create(
        user=ana, call_sid=call_of()["CallSid"], direction="outbound", created_at=now, last_heard_at=now
    )
    Ring.objects.create(
        user=ana,
        purpose="briefing",
        call=call,
        nonce="n0nce",
        outcome="placed",
        created_at=now,
        due_at=now,
        expires_at=now + timedelta(hours=1),
    )
    assert "/api/voice/ring/n0nce/step?turn=1&amp;lang=en&amp;again=1" in fallback(client, "t1")


def test_a_call_goes_to_the_relay_where_it_is_on(client: Client, settings: Settings) -> None:
    settings.TWILIO_RELAY = True
    document = post(client, "/api/voice", call_of()).content.decode()
    assert '<Connect action="http://testserver/api/voice/connect" method="POST"><ConversationRelay' in document
    assert 'url="ws://testserver/api/voice/relay"' in document
    assert document.count("<Language ") == 4
    assert Call.objects.get().way == "relay"


def test_a_step_that_could_not_be_claimed_is_followed_by_another(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its document must not lead to its own address, which is answered with the same document for ever."""

    def broken(_: Call) -> int:
        raise OperationalError("database is locked")

    (address,) = actions(post(client, "/api/voice", call_of()))
    with monkeypatch.context() as away:
        away.setattr(row, "claim", broken)
        sorry = post(client, address, call_of(Digits="2"))
    assert b"that did not work on my side" in sorry.content
    (following,) = actions(sorry)
    assert following != address
    assert b"GigLens shows people" in post(client, following, call_of(Digits="2")).content


@pytest.mark.parametrize("status", ["ended", "completed"])
def test_a_session_that_ended_ends_the_call(client: Client, status: str) -> None:
    post(client, "/api/voice", call_of())
    answer = post(client, "/api/voice/connect", call_of(SessionStatus=status, HandoffData='{"why": "goodbye"}'))
    assert b"<Hangup" in answer.content


@pytest.mark.parametrize("more", [{"SessionStatus": "failed"}, {"SessionStatus": "ended", "ErrorCode": "64105"}])
def test_a_session_that_broke_goes_on_by_keypad(client: Client, more: dict[str, str]) -> None:
    post(client, "/api/voice", call_of())
    Call.objects.update(way="relay")
    answer = post(client, "/api/voice/connect", {**call_of(), **more})
    assert b"<Gather" in answer.content
    assert Call.objects.get().way == "gather"


def test_a_call_whose_beginning_was_lost_is_greeted_at_its_first_step(client: Client) -> None:
    answer = post(client, "/api/voice/step?turn=1&lang=en&again=1&sorry=1", call_of())
    assert b"GigLens" in answer.content
    assert b"<Gather" in answer.content
