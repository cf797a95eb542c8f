"""A turn is written down once it was said; a conversation is kept as long as its owner wants, and no longer."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import F

from accounts import audit
from accounts.models import ModelUse, User
from assistant.conversations.memory import Memory, context_told, fact_told, slots_told
from assistant.models import Channel, Conversation, ConversationSettings, Turn
from assistant.models.conversations import expiry, kept_for
from assistant.turns.events import Answer, Sentence, SourceName
from assistant.understanding import Context
from kit.errors import NotFound

TITLE = 80
MOST_AT_ONCE = 20


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


@dataclass(frozen=True)
class Use:
    """What one call of a model took for a turn."""

    kind: str
    provider: str
    model: str
    tokens_in: int
    tokens_out: int
    cost_nano_usd: int


def keep(heard: Heard, answer: Answer, *, memory: Memory, context: Context, uses: Sequence[Use] = ()) -> Turn:
    """Write a turn down, and begin its conversation where it is the first.

    Args:
        uses: what models took for it.
    """
    keep_days = ConversationSettings.keep_days_of(heard.user)
    talk = memory.talk or Conversation(
        public_id=answer.conversation, user=heard.user, title=_title(heard.text), started_at=heard.at
    )
    talk.channel, talk.language = heard.channel, answer.language
    talk.last_at, talk.expires_at = heard.at, expiry(keep_days, last_at=heard.at)
    talk.context = context_told(context, answer.pace)
    columns = _columns(heard, answer, uses)
    with transaction.atomic():
        if talk.pk is None:
            talk.turns_count = 1
            talk.save()
        else:
            _gone_on(talk)
        return Turn.objects.create(conversation=talk, position=talk.turns_count, **columns)


def _gone_on(talk: Conversation) -> None:
    """Write down how a conversation stands after one more turn, and count it: two at once have two numbers."""
    columns = {name: getattr(talk, name) for name in ("channel", "language", "last_at", "expires_at", "context")}
    mine = Conversation.objects.filter(pk=talk.pk)
    for _ in range(MOST_AT_ONCE):
        before = talk.turns_count
        if mine.filter(turns_count=before).update(turns_count=before + 1, **columns):
            talk.turns_count = before + 1
            return
        count = mine.values_list("turns_count", flat=True).first()
        if count is None:  # one that was deleted meanwhile must not come back
            raise DatabaseError("the conversation was deleted")
        talk.turns_count = count
    raise DatabaseError("too many turns of a conversation at once")


def _columns(heard: Heard, answer: Answer, uses: Sequence[Use]) -> dict[str, Any]:
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
        "tokens_in": sum(one.tokens_in for one in uses),
        "tokens_out": sum(one.tokens_out for one in uses),
        "cost_microdollars": -(-sum(one.cost_nano_usd for one in uses) // 1000),
    }


def uses_of(turn: UUID) -> Sequence[Use]:
    """Return what models took for a turn, the first call first."""
    rows = ModelUse.objects.filter(turn=turn).order_by("pk")
    return [Use(*row) for row in rows.values_list(*(one.name for one in fields(Use)))]


def credited(answer: Answer, uses: Sequence[Use]) -> Answer:
    """Return an answer with the model that worded it."""
    last = next((one for one in reversed(uses) if one.kind == ModelUse.Kind.ANSWER), None)
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
