"""Where a number begins: "one" and "un" are articles more often than not, and "once" is eleven in Spanish only."""

from assistant.numbers.number import DIGIT_WORDS, TOGETHER
from assistant.numbers.roles import NUMERIC
from assistant.numbers.tokens import Item
from assistant.numbers.words import en

BESIDE = NUMERIC | {"currency", "percent", "points", "duration", "distance", "symbol", "ordinal", "plus"}
IS = frozenset({"is", "are", "have", "es", "son", "hay", "tienes"})
COUNTED = frozenset(en.COUNTED)


def starts(found: list[Item], at: int) -> bool:
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
        return follower.role != "point" or digit_at(found, at + 2)
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
    after = digit_at(found, at + 1) and digit_at(found, at + 2)
    return before or after


def digit_at(found: list[Item], at: int) -> bool:
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
