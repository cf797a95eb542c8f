"""The gate: a sentence passes when every figure in it is a fact of the turn, or an allowed rounding of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from assistant.facts import Fact, Facts, Span
from assistant.languages import Language
from assistant.numbers.calendars import a_day, a_month, a_period, a_year, day_of_month
from assistant.numbers.mention import Mention
from assistant.numbers.plain import folded
from assistant.numbers.reading import mentions
from assistant.numbers.roundings import readings
from assistant.spoken import clock

CALENDAR = frozenset({"day", "week", "month", "year"})
TOPS_OF_SCORES = frozenset({Decimal(100), Decimal(850), Decimal(900)})
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be said, and the figures that no fact stands behind."""

    ok: bool
    blocked: tuple[Mention, ...] = ()

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True, slots=True)
class Turn:
    """What a figure is held against."""

    facts: Facts
    today: date
    sentence: str
    heard: tuple[Mention, ...]


def passes(sentence: str, facts: Facts, language: Language, today: date) -> Verdict:
    """Tell whether every figure of a sentence is grounded.

    Args:
        sentence: as read or as heard; both go through.
        facts: those of the turn; the numbers that the user said may be among them.
        language: of the sentence; numbers in the other languages are found too.
        today: what "tomorrow" is told from.
    """
    names = [name for fact in facts if fact.unit == "name" and (name := opaque(str(fact.value), language))]
    names += [told for fact in facts for told in _times(fact, language)]
    heard = tuple(mentions(sentence, language, names=tuple(names)))
    if not heard:
        return Verdict(ok=True)
    turn = Turn(facts, today, folded(sentence), heard)
    blocked = tuple(mention for mention in heard if not grounded(mention, turn))
    return Verdict(not blocked, blocked)


def _times(fact: Fact, language: Language) -> tuple[str, ...]:
    """Return a time of day as we tell it, which hides its numbers as a name does: told otherwise it does not pass."""
    if not isinstance(fact.value, time):
        return ()
    return tuple(folded(tell(fact.value, language)).strip() for tell in (clock.spoken, clock.written))


@lru_cache(maxsize=256)
def opaque(name: str, language: Language) -> str:
    """Return a name that hides its digits, as "7-Eleven" does; empty when it is nothing but a figure."""
    plain = folded(name).strip()
    if not any(char.isalpha() for char in plain):
        return ""
    rest, found = name, mentions(name, language)
    for mention in reversed(found):
        rest = rest[: mention.start] + rest[mention.end :]
    bare = len(found) > 1 and all(mention.kind == "number" for mention in found)
    return plain if bare or any(char.isalpha() for char in rest) else ""


def grounded(mention: Mention, turn: Turn) -> bool:
    """Tell whether a fact of the turn stands behind a mention; what cannot be read has none."""
    check = CHECKS.get(mention.kind)
    return bool(mention.values) and check is not None and check(mention, turn)


def _some(mention: Mention, turn: Turn, unit: str) -> bool:
    """Tell whether a fact of that unit has the value."""
    return any(_equal(mention, fact) for fact in turn.facts if fact.unit == unit)


def _equal(mention: Mention, fact: Fact) -> bool:
    allowed = readings(fact, about=mention.about)
    if any(value in allowed for value in mention.values):
        return True
    owed = (value for value in mention.values if isinstance(value, Decimal) and value > 0)
    return mention.deficit and any(-value in allowed for value in owed)  # "short by 50" of a balance of -50


def _money(mention: Mention, turn: Turn) -> bool:
    return any(
        _equal(mention, fact) for fact in turn.facts if fact.unit == "money" and fact.currency in mention.currencies
    )


def _rate(mention: Mention, turn: Turn) -> bool:
    for fact in turn.facts:
        if fact.currency in mention.currencies and _equal(mention, fact):
            if fact.unit == "rate" and fact.per == mention.unit:
                return True
            if fact.unit == "money" and mention.unit in CALENDAR:
                return True
    return False


def _number(mention: Mention, turn: Turn) -> bool:
    digits = mention.digits
    padded = len(digits) > 1 and digits.startswith("0")  # 0712 is no 712
    if not padded and ((not mention.joined and _some(mention, turn, "count")) or _some(mention, turn, "score")):
        return True
    return bool(digits) and any(fact.unit == "name" and str(fact.value) == digits for fact in turn.facts)


def _points(mention: Mention, turn: Turn) -> bool:
    return _some(mention, turn, "score") or _some(mention, turn, "count")


def _percent(mention: Mention, turn: Turn) -> bool:
    return _some(mention, turn, "percent")


def _fraction(mention: Mention, turn: Turn) -> bool:
    shares = {value * 100 for value in mention.values if isinstance(value, Decimal)}
    return any(shares & readings(fact, about=mention.about) for fact in turn.facts if fact.unit == "percent")


def _duration(mention: Mention, turn: Turn) -> bool:
    value = mention.value
    if not isinstance(value, Decimal):
        return False
    for fact in turn.facts:
        allowed = readings(fact, about=mention.about)
        if fact.unit == "count" and value in allowed:
            return True
        if fact.unit == "days" and mention.unit in DAYS_IN and value * DAYS_IN[mention.unit] in allowed:
            return True
        if fact.unit == "months" and mention.unit in MONTHS_IN and value * MONTHS_IN[mention.unit] in allowed:
            return True
        if isinstance(fact.value, Span) and value * DAYS_IN.get(mention.unit, 0) == _length(fact.value):
            return True
    return False


def _length(span: Span) -> int:
    return (span.last - span.first).days + 1


def _distance(mention: Mention, turn: Turn) -> bool:
    return any(
        _equal(mention, fact) for fact in turn.facts if fact.unit == "distance" and (fact.per or "mile") == mention.unit
    )


def _ordinal(mention: Mention, turn: Turn) -> bool:
    return any(day_of_month(value, turn.facts) for value in mention.values)


def _out_of(mention: Mention, turn: Turn) -> bool:
    scores = [other for other in turn.heard if other is not mention and other.kind in {"number", "points"}]
    return mention.value in TOPS_OF_SCORES and any(_some(other, turn, "score") for other in scores)


def _year(mention: Mention, turn: Turn) -> bool:
    return any(a_year(value, turn.facts) for value in mention.values) or _number(mention, turn)


def _date(mention: Mention, turn: Turn) -> bool:
    return any(a_day(value, turn.facts, turn.today, turn.sentence) for value in mention.values)


def _month(mention: Mention, turn: Turn) -> bool:
    return any(a_month(value, turn.facts, turn.sentence) for value in mention.values)


def _period(mention: Mention, turn: Turn) -> bool:
    talk = all(other.kind in {"period", "month"} for other in turn.heard)  # "better than last month" tells no figure
    return talk or a_period(mention.value, turn.facts, turn.today)


def _time(mention: Mention, turn: Turn) -> bool:
    said = mention.text.replace(" ", "")
    clocks = (fact.as_of for fact in turn.facts if isinstance(fact.as_of, datetime))
    return any(said in {f"{clock:%H:%M}", f"{clock.hour}:{clock:%M}"} for clock in clocks)


CHECKS: dict[str, Callable[[Mention, Turn], bool]] = {
    "number": _number, "money": _money, "rate": _rate, "percent": _percent, "fraction": _fraction, "points": _points,
    "duration": _duration, "distance": _distance, "ordinal": _ordinal, "out_of": _out_of, "year": _year, "date": _date,
    "month": _month, "period": _period, "time": _time,
}  # fmt: skip
