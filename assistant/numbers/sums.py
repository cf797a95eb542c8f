"""Number words summed up: "two thousand five hundred", "una docena y media", "साढ़े तीन सौ"."""

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.numbers.number import DIGIT_WORDS, TOGETHER, Number
from assistant.numbers.tokens import Item

ONE = Decimal(1)
TENS = frozenset(Decimal(tens) for tens in range(20, 100, 10))


@dataclass(slots=True)
class Sum:
    """A number on its way: closed groups, each with its scale, and what is open."""

    groups: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    open: Decimal | None = None
    last: str = ""
    plus: Decimal | None = None

    def total(self) -> Decimal:
        return sum((value for value, _ in self.groups), Decimal(0)) + (self.open or 0)

    def small(self, value: Decimal) -> bool:
        if self.plus is not None:
            value, self.plus = value + self.plus, None
        if self.open is None:
            self.open, self.last = value, "tens" if value in TENS else "small"
            return True
        if self.last == "tens" and 0 < value < 10:
            self.open += value
        elif self.last in {"hundred", "and"} and value < 100:
            self.open += value
            self.last = "tens" if value in TENS else "small"
            return True
        else:
            return False
        self.last = "small"
        return True

    def hundred(self) -> bool:
        value = self.open if self.open is not None else ONE + (self.plus or 0)
        if not 0 < value < 100 or self.last == "hundred":
            return False
        self.open, self.plus, self.last = value * 100, None, "hundred"
        return True

    def scale(self, scale: Decimal) -> bool:
        again = bool(self.groups) and self.groups[-1][1] == scale  # एक करोड़ करोड़
        if again and (self.last != "scale" or self.open is not None):
            return False
        tail = self.groups.pop()[0] if again else Decimal(0)
        while self.groups and self.groups[-1][1] < scale:
            tail += self.groups.pop()[0]  # mil millones, दो लाख करोड़
        value = (tail + (self.open or 0)) or ONE + (self.plus or 0)
        self.groups.append((value * scale, scale))
        self.open, self.plus, self.last = None, None, "scale"
        return True


def in_words(found: list[Item], at: int, total: Sum) -> tuple[Number | None, int]:
    """Read the longest number in words from here on."""
    begin, ordinal, fraction = at, False, False
    while at < len(found):
        item = found[at]
        if at > begin and item.gap not in TOGETHER:
            break
        if _parting_comma(found, at, total):
            at += 1
            continue
        step = _step(found, at, total)
        if step == 0:
            break
        at += step
        total_ends = item.role in {"ordinal"} or (item.role == "fraction" and total.last == "fraction")
        if item.role == "ordinal":
            ordinal = True
        if item.role == "fraction":
            fraction = True
        if total_ends and not (fraction and at < len(found) and found[at].role in {"scale", "hundred"}):
            break
    if at == begin:
        return None, at
    fraction = fraction and total.last in {"fraction"}
    last = found[at - 1]
    value = total.total() if total.plus is None else None
    means = (value,) if value is not None else ()
    return Number(found[begin].start, last.end, found[begin].gap, means, ordinal=ordinal, fraction=fraction), at


def _parting_comma(found: list[Item], at: int, total: Sum) -> bool:
    """Tell whether a comma only groups: "one thousand, two hundred"."""
    following = found[at + 1] if at + 1 < len(found) else None
    return (
        found[at].text == "," and total.last == "scale" and following is not None and following.role in {"small", "one"}
    )


def _step(found: list[Item], at: int, total: Sum) -> int:
    """Add what stands here; return how many items were taken, 0 when it does not go with the number."""
    item = found[at]
    value = item.value if isinstance(item.value, Decimal) else Decimal(0)
    following = found[at + 1] if at + 1 < len(found) else None
    match item.role:
        case "small":
            return 1 if total.last != "digits" and total.last != "fraction" and total.small(value) else 0
        case "one" | "article":
            return 1 if total.last != "digits" and total.small(Decimal(1)) else 0
        case "hundred":
            return 1 if total.hundred() else 0
        case "hundreds":
            if total.open is None and total.last != "fraction":
                total.open, total.last = value, "hundred"
                return 1
            return 0
        case "scale" | "dozen":
            return 1 if total.scale(value) else 0
        case "prefix":
            if total.open is None and total.plus is None and total.last != "digits":
                total.plus = value
                return 1
            return 0
        case "plus":
            return _plus(total, value)
        case "fraction":
            return _fraction(total, value)
        case "ordinal":
            return _ordinal(total, value)
        case "point":
            return _decimals(found, at, total)
        case "and":
            return _and(item, following, total)
    return 0


def _plus(total: Sum, value: Decimal) -> int:
    if total.last == "scale":
        last, scale = total.groups.pop()
        total.groups.append((last + value * scale, scale))
        return 1
    if total.open is None:
        return 0
    total.open += value
    return 1


def _fraction(total: Sum, value: Decimal) -> int:
    if total.groups or total.last == "fraction":
        return 0
    total.open = value if total.open is None else total.open * value
    total.last = "fraction"
    return 1


def _ordinal(total: Sum, value: Decimal) -> int:
    if total.open is None and total.last in {"", "scale", "and"}:
        total.open = value
    elif total.open is not None and (total.last == "tens" and value < 10 or total.last in {"hundred", "and"}):
        total.open += value
    else:
        return 0
    total.last = "ordinal"
    return 1


def _decimals(found: list[Item], at: int, total: Sum) -> int:
    """Read "point two five"; the point counts only between numbers."""
    if total.last in {"", "fraction", "point", "ordinal"} and not (total.last == "" and total.open is not None):
        return 0
    digits, index = "", at + 1
    while index < len(found) and found[index].role in DIGIT_WORDS and found[index].gap in TOGETHER:
        value = {"oh": Decimal(0), "one": Decimal(1)}.get(found[index].role, found[index].value)
        if not isinstance(value, Decimal) or value % 1:
            break
        digits += str(value)
        index += 1
    if not digits:
        return 0
    total.open = (total.open or Decimal(0)) + Decimal(f"0.{digits}")
    total.last = "point"
    return index - at


def _and(item: Item, following: Item | None, total: Sum) -> int:
    if (
        following is None
        or following.gap not in TOGETHER
        or following.role not in {"small", "one", "hundreds", "ordinal"}
    ):
        return 0
    if item.language == "es":
        below = following.role == "one" or (isinstance(following.value, Decimal) and following.value < 10)
        return 1 if total.last == "tens" and below and following.language == "es" else 0
    if item.language == "en" and total.last in {"hundred", "scale"}:
        if total.last == "scale":
            total.last = "scale"
        else:
            total.last = "and"
        return 1
    return 0
