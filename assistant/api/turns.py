"""POST /api/voice-agent: a message in, an answer out, whole or sentence by sentence."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import date
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import redis
import structlog
from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from accounts import audit
from accounts.idempotency import Claim
from accounts.models import User
from accounts.views import ApiView
from assistant.api.negotiation import EVENT_STREAM, UNBUFFERED, RefusesInJson, event, wants_events
from assistant.api.shapes import AnswerSerializer, answer_told, facts_told, sentence_told
from assistant.conversations import keeping
from assistant.conversations.memory import recall
from assistant.languages import Language, nearest
from assistant.models import Channel
from assistant.turns.engine import Message, converse
from assistant.turns.events import Answer, Done, Event, FactsShown, Sentence
from finance.api.params import user_of

log = structlog.get_logger(__name__)
MOST_CHARACTERS = 1_000


class TurnThrottle(UserRateThrottle):
    """What one person may ask in a minute: more than anybody says, less than a loop."""

    scope, rate = "assistant", "40/min"

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count; without Redis nobody is counted, and everybody is answered."""
        try:
            return bool(super().allow_request(request, view))
        except redis.RedisError:
            log.warning("nobody counts how often the assistant is asked")
            return True


class HeardSerializer(serializers.Serializer[Any]):
    turn = serializers.UUIDField()
    text = serializers.CharField(allow_blank=True, max_length=4_000, help_text="What was heard of its answer.")


class MessageSerializer(serializers.Serializer[Any]):
    message = serializers.CharField(max_length=MOST_CHARACTERS)
    language = serializers.CharField(
        required=False, max_length=35, help_text="A language tag such as es or es-MX; without it the message tells."
    )
    conversation = serializers.UUIDField(required=False, allow_null=True)
    channel = serializers.ChoiceField(choices=["text", "voice"], default="text")
    heard = HeardSerializer(required=False, allow_null=True, help_text="Of the answer before, if it was interrupted.")


class VoiceAgentView(RefusesInJson, ApiView):
    throttle_classes = [TurnThrottle]

    @extend_schema(
        operation_id="voice_agent",
        request=MessageSerializer,
        responses={
            (200, "application/json"): AnswerSerializer,
            (200, EVENT_STREAM): OpenApiResponse(
                str, "Events `sentence`, `facts` and `done`; `error` where something broke on the way."
            ),
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Ask the assistant; with `Accept: text/event-stream` the answer comes sentence by sentence."""
        given = MessageSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        message = _message(request, given.validated_data)
        if heard := given.validated_data.get("heard"):
            keeping.heard_until(message.user, heard["turn"], heard["text"], now=message.now)
        if not wants_events(request):
            return Response(answer_told(async_to_sync(_answer)(message), today=_today(message)))
        recall(message.user, message.conversation, now=message.now)  # a refusal has to come before the first event
        claim, self._claim = self._claim, None  # the stream settles it, once it is whole
        return StreamingHttpResponse(_events(message, claim), headers=_headers(message))


class HeardView(ApiView):
    @extend_schema(request=HeardSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Say what was heard of an answer that was interrupted; the history keeps that and no more."""
        given = HeardSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        if not keeping.heard_until(user_of(request), told["turn"], told["text"], now=timezone.now()):
            raise keeping.no_such_turn()
        return Response(status=204)


def _message(request: Request, given: dict[str, Any]) -> Message:
    user, tag = cast(User, request.user), given.get("language")
    language: Language | None = nearest(tag) if tag else None
    conversation: UUID | None = given.get("conversation")
    return Message(
        user,
        given["message"],
        timezone.now(),
        channel=Channel(given["channel"]),
        language=language,
        conversation=conversation,
        actor=audit.caller(request.auth),
    )


def _headers(message: Message) -> dict[str, str]:
    """Say how it is read, and whose turn it is: whoever interrupts it can name it before the answer is complete."""
    names = {"X-Conversation": str(message.conversation or message.begins), "X-Turn": str(message.turn)}
    return {"Content-Type": EVENT_STREAM, **UNBUFFERED, **names}


def _today(message: Message) -> date:
    return message.now.astimezone(ZoneInfo(message.user.time_zone)).date()


async def _answer(message: Message) -> Answer:
    answer: Answer | None = None
    async with aclosing(converse(message)) as turn:
        async for one in turn:
            answer = one.answer if isinstance(one, Done) else answer
    assert answer is not None  # noqa: S101 - the engine's last event is the answer
    return answer


async def _events(message: Message, claim: Claim | None) -> AsyncIterator[bytes]:
    """Write a turn as events; when the caller hangs up, the turn ends with it."""
    sent: list[bytes] = []
    whole = False
    try:
        async with aclosing(converse(message)) as turn:
            async for one in turn:
                sent.append(_written(one, message))
                yield sent[-1]
        whole = True
    except Exception:  # whatever breaks midway, who listens is told
        log.exception("a turn broke")
        message_told = "Something broke on our side; it has been logged."
        yield event("error", {"error": {"code": "server_error", "message": message_told}})
    finally:
        if claim is not None:
            await sync_to_async(_settle)(claim, b"".join(sent) if whole else None)


def _written(one: Event, message: Message) -> bytes:
    today = _today(message)
    if isinstance(one, Sentence):
        return event("sentence", sentence_told(one) | {"filler": one.filler, "pace": one.pace})
    if isinstance(one, FactsShown):
        return event("facts", {"facts": facts_told(one.facts, one.language, today=today)})
    return event("done", answer_told(one.answer, today=today))


def _settle(claim: Claim, body: bytes | None) -> None:
    """Keep the events for whoever sends the same request again; an answer that was not whole is asked for anew."""
    if body is None:
        claim.release()
    else:
        claim.settle(HttpResponse(body, content_type=EVENT_STREAM))
