"""A turn is written down once it was said; a conversation is kept as long as its owner wants, and no longer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import Count, F, Sum

from accounts import audit
from accounts.models import ModelUse, User
from assistant.conversations.memory import Memory, context_told, fact_told, slots_told
from assistant.models import Channel, Conversation, ConversationSettings, Turn
from assistant.models.conversations import expiry, kept_for
from assistant.turns.events import Answer, Sentence, SourceName
from assistant.understanding import Context
from kit.errors import NotFound

TITLE = 80


@dataclass(frozen=True)
class Heard:
    """What came in.

    Attributes:
        channel: how.
        at: when.
    """

    user: User
    text: str
    channel: Channel
    at: datetime


def keep(heard: Heard, answer: Answer, *, memory: Memory, context: Context, models: bool = True) -> Turn:
    """Write a turn down, and begin its conversation where it is the first.

    Args:
        models: whether any model may have been asked, so that there is something to sum up.
    """
    keep_days = ConversationSettings.keep_days_of(heard.user)
    with transaction.atomic():
        talk = memory.talk or Conversation(
            public_id=answer.conversation, user=heard.user, title=_title(heard.text), started_at=heard.at
        )
        talk.channel, talk.language = heard.channel, answer.language
        talk.last_at, talk.expires_at = heard.at, expiry(keep_days, last_at=heard.at)
        talk.context = context_told(context, answer.pace)
        if talk.pk is None:
            talk.turns_count = 1
            talk.save()
        else:
            columns = {
                name: getattr(talk, name) for name in ("channel", "language", "last_at", "expires_at", "context")
            }
            mine = Conversation.objects.filter(pk=talk.pk)
            # One that was deleted meanwhile must not come back: updating no row is an error.
            if not mine.update(turns_count=F("turns_count") + 1, **columns):
                raise DatabaseError("the conversation was deleted")
            talk.turns_count = mine.values_list("turns_count", flat=True).get()
        return Turn.objects.create(conversation=talk, position=talk.turns_count, **_columns(heard, answer, models))


def _columns(heard: Heard, answer: Answer, models: bool) -> dict[str, Any]:
    return {
        "public_id": answer.turn,
        "at": heard.at,
        "channel": heard.channel,
        "language": answer.language,
        "intent": answer.intent,
        "confidence": answer.confidence,
        "question": heard.text,
        "answer": answer.text,
        "details": {
            "slots": slots_told(answer.slots),
            "facts": [fact_told(one) for one in answer.facts],
            "sentences": [{"text": one.text, "spoken": one.spoken} for one in answer.sentences if not one.filler],
            "asking": answer.asking,
        },
        "source": answer.source,
        "model": answer.model,
        "timings_ms": answer.timings_ms,
        "replaced": answer.replaced,
        "interrupted": answer.interrupted,
        **(_used(answer.turn) if models else {}),
    }


def _used(turn: UUID) -> dict[str, int]:
    """Sum what models took for a turn."""
    used = ModelUse.objects.filter(turn=turn).aggregate(
        rows=Count("pk"), tokens_in=Sum("tokens_in"), tokens_out=Sum("tokens_out"), cost=Sum("cost_nano_usd")
    )
    if not used["rows"]:
        return {}
    return {
        "tokens_in": used["tokens_in"],
        "tokens_out": used["tokens_out"],
        "cost_microdollars": -(-used["cost"] // 1000),
    }


def credited(answer: Answer) -> Answer:
    """Return an answer with the model that worded it."""
    last = ModelUse.objects.filter(turn=answer.turn, kind=ModelUse.Kind.ANSWER).order_by("-pk").first()
    if last is None or last.provider not in ("groq", "ollama"):
        return answer
    return replace(answer, source=cast(SourceName, last.provider), model=last.model)


def heard_until(user: User, turn: UUID, text: str, *, now: datetime) -> bool:
    """Cut an answer that was interrupted to what was heard of it; whether there is such a turn.

    Args:
        text: what was heard, as it was written or as it was spoken.
    """
    row = Turn.objects.filter(conversation__user=user, conversation__expires_at__gt=now, public_id=turn).first()
    if row is None:
        return False
    sentences = [Sentence(one["text"], one["spoken"]) for one in row.details.get("sentences", [])]
    kept = prefix(sentences, text)
    row.details = row.details | {"sentences": [{"text": one.text, "spoken": one.spoken} for one in kept]}
    row.answer = " ".join(one.text for one in kept)
    row.interrupted = len(kept) < len(sentences) or row.interrupted or _cut(kept, sentences)
    row.save(update_fields=["answer", "details", "interrupted"])
    return True


def _cut(kept: Sequence[Sentence], sentences: Sequence[Sentence]) -> bool:
    return bool(kept) and kept[-1] != sentences[len(kept) - 1]


def prefix(sentences: Sequence[Sentence], heard: str) -> list[Sentence]:
    """Return the sentences that were heard, the last one as far as it was; whatever else the text says is not kept."""
    left = " ".join(heard.split())
    kept: list[Sentence] = []
    for one in sentences:
        whole = next((form for form in (one.spoken, one.text) if left.startswith(form)), None)
        if whole is None:
            part = next((left for form in (one.spoken, one.text) if left and form.startswith(left)), None)
            return [*kept, Sentence(f"{part}…", part)] if part else kept
        kept.append(one)
        left = left[len(whole) :].lstrip()
    return kept


def no_such_turn() -> NotFound:
    """Return the refusal of a turn that is not theirs, or has expired."""
    return NotFound("There is no such turn, or it has expired.", code="no_such_turn")


def forget_expired(*, now: datetime) -> int:
    """Delete the conversations whose time is over; return how many."""
    return Conversation.objects.filter(expires_at__lte=now).delete()[1].get(Conversation._meta.label, 0)


def keep_for(user: User, days: int) -> None:
    """Keep somebody's conversations so many days from their last turn, those there are included."""
    with transaction.atomic():
        row, _ = ConversationSettings.objects.select_for_update().get_or_create(user=user)
        before, row.keep_days = row.keep_days, days
        row.save(update_fields=["keep_days"])
        Conversation.objects.for_user(user).update(expires_at=F("last_at") + kept_for(days))
        if before != days:
            audit.record(user, "conversations.retention_changed", changes={"keep_days": [before, days]})


def share(talk: Conversation, shared: bool, *, now: datetime) -> None:
    """Let operators read a conversation, or no longer."""
    if shared == (talk.shared_at is not None):
        return
    with transaction.atomic():
        talk.shared_at = now if shared else None
        talk.save(update_fields=["shared_at"])
        audit.record(talk.user, "conversation.shared" if shared else "conversation.unshared", talk)


def delete(user: User, talk: Conversation | None = None) -> int:
    """Delete one of somebody's conversations, or all of them; return how many."""
    with transaction.atomic():
        mine = Conversation.objects.for_user(user)
        rows = mine.filter(pk=talk.pk) if talk else mine
        count = rows.delete()[1].get(Conversation._meta.label, 0)
        if count:
            audit.record(user, "conversation.deleted", talk, rows=count)
        return count


def new_id() -> UUID:
    """Return an id for a conversation or a turn that is not written yet."""
    return uuid4()


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= TITLE else f"{words[:TITLE].rsplit(' ', 1)[0]}…"
