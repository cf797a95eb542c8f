"""What looks like a number in disguise: mixed scripts, split words, Roman numerals."""

from assistant.languages import Language
from assistant.numbers.composing import Node
from assistant.numbers.mention import Mention
from assistant.numbers.plain import Plain
from assistant.numbers.tokens import Item


def strange(found: list[Item], nodes: list[Node], language: Language, text: Plain) -> list[Mention]:
    """Return a mention without a value for each of them."""
    return []
