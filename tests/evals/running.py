"""Scenarios through the whole engine, and what each turn did wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asgiref.sync import async_to_sync

from accounts.models import User
from assistant.conversations.memory import slots_told
from assistant.facts import Facts
from assistant.models import Channel
from assistant.numbers import passes
from assistant.turns.engine import Message, converse
from assistant.turns.events import Answer, Done, Event, Sentence
from assistant.turns.models import Models
from tests.evals.person import NOW
from tests.evals.scenario import Expected, Scenario

ALWAYS = ("{{", "}}", "None", "Traceback", "nan")


@dataclass
class Judged:
    """One turn that was said: its answer, and what is wrong with it."""

    scenario: Scenario
    expected: Expected
    answer: Answer
    faults: list[str] = field(default_factory=list)


def run(scenario: Scenario, user: User, *, models: Models | None = None) -> list[Judged]:
    """Say a scenario's turns one after the other."""
    conversation: UUID | None = None
    found: list[Judged] = []
    for place, expected in enumerate(scenario.turns):
        message = Message(
            user,
            expected.say,
            NOW + timedelta(seconds=20 * place),
            channel=Channel(scenario.channel),
            conversation=conversation,
        )
        events = async_to_sync(_events)(message, models)
        answer = next(one.answer for one in events if isinstance(one, Done))
        conversation = answer.conversation
        found.append(Judged(scenario, expected, answer, faults(scenario, expected, events, answer, user)))
    return found


async def _events(message: Message, models: Models | None) -> list[Event]:
    return [one async for one in converse(message, models=models)]


def faults(scenario: Scenario, expected: Expected, events: list[Event], answer: Answer, user: User) -> list[str]:
    """Say what is wrong with a turn; empty where nothing is."""
    wanted = [expected.intent] if isinstance(expected.intent, str) else expected.intent
    language, told, text = expected.language or scenario.language, slots_told(answer.slots), answer.text.casefold()
    checks: Iterable[tuple[bool, str]] = (
        (answer.intent in wanted, f"intent {answer.intent}"),
        (answer.language == language, f"language {answer.language}"),
        (expected.asking is None or answer.asking == expected.asking, f"asking {answer.asking}"),
        (answer.template.startswith(expected.tool), f"tool {answer.template}"),
        (set(expected.facts) <= {fact.name for fact in answer.facts}, f"facts {[one.name for one in answer.facts]}"),
        (_holds(told, expected.slots), f"slots {told}"),
        (all(one.casefold() in text for one in expected.says), f"says {answer.text!r}"),
        (not any(one.casefold() in text for one in (*expected.must_not, *ALWAYS)), f"must not {answer.text!r}"),
        (answer.timings_ms["total"] <= expected.budget_ms, f"slow {answer.timings_ms}"),
        (bool(answer.text), "silent"),
        (not ungrounded(events, answer.facts, user), f"ungrounded {answer.text!r}"),
    )
    return [name for right, name in checks if not right]


def ungrounded(events: list[Event], facts: Facts, user: User) -> list[str]:
    """Return the sentences, as written and as spoken, in which a number is no fact."""
    today = NOW.astimezone(ZoneInfo(user.time_zone)).date()
    language = next(one.answer.language for one in events if isinstance(one, Done))
    said = [one for one in events if isinstance(one, Sentence)]
    return [one.text for one in said if not passes(one.spoken, facts, language, today)]


def _holds(told: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(_plain(told.get(name)) == _plain(value) for name, value in wanted.items())


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return str(value)


def table(judged: list[Judged]) -> list[list[object]]:
    """Return a row for each language, and one for all: scenarios, turns, right intents, right in everything, p95."""
    by_language: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_language[one.scenario.language].append(one)
        by_language["all"].append(one)
    order = [*(name for name in ("en", "es", "hi", "te") if name in by_language), "all"]
    return [[name, *_row(by_language[name])] for name in order]


def _row(judged: list[Judged]) -> list[object]:
    ids = {one.scenario.id for one in judged}
    bad = {one.scenario.id for one in judged if one.faults}
    kinds = Counter(fault.split(" ")[0] for one in judged for fault in one.faults)
    took = sorted(one.answer.timings_ms["total"] for one in judged)
    share = f"{(len(ids) - len(bad)) / len(ids):.1%}"
    right = len(judged) - kinds["intent"]
    return [
        len(ids),
        len(ids) - len(bad),
        share,
        len(judged),
        right,
        kinds["slots"],
        kinds["ungrounded"],
        kinds["silent"],
        f"{took[int(0.95 * (len(took) - 1))]:.0f}",
    ]


HEADER = [
    "language",
    "scenarios",
    "right",
    "share",
    "turns",
    "intent right",
    "slots wrong",
    "ungrounded",
    "silent",
    "p95 ms",
]
