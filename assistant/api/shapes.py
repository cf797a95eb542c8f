"""How a turn looks outside: one shape for JSON, for events, and for a conversation read later."""

from datetime import date
from typing import Any

from rest_framework import serializers

from accounts.models import User
from assistant.conversations.memory import fact_told, slots_told
from assistant.facts import Fact
from assistant.languages import Language
from assistant.models import Turn
from assistant.spoken import written
from assistant.turns.events import Answer, Sentence


class SentenceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="As it is written.")
    spoken = serializers.CharField(help_text="As it is said: figures in words.")


class SourceSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="What sort of row: forecast, score, transaction, bill, tax_table, article.")
    ref = serializers.CharField(help_text="Its public id, or a short text.")
    page = serializers.CharField(help_text="The page of the app that shows it.")


class FactSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    value = serializers.JSONField(help_text="Amounts and percentages as strings, days in ISO, periods as from and to.")
    unit = serializers.CharField(help_text="money, percent, count, days, months, date, time, period, score ...")
    currency = serializers.CharField(allow_null=True)
    per = serializers.CharField(help_text="What a rate is per.")
    as_of = serializers.CharField(help_text="When it was true: a day or an instant.")
    source = SourceSerializer()  # type: ignore[assignment]  # DRF takes the name for a field as well
    rough = serializers.BooleanField(help_text="May be said rounded.")
    text = serializers.CharField(help_text="As it is written in the answer's language.")


class OptionSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # likewise
    message = serializers.CharField(help_text="What to send when it is chosen.")


class WaitingSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    text = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Any]):
    """A turn as a whole."""

    conversation = serializers.UUIDField()
    turn = serializers.UUIDField()
    answer = serializers.CharField(allow_blank=True)
    sentences = SentenceSerializer(many=True)
    language = serializers.ChoiceField(choices=User.Language.choices)
    intent = serializers.CharField()
    slots = serializers.DictField(help_text='What the question named: {"amount": "1200.00", "on": "2026-12-01"}.')
    confidence = serializers.FloatField()
    asking = serializers.BooleanField(help_text="A question back; `options` has its two answers.")
    options = OptionSerializer(many=True)
    proposal = WaitingSerializer(allow_null=True, help_text="An action that waits for a yes.")
    facts = FactSerializer(many=True)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # likewise
        choices=Turn.By.choices, help_text="Who worded it."
    )
    pace = serializers.ChoiceField(choices=["normal", "slow"])
    timings_ms = serializers.DictField(child=serializers.FloatField())


def answer_told(answer: Answer, *, today: date) -> dict[str, Any]:
    """Return a whole turn as the API has it."""
    proposal = {"id": str(answer.proposal.id), "text": answer.proposal.text} if answer.proposal else None
    return {
        "conversation": str(answer.conversation),
        "turn": str(answer.turn),
        "answer": answer.text,
        "sentences": [sentence_told(one) for one in answer.sentences if not one.filler],
        "language": answer.language,
        "intent": answer.intent,
        "slots": slots_told(answer.slots),
        "confidence": round(answer.confidence, 3),
        "asking": answer.asking,
        "options": [{"label": one.label, "message": one.message} for one in answer.options],
        "proposal": proposal,
        "facts": facts_told(answer.facts, answer.language, today=today),
        "source": answer.source,
        "pace": answer.pace,
        "timings_ms": answer.timings_ms,
    }


def sentence_told(sentence: Sentence) -> dict[str, str]:
    """Return a sentence as the API has it."""
    return {"text": sentence.text, "spoken": sentence.spoken}


def facts_told(facts: tuple[Fact, ...], language: Language, *, today: date) -> list[dict[str, Any]]:
    """Return facts as the API has them, with the words of the language."""
    return [fact_told(one) | {"text": written(one, language, today=today)} for one in facts]
