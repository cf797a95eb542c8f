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
PREFIXES = frozenset({"rs", "inr", "रु", "రూ", "usd", "eur"})  # names that stand before the number too
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


@dataclass(slots=True)
class _Measure:
    """What a number measures, and the nodes that say so."""

    first: int
    last: int
    kind: Kind
    values: tuple[Value, ...]
    currencies: frozenset[str] = frozenset()
    unit: str = ""


def _figure(reader: _Reader, at: int) -> tuple[int, int, Mention]:
    number = reader.nodes[at]
    assert isinstance(number, Number)  # noqa: S101 - the caller looked
    made = _signed(reader, number, at) or _with_unit(reader, number, at) or _bare(reader, number, at)
    if reader.role(at - 1) == "point":
        made.values = ()  # "point five" is no five
    negative, made.first = _negative(reader, made.first)
    if negative:
        made.values = tuple(-value if isinstance(value, Decimal) else value for value in made.values)
    if made.kind == "money":
        per, made.first, made.last = _per(reader, made.first, made.last)
        made.kind, made.unit = ("rate", per) if per else ("money", made.unit)
    about = any(reader.role(index) == "about" for index in range(made.first - NEAR, made.last + 2))
    start, end = reader.nodes[made.first].start, reader.nodes[made.last].end
    mention = Mention(
        start, end, "", made.kind, made.values, made.currencies, made.unit, about,
        number.joined, number.digits, _deficit(reader), number.ordinal,
    )  # fmt: skip
    return made.first, made.last, mention


def _signed(reader: _Reader, number: Number, at: int) -> _Measure | None:
    """Read "$5", "Rs 500", "US$ 5": a currency before its number, and perhaps its name behind it too."""
    before, after = reader.item(at - 1), _unit_after(reader, at)
    if before is None or number.vague or not isinstance(before.value, Money) or number.gap not in {"", " "}:
        return None
    if before.role != "symbol" and not (before.role == "currency" and after is None and before.text in PREFIXES):
        return None
    values: tuple[Value, ...] = () if number.joined else number.values
    made = _Measure(at - 1, at, "money", values, before.value.currencies)
    named = reader.item(after) if after is not None else None
    if after and named and isinstance(named.value, Money) and not named.value.hundredth:
        both = named.value.currencies & made.currencies
        made.last, made.currencies = (after, both) if both else (at, made.currencies)
    return made


def _bare(reader: _Reader, number: Number, at: int) -> _Measure:
    """Read a number without a unit: a time, a year, a day of the month, or just a number."""
    made = _Measure(at, at, _own_kind(number), number.values)
    behind, ahead = reader.role(at - 1), reader.role(at + 1)
    if ahead == "clock" or ":" in number.raw:
        made.kind, made.last = "time", at + (ahead == "clock")
    elif ahead == "multiple":
        made.kind, made.last = "multiple", at + 1
    elif "out_of" in {behind, ahead}:
        made.kind = "out_of"
    elif made.kind == "number" and _year(reader, at):
        made.kind = "year"
    elif made.kind == "number" and (ahead == "the" or (behind == "the" and reader.language == "es")):
        made.kind = "ordinal"
    return made


def _own_kind(number: Number) -> Kind:
    if number.vague:
        return "vague"
    return "fraction" if number.fraction else "ordinal" if number.ordinal else "number"


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


def _year(reader: _Reader, at: int) -> bool:
    """Tell whether a number is a year: "in 2026", "twenty twenty-six" behind "of"."""
    number = reader.nodes[at]
    if not isinstance(number, Number) or not is_year(number):
        return False
    before, after = reader.item(at - 1), reader.item(at + 1)
    if reader.text.lower[: number.end].endswith("లో"):
        return True
    return bool((before and before.text in IN_YEAR) or (after and after.text in YEAR_AFTER))


def _unit_after(reader: _Reader, at: int) -> int | None:
    """Return where the unit of a number stands: right behind it, or behind one word such as "more"."""
    index = at + 1
    for _ in range(3):
        role, item = reader.role(index), reader.item(index)
        if role in UNIT_ROLES and item is not None:
            return index
        text = item.text if item is not None else ""
        if role == "filler" or text == "ish" or (text in {"-", "of"} and index == at + 1):
            index += 1
            continue
        return None
    return None


def _with_unit(reader: _Reader, number: Number, at: int) -> _Measure | None:
    """Read a number with its unit behind it."""
    after = _unit_after(reader, at)
    item = reader.item(after) if after is not None else None
    if after is None or item is None or (number.ordinal and item.role != "percent"):
        return None
    kind = _own_kind(number)
    if kind == "vague":
        return _Measure(at, after, "vague", ())
    # "seven twelve dollars" may be 712 and may be 7.12
    values: tuple[Value, ...] = () if number.joined and item.role != "points" else number.values
    money = item.value
    if isinstance(money, Money):
        if money.hundredth:
            values = tuple(value / 100 if isinstance(value, Decimal) else value for value in values)
        return _Measure(at, after, "money", values, money.currencies, "hundredth" if money.hundredth else "")
    if item.role in {"duration", "distance"}:
        kind = "duration" if item.role == "duration" else "distance"
        return _Measure(at, after, kind, values, unit=str(item.value))
    return _Measure(at, after, "points" if item.role == "points" else "percent", values)


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
