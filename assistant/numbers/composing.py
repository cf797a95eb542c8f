"""Words and digits that stand together become one number: "two thousand five hundred", "1.2 million"."""

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.languages import Language
from assistant.numbers.digits import values
from assistant.numbers.roles import NUMERIC
from assistant.numbers.tokens import Item
from assistant.numbers.words import en

BESIDE = NUMERIC | {"currency", "percent", "points", "duration", "distance", "symbol", "ordinal", "plus"}
SUFFIXES = {"k": 1000, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "l": 10**5, "cr": 10**7}
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "o", "a", "वें", "वीं", "वां", "वा", "వ", "న", "వది"})
LOOSE_ENDINGS = frozenset({"లో", "కు", "కి", "తో", "లోపు", "కే", "ల", "నుండి", "వరకు"})


@dataclass(slots=True)
class Number:
    """A number as it stands in the text.

    Attributes:
        values: what it may be; empty when it cannot be read.
        ordinal: "third", "27th".
        joined: said in pieces, "seven twelve", "four four two one": its digits one after the other.
        parts: the pieces, when joined.
        fraction: "half", "two thirds".
        digits: its digits, where it is written in plain digits.
        raw: what it was written as, when in digits of any kind.
    """

    start: int
    end: int
    gap: str
    values: tuple[Decimal, ...]
    ordinal: bool = False
    joined: bool = False
    parts: list["Number"] = field(default_factory=list)
    fraction: bool = False
    digits: str = ""
    raw: str = ""
    vague: bool = False


Node = Item | Number


@dataclass(slots=True)
class _Sum:
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
        if self.groups and self.groups[-1][1] == scale and self.last != "scale":
            return False
        tail = Decimal(0)
        while self.groups and (self.groups[-1][1] < scale or (self.last == "scale" and self.open is None)):
            value, closed = self.groups.pop()
            tail += value
            if closed >= scale:
                break
        value = tail + (self.open or 0)
        value = value or ONE + (self.plus or 0)
        self.groups.append((value * scale, scale))
        self.open, self.plus, self.last = None, None, "scale"
        return True


ONE = Decimal(1)
IS = frozenset({"is", "are", "have", "es", "son", "hay", "tienes"})
TOGETHER = frozenset({"", " ", "-"})
TENS = frozenset(Decimal(tens) for tens in range(20, 100, 10))
DIGIT_WORDS = frozenset({"small", "one", "oh"})


def numbers(found: list[Item], language: Language) -> list[Node]:
    """Return the items with those that make a number replaced by it."""
    nodes: list[Node] = []
    at = 0
    while at < len(found):
        if _starts(found, at):
            run, after = _run(found, at, language)
            nodes += run
            at = after
        else:
            nodes.append(found[at])
            at += 1
    return nodes


def _starts(found: list[Item], at: int) -> bool:
    item = found[at]
    if item.role == "digits":
        return True
    if item.role == "article":
        return _counts_one(found, at)
    if item.role not in NUMERIC and item.role not in {"vague"}:
        return False
    if item.role == "one":
        return _counts_one(found, at) or _in_digits(found, at)
    return not item.shy or _beside(found, at)


def _counts_one(found: list[Item], at: int) -> bool:
    """Tell whether "a", "un" or "ek" counts what stands behind it."""
    item, follower = found[at], found[at + 1] if at + 1 < len(found) else None
    if item.role == "one" and at and found[at - 1].role == "month":
        return True
    if follower is None:
        return False
    if item.role == "one" and (follower.role == "month" or (follower.text == "de" and _month_at(found, at + 2))):
        return True
    if follower.shy and follower.language != item.language:
        return False
    if follower.role in {"hundred", "scale", "dozen", "point"}:
        return follower.role != "point" or _digit_at(found, at + 2)
    if item.role == "article":
        return follower.role in {"currency", "percent"} and follower.language == item.language
    if follower.role in {"small", "fraction", "hundreds", "prefix"}:
        return False
    if follower.role == "duration":
        return True
    return follower.role in {"currency", "percent", "distance", "points"} or follower.text in COUNTED


def _month_at(found: list[Item], at: int) -> bool:
    return at < len(found) and found[at].role == "month"


def _in_digits(found: list[Item], at: int) -> bool:
    """Tell whether "one" is a digit among spoken digits: "four four two one", "one two three"."""
    ends = at + 1 == len(found) or found[at + 1].role == "sign"
    if len(found) == 1 or (ends and at > 0 and found[at - 1].text in IS):
        return True
    previous = found[at - 1] if at else None
    if previous and previous.role == "one" and found[at].gap in TOGETHER:
        return _in_digits(found, at - 1)
    before = bool(previous and previous.role in {"small", "oh", "point"} and not previous.shy)
    after = _digit_at(found, at + 1) and _digit_at(found, at + 2)
    return before or after


def _digit_at(found: list[Item], at: int) -> bool:
    return at < len(found) and found[at].role in DIGIT_WORDS


def _beside(found: list[Item], at: int) -> bool:
    """Tell whether an ordinary word stands beside a number or a unit, and so counts as a number."""
    after = found[at + 1] if at + 1 < len(found) else None
    if after and after.text in COUNTED:
        return True
    if after and after.role in BESIDE - {"digits"} and (not after.shy or _beside(found, at + 1)):
        return True
    before = found[at - 1] if at else None
    return bool(before and before.role in {"hundred", "scale", "hundreds"} and not before.shy)


