"""Finding what was said. The rows are sealed, so the database cannot search them: the newest are opened and read.

An index of keyed word hashes would tell whoever holds the database which turns share words, and would not find parts
of words; conversations are few (they expire) and opening one takes microseconds, so reading them is enough.
"""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from assistant.models import Conversation, Turn

MOST_TURNS, MOST_FOUND, AROUND = 3_000, 50, 60
FETCHED = 500


@dataclass(frozen=True)
class Finding:
    """A conversation in which it was said.

    Attributes:
        snippet: the words around the first place.
    """

    talk: Conversation
    snippet: str


@dataclass(frozen=True)
class Findings:
    """What was found, newest first; `complete` says whether everything that is kept was read."""

    found: tuple[Finding, ...]
    complete: bool


def search(user: User, words: str, *, now: datetime) -> Findings:
    """Find the conversations with a turn that has every word."""
    wanted = words.casefold().split()
    turns = (
        Turn.objects.filter(conversation__user=user, conversation__expires_at__gt=now)
        .order_by("-at", "-id")
        .values_list("conversation_id", "question", "answer")
    )
    snippets: dict[int, str] = {}
    rows = turns[: MOST_TURNS + 1].iterator(chunk_size=FETCHED)
    for place, (pk, question, answer) in enumerate(rows):
        if place >= MOST_TURNS or len(snippets) >= MOST_FOUND:
            return Findings(_found(user, snippets), complete=False)
        said = f"{question}\n{answer}"
        folded = said.casefold()
        if pk not in snippets and all(word in folded for word in wanted):
            snippets[pk] = snippet(said, folded.find(wanted[0]))
    return Findings(_found(user, snippets), complete=True)


def snippet(text: str, at: int) -> str:
    """Return the words around a place in a text."""
    start, end = max(0, at - AROUND), min(len(text), at + AROUND)
    words = " ".join(text[start:end].split())
    return ("…" if start else "") + words + ("…" if end < len(text) else "")


def _found(user: User, snippets: dict[int, str]) -> tuple[Finding, ...]:
    talks = {talk.pk: talk for talk in Conversation.objects.for_user(user).filter(pk__in=snippets)}
    return tuple(Finding(talks[pk], told) for pk, told in snippets.items() if pk in talks)
