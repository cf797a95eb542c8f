"""Several answers said as one: what a key asks that is several questions."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.facts import Fact
from assistant.turns.replying import Reply

PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


def joined(replies: Sequence[Reply]) -> Reply:
    """Make one answer of several; the next turn refers to the last of them.

    Figures of one name are told apart by whose they are, `karma_score`; those that are the same are told once, and so
    are sentences: without statements all scores say the same.
    """
    facts: dict[str, Fact] = {}
    sentences: list[str] = []
    for reply in replies:
        names = {fact.name: _placed(fact, facts, reply) for fact in reply.facts}
        sentences += [PLACEHOLDER.sub(lambda found, to=names: _renamed(found, to), one) for one in reply.sentences]  # type: ignore[misc]  # the default binds the loop's names
    told = tuple(dict.fromkeys(sentences))
    return replace(replies[-1], sentences=told, facts=tuple(facts.values()), template="", rewordable=False)


def _renamed(found: "re.Match[str]", names: dict[str, str]) -> str:
    return f"{{{{{names.get(found[1], found[1])}}}}}"


def _placed(fact: Fact, facts: dict[str, Fact], reply: Reply) -> str:
    """Put a fact among the others; return what it is called there."""
    name = fact.name
    if (there := facts.get(name)) is not None:
        if replace(there, source=fact.source) == fact:
            return name
        name = f"{reply.slots.score or reply.intent}_{name}"
    facts.setdefault(name, replace(fact, name=name))
    return name
