"""How many tokens a text is at most. Without the models' vocabularies: a bound, not a count.

A byte-level tokenizer never makes more tokens than a text has bytes: that bound holds for any text, and is the one for
everything from outside. Our own rules and templates are plain words, of which gpt-oss's vocabulary (o200k) makes about
one token each in English; for them one token for every three Latin letters begun, and one for every other sign, is
safe: docs/models-of-language.md says how that was checked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.llm.asking import Tool

WORD = re.compile(r"[A-Za-z]+|[^\sA-Za-z]")
PER_MESSAGE = 8  # what the chat format puts around a message
WORDS_OF_A_TOOL = (60, 16, 12, 9, 6, 3, 0)
PER_TOOL, PER_SLOT = 22, 14  # the JSON around them
MOST = 1_200  # a prompt may have so many; Groq's free plan takes 8,000 a minute


def of_anything(text: str) -> int:
    """Bound any text: its bytes."""
    return len(text.encode())


def of_ours(text: str) -> int:
    """Bound a text of ours, in plain words."""
    return sum(-(-len(part) // 3) if part.isascii() else len(part) for part in WORD.findall(text))


def of_tools(tools: Sequence[Tool]) -> int:
    """Bound the description of tools, which goes along with the prompt."""
    return sum(_of_tool(tool) for tool in tools)


def _of_tool(tool: Tool) -> int:
    slots = sum(PER_SLOT + of_ours(name) + of_ours(line) for name, line in tool.slots.items())
    return PER_TOOL + of_ours(tool.name) + of_ours(tool.description) + slots


def fitting(tools: Sequence[Tool], bound: int) -> tuple[Tool, ...]:
    """Fit tools beside a prompt of so many tokens: all of them, in fewer words; at worst the first ones, by name."""
    short = list(tools)
    for words in WORDS_OF_A_TOOL:
        short = [replace(tool, description=" ".join(tool.description.split()[:words])) for tool in tools]
        if bound + of_tools(short) <= MOST:
            return tuple(short)
    while short and bound + of_tools(short) > MOST:
        short.pop()
    return tuple(short)
