"""The items and numbers of one sentence, to look around in."""

from dataclasses import dataclass

from assistant.languages import Language
from assistant.numbers.number import Node
from assistant.numbers.plain import Plain
from assistant.numbers.tokens import Item


@dataclass(slots=True)
class Reader:
    nodes: list[Node]
    language: Language
    text: Plain

    def item(self, at: int) -> Item | None:
        if 0 <= at < len(self.nodes):
            node = self.nodes[at]
            return node if isinstance(node, Item) else None
        return None

    def role(self, at: int) -> str:
        item = self.item(at)
        return item.role if item else ""
