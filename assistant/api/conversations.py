"""/conversations: what was said, to read, search, share and delete; and how long it is kept."""

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from assistant.api.shapes import FactSerializer, SentenceSerializer, facts_told
from assistant.conversations import keeping
from assistant.conversations.memory import fact_from
from assistant.conversations.searching import search
from assistant.languages import Language
from assistant.models import Conversation, ConversationSettings, Turn
from assistant.models.conversations import MOST_KEEP_DAYS
from finance.api.params import user_of
from kit.pages import PAGE_PARAMETERS, page, page_of

MOST_TURNS = 500


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    turns = serializers.IntegerField(source="turns_count", read_only=True)

    class Meta:
        model = Conversation
        fields = ["id", "title", "channel", "language", "turns", "started_at", "last_at", "expires_at", "shared_at"]
        read_only_fields = fields


class FoundSerializer(ConversationSerializer):
    snippet = serializers.CharField(read_only=True, help_text="The words around the first place.")

    class Meta(ConversationSerializer.Meta):
        fields = [*ConversationSerializer.Meta.fields, "snippet"]


class TurnSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    channel = serializers.CharField()
    language = serializers.CharField()
    question = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True, help_text="As far as it was heard.")
    sentences = SentenceSerializer(many=True)
    intent = serializers.CharField()
    slots = serializers.DictField()
    facts = FactSerializer(many=True)
    source = serializers.ChoiceField(choices=Turn.By.choices)  # type: ignore[assignment]  # DRF takes the name as well
    interrupted = serializers.BooleanField()
    timings_ms = serializers.DictField(child=serializers.FloatField())


class WholeConversationSerializer(ConversationSerializer):
    said = TurnSerializer(many=True, read_only=True, help_text="The turns, oldest first.")

    class Meta(ConversationSerializer.Meta):
        fields = [*ConversationSerializer.Meta.fields, "said"]


class SharingSerializer(serializers.Serializer[Any]):
    shared = serializers.BooleanField(help_text="Whether operators may read it.")


class KeepingSerializer(serializers.Serializer[Any]):
    keep_days = serializers.IntegerField(
        min_value=0, max_value=MOST_KEEP_DAYS, help_text="0 keeps nothing once the conversation is over."
    )


class DeletedSerializer(serializers.Serializer[Any]):
    deleted = serializers.IntegerField()


Q_PARAMETER = OpenApiParameter("q", str, description="words that were said; the answer is one page of what was found")


class ConversationsView(ApiView):
    @extend_schema(
        operation_id="conversations_list",
        parameters=[*PAGE_PARAMETERS, Q_PARAMETER],
        responses=page_of(FoundSerializer),
    )
    def get(self, request: Request) -> Response:
        """List your conversations, the last used first, or those in which something was said."""
        now, user = timezone.now(), user_of(request)
        if words := request.query_params.get("q", "").strip():
            if len(words) > 200:
                raise serializers.ValidationError({"q": "At most 200 characters."})
            told = search(user, words, now=now)
            results = [ConversationSerializer(one.talk).data | {"snippet": one.snippet} for one in told.found]
            return Response({"results": results, "next": None, "complete": told.complete})
        rows = Conversation.objects.for_user(user).standing(now=now).defer("context")
        return Response(
            page(request, rows, by="last_at", shape=lambda row: ConversationSerializer(row).data | {"snippet": ""})
        )

    @extend_schema(operation_id="conversations_delete_all", responses={200: DeletedSerializer})
    def delete(self, request: Request) -> Response:
        """Delete all your conversations."""
        return Response({"deleted": keeping.delete(user_of(request))})


class ConversationView(ApiView):
    @extend_schema(responses=WholeConversationSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one of your conversations with its turns."""
        talk = _mine(request, public_id)
        turns = list(talk.turns.order_by("-position")[:MOST_TURNS])[::-1]
        return Response(ConversationSerializer(talk).data | {"said": [turn_told(one) for one in turns]})

    @extend_schema(request=SharingSerializer, responses=ConversationSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Let operators read a conversation, or no longer."""
        given = SharingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        talk = _mine(request, public_id)
        keeping.share(talk, given.validated_data["shared"], now=timezone.now())
        return Response(ConversationSerializer(talk).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Delete one of your conversations."""
        keeping.delete(user_of(request), _mine(request, public_id))
        return Response(status=204)


class ConversationSettingsView(ApiView):
    @extend_schema(responses=KeepingSerializer)
    def get(self, request: Request) -> Response:
        """Return how many days your conversations are kept."""
        return Response({"keep_days": ConversationSettings.keep_days_of(user_of(request))})

    @extend_schema(request=KeepingSerializer, responses=KeepingSerializer)
    def patch(self, request: Request) -> Response:
        """Set how many days your conversations are kept from their last turn; those there are included."""
        given = KeepingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        keeping.keep_for(user_of(request), given.validated_data["keep_days"])
        return Response(given.validated_data)


def turn_told(turn: Turn) -> dict[str, Any]:
    """Return a turn that was kept, as the API has it."""
    details, language = turn.details, cast(Language, turn.language)
    facts = tuple(fact_from(one) for one in details.get("facts", []))
    return {
        "id": str(turn.public_id),
        "at": turn.at.isoformat(),
        "channel": turn.channel,
        "language": language,
        "question": turn.question,
        "answer": turn.answer,
        "sentences": details.get("sentences", []),
        "intent": turn.intent,
        "slots": details.get("slots", {}),
        "facts": facts_told(facts, language, today=turn.at.date()),
        "source": turn.source,
        "interrupted": turn.interrupted,
        "timings_ms": turn.timings_ms,
    }


def _mine(request: Request, public_id: UUID) -> Conversation:
    mine = Conversation.objects.for_user(user_of(request)).standing(now=timezone.now())
    found: Conversation = get_object_or_404(mine, public_id=public_id)
    return found
