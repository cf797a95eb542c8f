"""ana's balance as it is in a small ledger, an understanding that is given, and models that do as they are told."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from accounts.models import User
from assistant import understanding
from assistant.llm import NoModel, ToolCall
from assistant.models import Channel
from assistant.turns.engine import Message, converse
from assistant.turns.events import Answer, Done, Event, FactsShown, Sentence
from assistant.turns.models import Models
from assistant.understanding import Slots, Understood
from finance.models import BalancePoint, LinkedAccount, Transaction

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
Talk = Callable[..., list[Event]]


@pytest.fixture
def money(ana: User) -> User:
    """Give ana an account with a balance of 1,234.56 crowns."""
    account = LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")
    Transaction.objects.create(
        user=ana,
        account=account,
        posted_on=date(2026, 10, 31),
        amount_minor=50_000,
        currency="CZK",
        kind="earning",
        fingerprint="one",
    )
    BalancePoint.objects.create(account=account, on=date(2026, 10, 31), balance_minor=123_456, source="statement")
    return ana


@pytest.fixture
def means(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that says what the next messages mean."""

    def set_to(intent: str, *, slots: Slots | None = None, **more: Any) -> None:
        told: dict[str, Any] = {"confidence": 0.95, "language": "en"} | more
        meant = Understood(intent=intent, slots=slots or Slots(), **told)
        monkeypatch.setattr(understanding, "understand", lambda *_, **__: meant, raising=False)

    return set_to


def models(*pieces: str | float | BaseException, chooses: str | None = None) -> Models:
    """Return models that stream these pieces: a number is a pause in seconds, an exception is raised."""

    async def stream(*_: Any, **__: Any) -> AsyncGenerator[str, None]:
        if not pieces:
            raise NoModel
        for piece in pieces:
            if isinstance(piece, BaseException):
                raise piece
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                yield piece

    async def choose(*_: Any, **__: Any) -> ToolCall | None:
        return ToolCall(chooses) if chooses else None

    return Models(there=lambda: True, stream=stream, choose_tool=choose)


NONE = Models(there=lambda: False)


def collect(message: Message, of: Models = NONE) -> list[Event]:
    """Return all events of a turn."""

    async def all_of_it() -> list[Event]:
        return [one async for one in converse(message, models=of)]

    return async_to_sync(all_of_it)()


@pytest.fixture
def talk(money: User) -> Talk:
    """Return a function that says something as ana and gives the events."""

    def say(text: str = "What is my balance?", *, of: Models = NONE, **more: Any) -> list[Event]:
        return collect(Message(money, text, more.pop("now", NOW), **more), of)

    return say


def answer_of(events: list[Event]) -> Answer:
    """Return the answer that a turn ended with."""
    last = events[-1]
    assert isinstance(last, Done)
    assert isinstance(events[-2], FactsShown)
    return last.answer


def texts(events: list[Event]) -> list[str]:
    """Return the sentences that were said, fillers in brackets."""
    said = [one for one in events if isinstance(one, Sentence)]
    return [f"({one.text})" if one.filler else one.text for one in said]


__all__ = ["NONE", "NOW", "Channel", "Decimal", "answer_of", "collect", "models", "texts"]