def _run(found: list[Item], at: int, language: Language) -> tuple[list[Node], int]:
    """Read the numbers that stand side by side from here on."""
    run: list[Number] = []
    while at < len(found) and (not run or (_starts(found, at) or _oh(found, at)) and _touches(found, at)):
        number, after = _number(found, at, language)
        if number is None:
            break
        run.append(number)
        at = after
        if number.ordinal or number.vague or number.fraction:
            break
    return _joined(run), at


def _oh(found: list[Item], at: int) -> bool:
    return found[at].role == "oh" and _digit_at(found, at + 1)


def _touches(found: list[Item], at: int) -> bool:
    return found[at].gap in TOGETHER


def _joined(run: list[Number]) -> list[Node]:
    if len(run) < 2:
        return list(run)
    pieces = [str(number.values[0]) if number.values and number.values[0] % 1 == 0 else "" for number in run]
    small = all(piece and len(piece) <= 8 for piece in pieces) and not any(number.fraction for number in run)
    tail = run.pop() if run[-1].ordinal or run[-1].vague else None
    if tail is not None:
        return [*_joined(run), tail]
    if all(number.digits for number in run):
        pieces = [number.digits for number in run]
    text = "".join(pieces)
    value = (Decimal(text),) if small and text and len(text) <= 24 else ()
    whole = Number(run[0].start, run[-1].end, run[0].gap, value, joined=True, parts=run, digits=text)
    return [whole]


def _number(found: list[Item], at: int, language: Language) -> tuple[Number | None, int]:
    first = found[at]
    if first.role == "vague":
        return Number(first.start, first.end, first.gap, (), vague=True), at + 1
    if first.role == "oh":
        return Number(first.start, first.end, first.gap, (Decimal(0),)), at + 1
    if first.role == "digits":
        return _in_digits_first(found, at, language)
    number, after = _words(found, at, _Sum())
    return number, after


def _in_digits_first(found: list[Item], at: int, language: Language) -> tuple[Number, int]:
    """Read digits, with "k", "th" or "million" behind them."""
    item = found[at]
    means = _of_a_score(item.text) or values(item.text, language)
    number = Number(
        item.start, item.end, item.gap, means, digits=item.text if item.text.isdigit() else "", raw=item.text
    )
    if at + 1 >= len(found):
        return number, at + 1
    suffix = found[at + 1]
    if suffix.gap == "" and suffix.text in SUFFIXES and _ends(found, at + 2):
        number.values = tuple(value * SUFFIXES[suffix.text] for value in means)
        number.end, number.digits = suffix.end, ""
        return number, at + 2
    if suffix.gap == "" and suffix.text in ORDINAL_ENDINGS and _ends(found, at + 2):
        number.ordinal, number.end, number.digits = True, suffix.end, ""
        return number, at + 2
    if suffix.gap == "" and suffix.text in LOOSE_ENDINGS:
        number.end = suffix.end
        return number, at + 2
    if suffix.role in {"scale", "hundred", "dozen", "plus", "hundreds"} and not (suffix.shy and suffix.gap) and means:
        scaled, after = _words(found, at + 1, _Sum(open=means[0], last="digits"))
        if scaled is not None:
            scaled.start, scaled.gap = item.start, item.gap
            return scaled, after
    return number, at + 1


def _of_a_score(text: str) -> tuple[Decimal, ...]:
    """Return the score of "712/850"."""
    score, _, top = text.partition("/")
    return (Decimal(score),) if top in {"100", "850", "900"} and score.isdigit() else ()


def _ends(found: list[Item], at: int) -> bool:
    return at >= len(found) or found[at].gap != "" or not found[at].text[:1].isalnum()


def _words(found: list[Item], at: int, total: _Sum) -> tuple[Number | None, int]:
    """Read the longest number in words from here on."""
    begin, ordinal, fraction = at, False, False
    while at < len(found):
        item = found[at]
        if at > begin and item.gap not in TOGETHER:
            break
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


def _step(found: list[Item], at: int, total: _Sum) -> int:
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


def _plus(total: _Sum, value: Decimal) -> int:
    if total.last == "scale":
        last, scale = total.groups.pop()
        total.groups.append((last + value * scale, scale))
        return 1
    if total.open is None:
        return 0
    total.open += value
    return 1


def _fraction(total: _Sum, value: Decimal) -> int:
    if total.groups or total.last == "fraction":
        return 0
    total.open = value if total.open is None else total.open * value
    total.last = "fraction"
    return 1


def _ordinal(total: _Sum, value: Decimal) -> int:
    if total.open is None and total.last in {"", "scale", "and"}:
        total.open = value
    elif total.open is not None and (total.last == "tens" and value < 10 or total.last in {"hundred", "and"}):
        total.open += value
    else:
        return 0
    total.last = "ordinal"
    return 1


def _decimals(found: list[Item], at: int, total: _Sum) -> int:
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


def _and(item: Item, following: Item | None, total: _Sum) -> int:
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


COUNTED = frozenset(en.COUNTED)
