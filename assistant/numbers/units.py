"""Numbers get their units: money, percentages, days, miles; and words around them that change what they say."""

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.languages import Language
from assistant.numbers.composing import Node, Number
from assistant.numbers.days import IN_YEAR, YEAR_AFTER, is_year
from assistant.numbers.mention import Day, Kind, Mention, Value
from assistant.numbers.plain import Plain
from assistant.numbers.roles import Money
from assistant.numbers.tokens import Item

UNIT_ROLES = frozenset({"currency", "symbol", "percent", "points", "duration", "distance"})
NEAR = 3  # items around a figure that may say "about" or "short"


@dataclass(slots=True)
class _Reader:
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


def measured(nodes: list[Node], language: Language, text: Plain) -> list[Mention]:
    """Return the mentions of a sentence whose numbers and days are read already."""
    reader = _Reader(nodes, language, text)
    found: list[tuple[int, int, Mention]] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Number):
            first, last, mention = _figure(reader, at)
            if not _ranks(reader, at, mention):
                found.append((first, last, mention))
            at = max(last, at) + 1
        else:
            mention_of_item = _word(reader, at)
            if mention_of_item:
                found.append((at, at, mention_of_item))
            at += 1
    return [mention for _, _, mention in _shared(_composite(found, reader), reader)]


def _figure(reader: _Reader, at: int) -> tuple[int, int, Mention]:
    number = reader.nodes[at]
    assert isinstance(number, Number)  # noqa: S101 - the caller looked
    first, last = at, at
    kind: Kind = (
        "vague" if number.vague else "fraction" if number.fraction else "ordinal" if number.ordinal else "number"
    )
    values: tuple[Value, ...] = number.values
    currencies: frozenset[str] = frozenset()
    unit = ""
    after = _unit_after(reader, at)
    before = reader.item(at - 1)
    if (
        before
        and before.role == "symbol"
        and isinstance(before.value, Money)
        and kind != "vague"
        and _symbol_before(before, number)
    ):
        first, kind, currencies = at - 1, "money", before.value.currencies
        if after and reader.role(after) in {"currency", "symbol"}:
            money = reader.nodes[after].value  # type: ignore[union-attr]  # an Item by its role
            if isinstance(money, Money) and not money.hundredth and money.currencies & currencies:
                last, currencies = after, currencies & money.currencies
    elif after is not None:
        item = reader.nodes[after]
        assert isinstance(item, Item)  # noqa: S101 - it has a role
        last = after
        kind, values, currencies, unit = _with_unit(item, number, kind)
    elif reader.role(at + 1) == "clock" or (number.raw and ":" in number.raw):
        kind, last = "time", at + (1 if reader.role(at + 1) == "clock" else 0)
    elif reader.role(at + 1) == "multiple":
        kind, last = "multiple", at + 1
    elif reader.role(at - 1) == "out_of" or reader.role(at + 1) == "out_of":
        kind = "out_of"
    elif kind == "number" and _year(reader, at):
        kind = "year"
    elif (
        kind == "number"
        and reader.role(at - 1) == "the"
        and reader.language == "es"
        or kind == "number"
        and reader.role(at + 1) == "the"
    ):
        kind = "ordinal"
    if reader.role(at - 1) == "point":
        values = ()  # "point five" is no five
    negative, first = _negative(reader, first)
    if negative:
        values = tuple(-value if isinstance(value, Decimal) else value for value in values)
    per, first, last = _per(reader, first, last) if kind == "money" else ("", first, last)
    if per:
        kind, unit = "rate", per
    start = reader.nodes[first].start
    end = reader.nodes[last].end
    mention = Mention(
        start, end, "", kind, values, currencies, unit,
        about=any(reader.role(index) == "about" for index in range(first - NEAR, last + 2)),
        joined=number.joined, digits=number.digits, deficit=_deficit(reader), ordinal=number.ordinal,
    )  # fmt: skip
    return first, last, mention


def _ranks(reader: _Reader, at: int, mention: Mention) -> bool:
    """Tell whether an ordinal is an ordinary word: "first", and "second" unless it may be a day of the month."""
    if mention.kind != "ordinal" or mention.digits:
        return False
    number = reader.nodes[at]
    if mention.value == 1:
        return isinstance(number, Number) and not number.raw
    text = reader.text.lower[mention.start : mention.end]
    follower = reader.item(at + 1)
    ends = follower is None or follower.role == "sign" or follower.text == "of"
    return text == "second" and not (reader.role(at - 1) == "the" and ends)


def _symbol_before(symbol: Item, number: Number) -> bool:
    return number.gap in {"", " "}


