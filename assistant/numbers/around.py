"""What stands around a figure and changes it: a minus, "an hour", "short by"; and words that are figures alone."""

from assistant.numbers.mention import Day, Kind, Mention, Value
from assistant.numbers.reader import Reader
from assistant.numbers.tokens import Item


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


def lacking(reader: Reader) -> bool:
    return any(isinstance(node, Item) and node.role == "deficit" for node in reader.nodes)


def alone(reader: Reader, at: int) -> Mention | None:
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
