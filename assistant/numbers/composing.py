"""Words and digits that stand together become one number: "two thousand five hundred", "1.2 million"."""

from decimal import Decimal

from assistant.languages import Language
from assistant.numbers.digits import values
from assistant.numbers.number import TOGETHER, Node, Number
from assistant.numbers.starts import digit_at, starts
from assistant.numbers.sums import Sum, in_words
from assistant.numbers.tokens import Item

SUFFIXES = {"k": 1000, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "l": 10**5, "cr": 10**7}
LONGEST = 24  # digits
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "o", "a", "वें", "वीं", "वां", "वा", "వ", "న", "వది"})
LOOSE_ENDINGS = frozenset({"లో", "కు", "కి", "తో", "లోపు", "కే", "ల", "నుండి", "వరకు"})


def numbers(found: list[Item], language: Language) -> list[Node]:
    """Return the items with those that make a number replaced by it."""
    nodes: list[Node] = []
    at = 0
    while at < len(found):
        if starts(found, at):
            run, after = _run(found, at, language)
            nodes += run
            at = after
        else:
            nodes.append(found[at])
            at += 1
    return nodes


def _run(found: list[Item], at: int, language: Language) -> tuple[list[Node], int]:
    """Read the numbers that stand side by side from here on."""
    run: list[Number] = []
    while at < len(found) and (not run or (starts(found, at) or _oh(found, at)) and _touches(found, at)):
        number, after = _number(found, at, language)
        if number is None:
            break
        run.append(number)
        at = after
        if number.ordinal or number.vague or number.fraction:
            break
    return _joined(run), at


def _oh(found: list[Item], at: int) -> bool:
    return found[at].role == "oh" and digit_at(found, at + 1)


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
    whole_text = small and 0 < len(text) <= LONGEST and _in_step(pieces, in_digits=all(number.digits for number in run))
    value = (Decimal(text),) if whole_text else ()
    whole = Number(run[0].start, run[-1].end, run[0].gap, value, joined=True, parts=run, digits=text)
    return [whole]


def _in_step(pieces: list[str], *, in_digits: bool) -> bool:
    """Tell whether pieces are said the way numbers are: digit by digit, in pairs, "nineteen oh five"."""
    sizes = {len(piece) for piece in pieces[1:]}
    if sizes == {1}:
        return len(pieces[0]) == 1 or (len(pieces) == 3 and pieces[1] == "0")
    return sizes == {2} or (in_digits and sizes in ({3}, {4}))


def _number(found: list[Item], at: int, language: Language) -> tuple[Number | None, int]:
    first = found[at]
    if first.role == "vague":
        return Number(first.start, first.end, first.gap, (), vague=True), at + 1
    if first.role == "oh":
        return Number(first.start, first.end, first.gap, (Decimal(0),)), at + 1
    if first.role == "digits":
        return _in_digits_first(found, at, language)
    number, after = in_words(found, at, Sum())
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
    if (suffix.gap == "" or suffix.text == "k") and suffix.text in SUFFIXES and _ends(found, at + 2):
        number.values = tuple(value * SUFFIXES[suffix.text] for value in means)
        number.end, number.digits = suffix.end, ""
        return number, at + 2
    if suffix.gap == "" and suffix.text in ORDINAL_ENDINGS and _ends(found, at + 2):
        number.ordinal, number.end, number.digits = True, suffix.end, ""
        return number, at + 2
    if suffix.gap == "" and suffix.text in LOOSE_ENDINGS:
        number.end = suffix.end
        return number, at + 2
    if suffix.role in {"scale", "hundred", "dozen", "plus", "hundreds"} and means:
        scaled, after = in_words(found, at + 1, Sum(open=means[0], last="digits"))
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
