"""Numbers get their units: money, percentages, days, miles; and words around them that change what they say."""

from dataclasses import dataclass
from decimal import Decimal

from assistant.languages import Language
from assistant.numbers.around import alone, lacking, negative, per_what, sunk
from assistant.numbers.days import IN_YEAR, YEAR_AFTER, is_year
from assistant.numbers.mention import Kind, Mention, Value
from assistant.numbers.number import Node, Number
from assistant.numbers.pairs import composite, shared
from assistant.numbers.plain import Plain
from assistant.numbers.reader import Reader
from assistant.numbers.roles import Money

UNIT_ROLES = frozenset({"currency", "symbol", "percent", "points", "duration", "distance"})
PREFIXES = frozenset({"rs", "inr", "रु", "రూ", "usd", "eur"})  # names that stand before the number too
NEAR = 3  # items around a figure that may say "about" or "short"


def measured(nodes: list[Node], language: Language, text: Plain) -> list[Mention]:
    """Return the mentions of a sentence whose numbers and days are read already."""
    reader = Reader(nodes, language, text)
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
            mention_of_item = alone(reader, at)
            if mention_of_item:
                found.append((at, at, mention_of_item))
            at += 1
    return [mention for _, _, mention in shared(composite(found, reader), reader)]


@dataclass(slots=True)
class _Measure:
    """What a number measures, and the nodes that say so."""

    first: int
    last: int
    kind: Kind
    values: tuple[Value, ...]
    currencies: frozenset[str] = frozenset()
    unit: str = ""


def _figure(reader: Reader, at: int) -> tuple[int, int, Mention]:
    number = reader.nodes[at]
    assert isinstance(number, Number)  # noqa: S101 - the caller looked
    made = _signed(reader, number, at) or _with_unit(reader, number, at) or _bare(reader, number, at)
    if reader.role(at - 1) == "point":
        made.values = ()  # "point five" is no five
    below, made.first = negative(reader, made.first)
    if below or sunk(reader, made.last):
        made.values = tuple(-value if isinstance(value, Decimal) else value for value in made.values)
    if made.kind == "money":
        per, made.first, made.last = per_what(reader, made.first, made.last)
        made.kind, made.unit = ("rate", per) if per else ("money", made.unit)
    about = any(reader.role(index) == "about" for index in range(made.first - NEAR, made.last + 2))
    start, end = reader.nodes[made.first].start, reader.nodes[made.last].end
    mention = Mention(
        start, end, "", made.kind, made.values, made.currencies, made.unit, about,
        number.joined, number.digits, lacking(reader), number.ordinal,
    )  # fmt: skip
    return made.first, made.last, mention


def _signed(reader: Reader, number: Number, at: int) -> _Measure | None:
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
        made.last, made.currencies = after, both
        made.values = made.values if both else ()  # "$5 euros"
    return made


def _bare(reader: Reader, number: Number, at: int) -> _Measure:
    """Read a number without a unit: a time, a year, a day of the month, or just a number."""
    made = _Measure(at, at, _own_kind(number), number.values)
    behind, ahead = reader.role(at - 1), reader.role(at + 1)
    if ahead == "clock" or _o_clock(reader, at) or ":" in number.raw:
        made.kind, made.last = "time", at + (ahead == "clock")
    elif ahead == "multiple" or _open_ended(reader, at):
        made.kind, made.last = "multiple", at + 1
    elif _top(reader, at):
        made.kind = "out_of"
    elif made.kind == "number" and _year(reader, at):
        made.kind = "year"
    elif made.kind == "number" and (ahead == "the" or (behind == "the" and reader.language == "es")):
        made.kind = "ordinal"
    return made


def _top(reader: Reader, at: int) -> bool:
    """Tell whether a number is what a score is out of: "out of 850", "850 में से"."""
    before, after = reader.item(at - 1), reader.item(at + 1)
    behind = before is not None and before.role == "out_of" and before.language in {"en", "es"}
    return behind or (after is not None and after.role == "out_of" and after.language in {"hi", "te"})


def _open_ended(reader: Reader, at: int) -> bool:
    """Tell whether a number is "5x" or "5+"."""
    after = reader.item(at + 1)
    return after is not None and after.gap == "" and after.text in {"x", "+"}


def _o_clock(reader: Reader, at: int) -> bool:
    """Tell whether a Spanish number is a time: "a las cinco"."""
    article, before = reader.item(at - 1), reader.item(at - 2)
    plain_noun = reader.role(at + 1) == "word"
    at_the = article is not None and article.text == "las" and before is not None
    return at_the and before.text in {"a", "desde", "hasta", "sobre"} and not plain_noun  # type: ignore[union-attr]  # at_the


def _own_kind(number: Number) -> Kind:
    if number.vague:
        return "vague"
    return "fraction" if number.fraction else "ordinal" if number.ordinal else "number"


def _ranks(reader: Reader, at: int, mention: Mention) -> bool:
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


def _year(reader: Reader, at: int) -> bool:
    """Tell whether a number is a year: "in 2026", "twenty twenty-six" behind "of"."""
    number = reader.nodes[at]
    if not isinstance(number, Number) or not is_year(number):
        return False
    before, after = reader.item(at - 1), reader.item(at + 1)
    if reader.text.lower[: number.end].endswith("లో"):
        return True
    return bool((before and before.text in IN_YEAR) or (after and after.text in YEAR_AFTER))


def _unit_after(reader: Reader, at: int) -> int | None:
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


def _with_unit(reader: Reader, number: Number, at: int) -> _Measure | None:
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
