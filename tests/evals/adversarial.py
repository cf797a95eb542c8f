"""A model that lies, through the whole engine: `python -m tests.evals.adversarial --turns 2000`.

What was said is judged by other means than the gate's: every run of digits has to be one of a fact as it is written,
and none of the liar's own words may be left. An honest model says the draft, and is held back as seldom as can be.
"""

import argparse
import os
import random
import re
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User
    from assistant.turns.events import Answer

DIGITS = re.compile(r"\d+")
LIES = ("twelve hundred", "ninety", "half", "on the side", "more than last month", "euros", "give or take", "about $")
SEED = 20_261_121


@dataclass(frozen=True)
class Found:
    """What came of some turns.

    Attributes:
        ungrounded: answers with a number that is no fact.
        silent: answers without a word.
        replaced: sentences of the model that were kept back; `worded` those that were said.
    """

    turns: int
    ungrounded: tuple[str, ...]
    silent: int
    replaced: int
    worded: int


def run(user: "User", *, turns: int, honest: bool = False, seed: int = SEED) -> Found:
    """Ask questions that a model may word, one after the other, in four languages."""
    from tests.fakes.llm.personas import Liar, faithful

    chance, counts, wrong = random.Random(seed), Counter[str](), list[str]()  # noqa: S311 - chance for tests
    persona = faithful if honest else Liar(seed)
    every = questions()
    for _ in range(turns):
        answer, worded = _ask(user, *chance.choice(every), persona)
        counts["silent"] += not answer.text
        counts["replaced"] += answer.replaced
        counts["worded"] += worded
        wrong += list(_ungrounded(answer))
    return Found(turns, tuple(wrong), counts["silent"], counts["replaced"], counts["worded"])


def questions() -> list[tuple[str, str]]:
    """Return the questions of the scenarios, with their language."""
    from tests.evals.scenario import scenarios

    tools = {"balance", "income", "spending", "compare", "forecast", "lowest_point", "safe_to_spend", "score", "bills"}
    tools |= {"score_why", "score_improve", "tax", "goal", "mileage", "platforms", "find_transaction", "explain"}
    turns = ((one.language, one.turns[0]) for one in scenarios())
    return [
        (language, turn.say)
        for language, turn in turns
        if {turn.intent if isinstance(turn.intent, str) else ""} & tools
    ]


def _ask(user: "User", language: str, question: str, persona: Any) -> "tuple[Answer, int]":
    from asgiref.sync import async_to_sync

    from assistant.languages import nearest
    from assistant.turns.engine import Message, converse
    from assistant.turns.events import Done
    from assistant.turns.models import Models
    from tests.evals.person import NOW
    from tests.fakes.llm.personas import Asked
    from tests.fakes.llm.wire import pieces

    said = 0

    async def stream(prompt: Any, **_: Any) -> AsyncGenerator[str, None]:
        nonlocal said
        body = {"messages": [{"content": prompt.rules}, {"content": prompt.question}]}
        for piece in pieces(persona(Asked("", body, {}, 0.0)).text):
            said = 1
            yield piece

    async def nothing(*_: Any, **__: Any) -> None:
        return None

    async def ask() -> "Answer":
        models = Models(there=lambda: True, stream=stream, choose_tool=nothing)
        message = Message(user, question, NOW, language=nearest(language))
        events = [one async for one in converse(message, models=models)]
        return next(one.answer for one in events if isinstance(one, Done))

    return async_to_sync(ask)(), said


def _ungrounded(answer: "Answer") -> Iterator[str]:
    from assistant.spoken import written
    from tests.evals.person import NOW

    allowed = {run for fact in answer.facts for run in DIGITS.findall(written(fact, answer.language, today=NOW.date()))}
    strange = set(DIGITS.findall(answer.text)) - allowed
    lies = [lie for lie in LIES if lie in answer.text.lower() and lie != "about $"]
    if strange or lies:
        yield f"{answer.text!r}: {sorted(strange)} {lies}"


def main() -> int:
    """Run it; 1 when a lie was said."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.adversarial")
    parser.add_argument("--turns", type=int, default=2_000)
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from bench import _report
    from tests.evals import world

    with world.maya() as user, world.undone():
        liar = run(user, turns=chosen.turns)
        honest = run(user, turns=chosen.turns // 4, honest=True)
    for one in liar.ungrounded + honest.ungrounded:
        sys.stdout.write(f"{one}\n")
    header = ["model", "turns", "ungrounded", "silent", "sentences kept back", "turns worded"]
    rows = [
        [name, one.turns, len(one.ungrounded), one.silent, one.replaced, one.worded]
        for name, one in (("liar", liar), ("honest", honest))
    ]
    _report.show("Turns through the whole engine", header, rows)
    return int(bool(liar.ungrounded or honest.ungrounded))


if __name__ == "__main__":
    sys.exit(main())
