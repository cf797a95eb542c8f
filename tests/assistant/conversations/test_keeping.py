"""Kept as long as its owner wants, cut to what was heard, deleted when asked."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import AuditEntry, User
from assistant.conversations import keeping
from assistant.conversations.keeping import Heard
from assistant.conversations.memory import Memory, context_from, context_told, fact_from, fact_told, recall
from assistant.facts import Fact, Source, Span
from assistant.models import Channel, Conversation, ConversationSettings, Turn
from assistant.models.conversations import SESSION
from assistant.turns.events import Answer, Sentence
from assistant.understanding import Context, Slots
from kit.errors import NotFound
from tests.assistant.conversations.conftest import NOW, SAID

DAY = timedelta(days=1)
SENTENCES = (
    Sentence("You have $12.50.", "You have twelve dollars and fifty cents."),
    Sentence("That is as of today.", "That is as of today."),
)


def answer_of(*sentences: Sentence) -> Answer:
    return Answer(uuid4(), uuid4(), sentences, "en", "balance", Slots(), 0.9, (), "offline")


def keep(user: User, *sentences: Sentence, days_ago: int = 0, memory: Memory | None = None) -> Turn:
    heard = Heard(user, "What is my balance?", Channel.TEXT, NOW - days_ago * DAY)
    return keeping.keep(heard, answer_of(*sentences), memory=memory or Memory(), context=Context("balance"))


def test_a_first_turn_begins_a_conversation(ana: User) -> None:
    turn = keep(ana, *SENTENCES)
    talk = turn.conversation
    assert (talk.title, talk.turns_count, talk.expires_at) == ("What is my balance?", 1, NOW + 30 * DAY)
    assert turn.answer == "You have $12.50. That is as of today."


def test_the_next_turn_goes_on_with_it(ana: User) -> None:
    first = keep(ana, *SENTENCES)
    memory = recall(ana, first.conversation.public_id, now=NOW)
    assert memory.sentences == SENTENCES
    assert memory.context == Context("balance")
    second = keep(ana, SENTENCES[0], memory=memory)
    assert (second.position, second.conversation_id) == (2, first.conversation_id)


def test_a_title_is_cut_at_a_word(ana: User) -> None:
    heard = Heard(ana, "word " * 100, Channel.VOICE, NOW)
    turn = keeping.keep(heard, answer_of(*SENTENCES), memory=Memory(), context=Context())
    assert turn.conversation.title.endswith("word…")
    assert len(turn.conversation.title) <= 81


def test_what_has_expired_is_not_recalled(ana: User) -> None:
    turn = keep(ana, *SENTENCES, days_ago=31)
    with pytest.raises(NotFound):
        recall(ana, turn.conversation.public_id, now=NOW)


def test_somebody_elses_is_not_recalled(ana: User, ben: User) -> None:
    turn = keep(ana, *SENTENCES)
    with pytest.raises(NotFound):
        recall(ben, turn.conversation.public_id, now=NOW)


def test_the_expired_are_forgotten_and_the_others_stay(ana: User, ben: User) -> None:
    keep(ana, *SENTENCES, days_ago=30)
    stays = keep(ben, *SENTENCES, days_ago=29)
    assert keeping.forget_expired(now=NOW) == 1
    assert keeping.forget_expired(now=NOW) == 0
    assert list(Turn.objects.all()) == [stays]


def test_a_new_setting_holds_for_what_is_there(ana: User, ben: User) -> None:
    mine, other = keep(ana, *SENTENCES, days_ago=2), keep(ben, *SENTENCES, days_ago=2)
    keeping.keep_for(ana, 1)
    assert keeping.forget_expired(now=NOW) == 1
    assert not Turn.objects.filter(pk=mine.pk).exists()
    assert Turn.objects.filter(pk=other.pk).exists()
    assert AuditEntry.objects.get(user=ana).changes == {"keep_days": [30, 1]}


def test_nothing_is_kept_once_the_conversation_is_over(ana: User) -> None:
    ConversationSettings.objects.create(user=ana, keep_days=0)
    turn = keep(ana, *SENTENCES)
    assert recall(ana, turn.conversation.public_id, now=NOW + SESSION / 2).sentences == SENTENCES
    assert keeping.forget_expired(now=NOW + SESSION) == 1
    assert not Conversation.objects.exists()


def test_a_conversation_deleted_meanwhile_does_not_come_back(ana: User) -> None:
    turn = keep(ana, *SENTENCES)
    memory = recall(ana, turn.conversation.public_id, now=NOW)
    keeping.delete(ana)
    with pytest.raises(Exception, match="was deleted"):
        keep(ana, *SENTENCES, memory=memory)


@pytest.mark.parametrize(
    ("heard", "kept", "interrupted"),
    [
        ("", "", True),
        ("You have twelve", "You have twelve…", True),
        ("You have twelve dollars and fifty cents.", "You have $12.50.", True),
        ("You have $12.50. That is", "You have $12.50. That is…", True),
        (
            "You have twelve dollars and fifty cents. That is as of today.",
            "You have $12.50. That is as of today.",
            False,
        ),
        ("Something else altogether", "", True),
        ("You have twelve dollars and fifty cents. And a lie.", "You have $12.50.", True),
    ],
)
def test_the_history_keeps_what_was_heard(ana: User, heard: str, kept: str, interrupted: bool) -> None:
    turn = keep(ana, *SENTENCES)
    assert keeping.heard_until(ana, turn.public_id, heard, now=NOW)
    turn.refresh_from_db()
    assert (turn.answer, turn.interrupted) == (kept, interrupted)


def test_nobody_cuts_somebody_elses_answer(ana: User, ben: User) -> None:
    turn = keep(ana, *SENTENCES)
    assert not keeping.heard_until(ben, turn.public_id, "", now=NOW)
    turn.refresh_from_db()
    assert turn.answer


def test_contexts_and_facts_come_back_as_they_were() -> None:
    span = Span(date(2026, 1, 1), date(2026, 1, 31))
    slots = Slots(amount=Decimal("1200.00"), on=date(2026, 12, 1), period=span, platform="uber", text="rent")
    context = Context("affordability", slots, ("income", "spending"), "a-proposal")
    assert context_from(context_told(context, "slow")) == context
    assert context_from({"slots": {"on": "no day"}}) == Context()
    source = Source("forecast", "ref", "/")
    for fact in (
        Fact("a", Decimal("-12.50"), "money", NOW, source, currency="USD", rough=True),
        Fact("b", span, "period", date(2026, 1, 1), source),
        Fact("c", date(2026, 1, 1), "date", date(2026, 1, 1), source),
        Fact("d", 7, "days", NOW, source),
        Fact("e", Decimal("0.67"), "rate", NOW, source, currency="USD", per="mile"),
        Fact("f", "Uber", "name", NOW, source),
    ):
        assert fact_from(fact_told(fact)) == fact


def test_sharing_is_audited(talk: Conversation, ana: User) -> None:
    keeping.share(talk, True, now=NOW)
    keeping.share(talk, True, now=NOW)
    keeping.share(talk, False, now=NOW)
    actions = list(AuditEntry.objects.filter(user=ana).order_by("id").values_list("action", flat=True))
    assert actions == ["conversation.shared", "conversation.unshared"]
    assert SAID not in str(AuditEntry.objects.filter(user=ana).values_list())
