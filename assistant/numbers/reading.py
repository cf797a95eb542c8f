"""All figures of a sentence, each with its unit: `mentions`."""

import re

from assistant.languages import Language
from assistant.numbers.composing import numbers
from assistant.numbers.days import dated, numeric
from assistant.numbers.mention import Mention
from assistant.numbers.number import Node, Number
from assistant.numbers.plain import NAME, Plain, plain
from assistant.numbers.strange import strange
from assistant.numbers.tokens import Item, items
from assistant.numbers.units import measured

FORMS = re.compile(
    r"(?<![$€£₹\d.,])(?:form\s+)?\b(?:1099-(?:k|nec|misc|int)|1040-es|w-[249]|24/7|401\s?\(?k\)?)(?!\w)|\bform\s+(?:1099|1040|8949)\b"
    r"|\b(?:schedule|anexo)\s+(?:c|se)\b|\bform\s+w-?[249]\b"
)


def mentions(text: str, language: Language, *, names: tuple[str, ...] = ()) -> list[Mention]:
    """Return every figure of a text, in order, with what it may mean.

    Args:
        text: a sentence, as read or as heard.
        language: the language that it is in; numbers of the others are found too.
        names: words that are names, such as a platform's, and may have digits in them.
    """
    made = plain(text)
    made = _hidden(made, names)
    found = items(made, language)
    nodes = dated(_numeric_dates(numbers(found, language), language))
    heard = [*measured(nodes, language, made), *strange(found, nodes, language, made)]
    heard.sort(key=lambda mention: mention.start)
    return [_placed(mention, made, text) for mention in heard]


def _hidden(made: Plain, names: tuple[str, ...]) -> Plain:
    """Return the text with names, and forms such as 1099-K, made opaque."""
    lower, cased = made.lower, made.cased
    spans = [match.span() for match in FORMS.finditer(lower)] if "1" in lower or "2" in lower or "w" in lower else []
    for name in names:
        spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", lower)]
    for start, end in spans:
        lower = lower[:start] + NAME * (end - start) + lower[end:]
        cased = cased[:start] + NAME * (end - start) + cased[end:]
    return Plain(cased, lower, made.at) if spans else made


def _numeric_dates(nodes: list[Node], language: Language) -> list[Node]:
    """Return the nodes with 27/11/2026 and 2026-11-27 read as days."""
    out: list[Node] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Number) and not node.values and not node.joined:
            out.append(node)
        elif isinstance(node, Number) and node.digits and len(node.digits) == 4 and (day := _dashed(nodes, at)):
            out.append(day)
            at += 4
        else:
            out.append(node)
        at += 1
    return [_slashed(node, language) for node in out]


def _dashed(nodes: list[Node], at: int) -> Item | None:
    parts = nodes[at : at + 5]
    if len(parts) < 5 or any(part.gap for part in parts[1:]):
        return None
    texts = [part.digits if isinstance(part, Number) else part.text for part in parts]
    if texts[1] != "-" or texts[3] != "-":
        return None
    day = numeric("".join(texts), "")
    return Item("date", "", parts[0].start, parts[4].end, parts[0].gap, day) if day else None


def _slashed(node: Node, language: Language) -> Node:
    raw = node.raw if isinstance(node, Number) else ""
    if not raw or not ("/" in raw or raw.count(".") == 2):
        return node
    day = numeric(raw, language)
    return Item("date", "", node.start, node.end, node.gap, day) if day else node


def _placed(mention: Mention, made: Plain, text: str) -> Mention:
    start, end = made.at[mention.start], made.at[mention.end - 1] + 1
    return Mention(
        start, end, text[start:end], mention.kind, mention.values, mention.currencies, mention.unit, mention.about,
        mention.joined, mention.digits, mention.deficit, mention.ordinal,
    )  # fmt: skip
