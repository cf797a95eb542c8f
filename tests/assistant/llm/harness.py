"""A turn reduced to what a model can spoil: the ladder's words, sentences through the gate, else the template."""

import re
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field

from assistant.llm import Budget, Cut, NoModel, Prompt
from assistant.llm.ladder import Ladder
from assistant.llm.ledger import Bill, Intent, Ledger
from assistant.llm.outgoing import blocked

SENTENCE = re.compile(r".+?[.!?।](?=\s|$)|.+$", re.DOTALL)
PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass
class Said:
    """What a person heard in one turn."""

    sentences: list[str]
    source: str
    took_s: float
    stopped: list[str] = field(default_factory=list)
    why: str = ""


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """Put the values in; a placeholder that is nobody's stays, and is then blocked as markup."""
    return PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), sentence)


async def turn(
    ladder: Ladder, prompt: Prompt, *, template: list[str], values: Mapping[str, str], budget: Budget
) -> Said:
    """Answer: the model's sentences as far as they may be said, else the template's."""
    began = time.monotonic()
    ours, words, source = [filled(one, values) for one in template], "", "model"
    why = ""
    try:
        async with aclosing(ladder.stream(prompt, budget=budget)) as deltas:
            async for delta in deltas:
                words += delta
    except NoModel as none:
        source, why = "template", ", ".join(sorted({one.why for one in none.tried}))
    except Cut:
        source = "finished"
    theirs = [filled(one.strip(), values) for one in SENTENCE.findall(words) if one.strip()]
    whole = theirs if source == "model" else theirs[:-1]  # the last one was cut through
    stopped = [one for one in whole if blocked(one, template=" ".join(ours))]
    said = ours if stopped or len(whole) < 1 else whole
    if source == "finished" and said is whole:
        said = [*whole, *ours[len(whole) :]]
    if said is ours:
        source = "template"
    return Said(said, source, time.monotonic() - began, stopped, why or ("blocked" if stopped else ""))


class FreeLedger(Ledger):
    """Writes nothing: for tests of what is said, not of what it costs."""

    async def reserve(self, intent: Intent) -> int:
        """Let everything through."""
        return 0

    async def settle(self, use: int, bill: Bill) -> None:
        """Forget it."""
