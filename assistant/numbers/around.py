"""What stands around a figure and changes it: a minus, "an hour", "short by"; and words that are figures alone."""

from decimal import Decimal

from assistant.numbers.mention import Day, Kind, Mention, Value
from assistant.numbers.reader import Reader
from assistant.numbers.tokens import Item
from assistant.spoken.tongue import words

PARTS_OF_DAYS = frozenset({"mornings", "afternoons", "evenings", "nights"})
BELOW = frozenset({"in the red", "below zero", "under zero", "overdrawn", "en rojo", "bajo cero", "por debajo de cero"})
LASTING = frozenset(words("in for within after about over under almost nearly lasts last than least another only just"))


def negative(reader: Reader, first: int) -> tuple[bool, int]:
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


def _closes(reader: Reader, first: int) -> bool:
    return any((item := reader.item(index)) is not None and item.text == ")" for index in range(first + 1, first + 4))


def sunk(reader: Reader, last: int) -> bool:
    """Tell whether "in the red" or "below zero" stands behind a figure."""
    after = reader.item(last + 1)
    return after is not None and after.text in BELOW


def per_what(reader: Reader, first: int, last: int) -> tuple[str, int, int]:
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


def _lasting(reader: Reader, at: int) -> bool:
    """Tell whether "a month" is one month: "in a month", "a week from now", "two weeks and a day"."""
    before, after = reader.item(at - 1), reader.item(at + 1)
    if before and before.text == "and":
        return reader.role(at - 2) == "duration"
    return bool((before and before.text in LASTING) or (after and after.text in {"from", "ago", "later"}))


def lacking(reader: Reader) -> bool:
    return any(isinstance(node, Item) and node.role == "deficit" for node in reader.nodes)


def alone(reader: Reader, at: int) -> Mention | None:
    """Return the mention that a word makes by itself: a day, a month, "twice"."""
    item = reader.item(at)
    assert item is not None  # noqa: S101 - the caller looked
    made: tuple[Kind, Value] | None = None
    if item.role == "per" and item.text.startswith(("a ", "an ")) and _lasting(reader, at):
        return Mention(item.start, item.end, "", "duration", (Decimal(1),), unit=str(item.value))
    match item.role:
        case "weekday" if (after := reader.item(at + 1)) is not None and after.text in PARTS_OF_DAYS:
            return None  # "Saturday nights" are no day
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
