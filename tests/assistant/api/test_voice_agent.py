"""POST /api/voice-agent, whole: the contract's shape, its refusals, and nothing of somebody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import api_keys
from accounts.models import ApiKey, User
from assistant.models import Conversation, ConversationSettings, Turn
from assistant.understanding import Slots
from tests.assistant.turns.conftest import means, money

__all__ = ["means", "money"]
URL = "/api/voice-agent"
Means = Callable[..., None]


@pytest.fixture
def client(money: User, means: Means, api_of: Callable[[User], APIClient]) -> APIClient:
    """Return ana's client; whatever is said asks for the balance."""
    means("balance")
    return api_of(money)


def say(client: APIClient, message: str = "What is my balance?", **more: Any) -> Any:
    return client.post(URL, {"message": message} | more, format="json")


def test_it_answers(client: APIClient) -> None:
    answer = say(client).json()
    assert "1,234.56" in answer["answer"]
    assert (answer["intent"], answer["source"], answer["language"], answer["asking"]) == (
        "balance",
        "offline",
        "en",
        False,
    )
    fact = next(one for one in answer["facts"] if one["name"] == "balance")
    assert (fact["value"], fact["unit"], fact["currency"]) == ("1234.56", "money", "CZK")
    assert fact["source"]["kind"]
    assert answer["sentences"][0]["spoken"].startswith("You have one thousand")
    assert answer["timings_ms"]["total"] > 0


def test_slots_are_told_as_the_contract_has_them(client: APIClient, means: Means) -> None:
    from datetime import date
    from decimal import Decimal

    from assistant.facts import Span

    span = Span(date(2026, 10, 1), date(2026, 10, 31))
    means("income", slots=Slots(amount=Decimal("1200.00"), on=date(2026, 12, 1), period=span, platform="uber"))
    assert say(client).json()["slots"] == {
        "amount": "1200.00",
        "on": "2026-12-01",
        "period": {"from": "2026-10-01", "to": "2026-10-31"},
        "platform": "uber",
    }


def test_a_conversation_goes_on(client: APIClient) -> None:
    first = say(client).json()
    second = say(client, conversation=first["conversation"]).json()
    assert second["conversation"] == first["conversation"]
    assert Conversation.objects.get().turns_count == 2


def test_ben_cannot_go_on_with_anas(client: APIClient, ben: User, api_of: Callable[[User], APIClient]) -> None:
    mine = say(client).json()["conversation"]
    refused = say(api_of(ben), conversation=mine)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "no_such_conversation")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"message": ""}, "message"),
        ({"message": "   "}, "message"),
        ({"message": "x" * 1001}, "message"),
        ({}, "message"),
        ({"message": "hi", "conversation": "no"}, "conversation"),
        ({"message": "hi", "channel": "telephone"}, "channel"),
        ({"message": "hi", "heard": {"turn": "no", "text": ""}}, "heard.turn"),
        ({"message": "hi", "language": "x" * 40}, "language"),
    ],
)
def test_what_is_not_a_message_is_refused(client: APIClient, body: dict[str, Any], field: str) -> None:
    refused = client.post(URL, body, format="json")
    assert refused.status_code == 400
    assert field in refused.json()["error"]["fields"]


def test_who_is_nobody_is_refused(db: None) -> None:
    assert say(APIClient()).status_code in (401, 403)


def test_a_session_needs_the_csrf_token(money: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(money)
    assert client.post(URL, {"message": "hi"}, content_type="application/json").status_code == 403


def test_an_api_key_may_ask_if_it_may_write(money: User, means: Means) -> None:
    means("balance")
    now = timezone.now()
    for scope, status in ((ApiKey.Scope.WRITE, 200), (ApiKey.Scope.READ, 403)):
        _, secret = api_keys.make(user=money, name="mine", scope=scope, expires_at=None, now=now)
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert say(client).status_code == status


def test_the_same_request_twice_is_one_turn(client: APIClient) -> None:
    first = client.post(URL, {"message": "hi"}, format="json", HTTP_IDEMPOTENCY_KEY="k")
    again = client.post(URL, {"message": "hi"}, format="json", HTTP_IDEMPOTENCY_KEY="k")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert Turn.objects.count() == 1


def test_a_loop_is_slowed_down(client: APIClient) -> None:
    statuses = [say(client).status_code for _ in range(41)]
    assert statuses == [200] * 40 + [429]
    refused = say(client)
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert int(refused.headers["Retry-After"]) > 0
    cache.clear()


def test_what_was_heard_is_told_with_the_next_message(client: APIClient) -> None:
    first = say(client).json()
    say(client, conversation=first["conversation"], heard={"turn": first["turn"], "text": "You have one thousand"})
    cut = Turn.objects.get(public_id=first["turn"])
    assert (cut.answer, cut.interrupted) == ("You have one thousand…", True)


def test_what_was_heard_is_told_alone(client: APIClient, ben: User, api_of: Callable[[User], APIClient]) -> None:
    turn = say(client).json()["turn"]
    body = {"turn": turn, "text": ""}
    assert api_of(ben).post("/api/v1/conversations/heard", body, format="json").status_code == 404
    assert client.post("/api/v1/conversations/heard", body, format="json").status_code == 204
    assert Turn.objects.get().answer == ""


def test_other_formats_are_refused(client: APIClient) -> None:
    assert client.post(URL, {"message": "hi"}, format="json", HTTP_ACCEPT="text/html").status_code == 406
    assert client.get(URL).status_code == 405


def test_a_refusal_of_events_is_json(client: APIClient) -> None:
    refused = client.post(URL, {}, format="json", HTTP_ACCEPT="text/event-stream")
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "invalid"


def test_a_turn_asks_the_database_little(client: APIClient, django_assert_max_num_queries: Any) -> None:
    conversation = say(client).json()["conversation"]
    with django_assert_max_num_queries(22):
        say(client, conversation=conversation)


def test_nothing_is_kept_where_nothing_shall_be(client: APIClient, money: User) -> None:
    ConversationSettings.objects.create(user=money, keep_days=0)
    say(client)
    assert (Conversation.objects.get().expires_at - Conversation.objects.get().last_at).total_seconds() == 1800
