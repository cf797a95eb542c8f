"""What a speaker takes back in the same breath: "on uber, no sorry, lyft", "900 nahi 1200", "not gas, food"."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

from assistant.languages import Language
from assistant.understanding.lexicon import Lexicon, Match, own_and_english, phrases, read
from assistant.understanding.reading import Reading

NEAR = 2  # words at most between what takes back and what counts
NOT = ("not", "no")  # "not gas, food"
RIGHT_BEFORE = "not"  # "food, not gas": what it stands before is taken back


class Placed(Protocol):
    """Something at a place in a message: tokens from `first` to `last`, that one not among them."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


@cache
def _words(kind: str, language: Language) -> Lexicon:
    lexicon = Lexicon()
    for code in own_and_english(language):
        for phrase in phrases(read("dialogue")[code][kind]):
            lexicon.add(phrase, kind, language)
    return lexicon


def corrected(message: str, reading: Reading) -> str:
    """Return the message with what is taken back in it as blanks; itself where nothing is."""
    taken_back: set[int] = set()
    for group in _groups(reading):
        for one, other in zip(group, group[1:], strict=False):
            taken_back |= _taken_back(one, other, reading)
    letters = list(message)
    for place in taken_back:
        word = reading.words[place]
        letters[word.start : word.end] = " " * (word.end - word.start)
    return "".join(letters)


def _groups(reading: Reading) -> Iterator[Sequence[Placed]]:
    yield reading.platforms
    yield reading.categories
    yield reading.scores
    yield reading.past
    yield [number for number in reading.numbers if number.kind != "distance"]
    yield [number for number in reading.numbers if number.kind != "money"]


def _taken_back(one: Placed, other: Placed, reading: Reading) -> set[int]:
    first, second = set(range(one.first, one.last)), set(range(other.first, other.last))
    if _is(reading, one.first - 1, *NOT) and other.first - one.last <= NEAR + 1:
        return first | {one.first - 1}
    if reading.language == "en" and _is(reading, other.first - 1, RIGHT_BEFORE):
        return second | {other.first - 1}
    for kind in ("takes_back", "negates"):
        mark = _mark(kind, one, other, reading)
        if mark:
            return first | set(range(mark.first, mark.last))
    return set()


def _mark(kind: str, one: Placed, other: Placed, reading: Reading) -> Match | None:
    """Return the words between the two that take back the first."""
    lexicon = _words(kind, reading.language)
    for place in range(one.last, other.first):
        mark = lexicon.at(reading.words, place)
        if mark is None or mark.last > other.first:
            continue
        near_one, near_other = mark.first - one.last <= NEAR, other.first - mark.last <= NEAR
        if near_other if kind == "takes_back" else near_one and near_other:
            return mark
    return None


def _is(reading: Reading, place: int, *words: str) -> bool:
    return place >= 0 and reading.words[place].fold in words