def _year(reader: _Reader, at: int) -> bool:
    """Tell whether a number is a year: "in 2026", "twenty twenty-six" behind "of"."""
    number = reader.nodes[at]
    if not isinstance(number, Number) or not is_year(number):
        return False
    before, after = reader.item(at - 1), reader.item(at + 1)
    return bool((before and before.text in IN_YEAR) or (after and after.text in YEAR_AFTER))


def _unit_after(reader: _Reader, at: int) -> int | None:
    """Return where the unit of a number stands: right behind it, or behind one word such as "more"."""
    index = at + 1
    for _ in range(3):
        role, item = reader.role(index), reader.item(index)
        if role in UNIT_ROLES and item is not None:
            return index
        if (
            role == "filler"
            or (item is not None and item.text == "ish")
            or (item is not None and item.text in {"-", "of"} and index == at + 1)
        ):
            index += 1
            continue
        return None
    return None


def _with_unit(item: Item, number: Number, kind: Kind) -> tuple[Kind, tuple[Value, ...], frozenset[str], str]:
    """Return kind, values, currencies and unit of a number with the unit behind it."""
    values: tuple[Value, ...] = number.values
    if kind == "vague":
        return kind, values, frozenset(), ""
    if number.joined and not number.digits:
        values = ()  # "seven twelve dollars" may be 712 and may be 7.12
    if number.joined and item.role != "points":
        values = ()
    if item.role in {"currency", "symbol"}:
        money = item.value
        assert isinstance(money, Money)  # noqa: S101 - what the role holds
        if money.hundredth:
            values = tuple(value / 100 if isinstance(value, Decimal) else value for value in values)
        return "money", values, money.currencies, "hundredth" if money.hundredth else ""
    if item.role == "duration":
        return "duration", values, frozenset(), str(item.value)
    if item.role == "distance":
        return "distance", values, frozenset(), str(item.value)
    if item.role == "points":
        return "points", values, frozenset(), ""
    return "percent", values, frozenset(), ""


def _negative(reader: _Reader, first: int) -> tuple[bool, int]:
    """Tell whether a figure is said to be below zero, and where it then begins."""
    before = reader.item(first - 1)
    if before is None:
        return False, first
    if before.role == "minus":
        return True, first - 1
    lone = reader.item(first - 2)
    if (
        before.text in {"-", "\u2013"}
        and reader.nodes[first].gap == ""
        and (before.gap == " " or lone is None or first == 1)
    ):
        return True, first - 1
    if before.text == "(" and reader.nodes[first].gap == "" and _closes(reader, first):
        return True, first - 1
    return False, first


def _closes(reader: _Reader, first: int) -> bool:
    return any((item := reader.item(index)) is not None and item.text == ")" for index in range(first + 1, first + 4))


def _per(reader: _Reader, first: int, last: int) -> tuple[str, int, int]:
    """Return what money is said to be per, and the span with those words in it."""
    after = reader.item(last + 1)
    if after and after.role == "per":
        return str(after.value), first, last + 1
    before = reader.item(first - 1)
    if before and before.role == "per" and before.language in {"te", "hi"}:
        return str(before.value), first - 1, last
    about = reader.item(first - 2)
    if before and before.role == "about" and about and about.role == "per" and about.language in {"te", "hi"}:
        return str(about.value), first - 2, last
    return "", first, last


def _deficit(reader: _Reader) -> bool:
    return any(isinstance(node, Item) and node.role == "deficit" for node in reader.nodes)


def _word(reader: _Reader, at: int) -> Mention | None:
    """Return the mention that a word makes by itself: a day, a month, "twice"."""
    item = reader.item(at)
    assert item is not None  # noqa: S101 - the caller looked
    made: tuple[Kind, Value] | None = None
    match item.role:
        case "date" | "weekday" | "day":
            value = item.value
            if item.role == "weekday":
                value = Day(weekday=int(str(item.value)))
            elif item.role == "day" and isinstance(item.value, tuple):
                value = Day(offsets=item.value)
            made = ("date", value if isinstance(value, Day) else None)
        case "named_month":
            made = ("month", item.value if isinstance(item.value, Day) else None)
        case "month":
            if item.text not in {"may", "march", "mar", "sep", "dec", "jan"}:
                made = ("month", Day(month=int(str(item.value))))
        case "span":
            made = ("period", str(item.value))
        case "multiple":
            made = ("multiple", None)
        case "strange" | "foreign":
            made = ("strange", None)
    if made is None:
        return None
    return Mention(item.start, item.end, "", made[0], (made[1],) if made[1] is not None else (), deficit=False)


Placed = tuple[int, int, Mention]


def _composite(found: list[Placed], reader: _Reader) -> list[Placed]:
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


def _cents_of(whole: Placed, part: Placed, reader: _Reader) -> bool:
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


def _shared(found: list[Placed], reader: _Reader) -> list[Placed]:
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
