"""How many tokens a text is at most. Without the models' vocabularies: a bound, not a count.

A byte-level tokenizer never makes more tokens than a text has bytes: that bound holds for any text, and is the one for
everything from outside. Our own rules and templates are plain words, of which gpt-oss's vocabulary (o200k) makes about
one token each in English; for them one token for every four Latin letters begun, and one for every other sign, is safe.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict

from assistant.llm.asking import Tool

WORD = re.compile(r"[A-Za-z]+|[^\sA-Za-z]")
PER_MESSAGE = 8  # what the chat format puts around a message
MOST = 1_200  # a prompt may have so many; Groq's free plan takes 8,000 a minute


def of_anything(text: str) -> int:
    """Bound any text: its bytes."""
    return len(text.encode())


def of_ours(text: str) -> int:
    """Bound a text of ours, in plain words."""
    return sum(-(-len(part) // 4) if part.isascii() else len(part) for part in WORD.findall(text))


def of_tools(tools: Sequence[Tool]) -> int:
    """Bound the description of tools, which goes along with the prompt."""
    return sum(of_ours(json.dumps(asdict(tool))) + PER_MESSAGE for tool in tools)


def fitting(tools: Sequence[Tool], bound: int) -> tuple[Tool, ...]:
    """Keep the first tools, as many as fit beside a prompt of so many tokens."""
    kept: list[Tool] = []
    for tool in tools:
        if bound + of_tools([*kept, tool]) > MOST:
            break
        kept.append(tool)
    return tuple(kept)
