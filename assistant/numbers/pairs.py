"""Figures that belong together: dollars and cents, "between 900 and 1,200 dollars"."""

from dataclasses import replace
from decimal import Decimal

from assistant.numbers.mention import Kind, Mention
from assistant.numbers.number import Node
from assistant.numbers.reader import Reader
from assistant.numbers.tokens import Item

Placed = tuple[int, int, Mention]


def composite(found: list[Placed], reader: Reader) -> list[Placed]:
    """Join dollars and cents: "five dollars and ten cents" is one figure."""
    out: list[Placed] = []
    for first, last, mention in found:
        if out and _cents_of(out[-1], (first, last, mention), reader):
            begin, _, whole = out.pop()
            sign = -1 if isinstance(whole.value, Decimal) and whole.value < 0 else 1
            values = tuple(
                a + sign * b
                for a, b in zip(whole.values, mention.values, strict=False)
                if isinstance(a, Decimal) and isinstance(b, Decimal)
            )
            kind: Kind = "rate" if "rate" in {whole.kind, mention.kind} else "money"
            unit = whole.unit if whole.kind == "rate" else mention.unit if mention.kind == "rate" else ""
            joined = replace(
                whole,
                end=mention.end,
                kind=kind,
                values=values,
                currencies=whole.currencies & mention.currencies,
                unit=unit,
            )
            out.append((begin, last, joined))
        else:
            out.append((first, last, mention))
    return out


def _cents_of(whole: Placed, part: Placed, reader: Reader) -> bool:
    if whole[2].kind not in {"money", "rate"} or part[2].kind not in {"money", "rate"}:
        return False
    cents = part[2].value
    if not isinstance(cents, Decimal) or not 0 < cents < 1 or not whole[2].currencies & part[2].currencies:
        return False
    if not isinstance(whole[2].value, Decimal) or whole[2].value % 1:
        return False
    if whole[2].kind == "rate" and whole[2].unit and reader.language not in {"te", "hi"}:
        return False
    between = [node.text if isinstance(node, Item) else "?" for node in reader.nodes[whole[1] + 1 : part[0]]]
    return between in ([], ["and"], ["con"], ["y"], ["और"], [","], ["మరియు"], ["with"])


def shared(found: list[Placed], reader: Reader) -> list[Placed]:
    """Give "between 900 and 1,200 dollars" its dollars twice."""
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        first, second = out[index], out[index + 1]
        if first[2].kind != "number" or second[2].kind not in {
            "money",
            "percent",
            "duration",
            "distance",
            "rate",
            "points",
        }:
            continue
        between = reader.nodes[first[1] + 1 : second[0]]
        texts = [node.text if isinstance(node, Item) else "?" for node in between]
        if between and len(between) <= 2 and all(_links(node) for node in between) and "?" not in texts:
            unit = "" if second[2].unit == "hundredth" else second[2].unit
            out[index] = (
                first[0],
                first[1],
                replace(first[2], kind=second[2].kind, currencies=second[2].currencies, unit=unit),
            )
    return out


def _links(node: Node) -> bool:
    return isinstance(node, Item) and (
        node.role in {"link", "and", "about"} or node.text in {"-", "\u2013", "\u2014", "y", "and", "to"}
    )
