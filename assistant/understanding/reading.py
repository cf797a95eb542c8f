"""A message as it is read: its words, and the days, numbers and names among them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.languages import Language
from assistant.understanding import names
from assistant.understanding.amounts import Number, numbers_in
from assistant.understanding.calendar import moments_in
from assistant.understanding.concepts import concepts
from assistant.understanding.folding import MAX_LETTERS, Token, tokens
from assistant.understanding.lexicon import Match
from assistant.understanding.moments import Moment
from assistant.understanding.reckoning import Reckoning
from assistant.understanding.signs import Spoken
from assistant.understanding.spelling import put_right
from assistant.understanding.understood import Known

NOBODY = Known(platforms=(), categories={}, currency="USD", time_zone="UTC")
MAX_WORDS = 60
BETWEEN = "_:"  # the words stand before it, what they mean behind it


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a message.

    Attributes:
        past, future: the days and periods, those without a year reckoned backwards or forwards.
    """

    words: Sequence[Token]
    language: Language
    past: Sequence[Moment]
    future: Sequence[Moment]
    numbers: Sequence[Number]
    platforms: Sequence[Match]
    categories: Sequence[Match]
    scores: Sequence[Match]
    languages: Sequence[Match]


def read(
    message: str,
    language: Language,
    today: date,
    known: Known = NOBODY,
    seen: Callable[[str], bool] | None = None,
) -> Reading:
    """Read a message.

    Args:
        seen: tells whether the model has seen a word; with it, words that nobody knows are put right.
    """
    message = message[:MAX_LETTERS]
    words = tokens(message, language)[:MAX_WORDS]
    numbers = numbers_in(message, words, language)
    if seen:
        words = put_right(words, language, seen, {place for one in numbers for place in range(one.first, one.last)})
    spoken = in_words(numbers, words)
    past = moments_in(words, language, Reckoning(today, future=False), spoken)
    future = moments_in(words, language, Reckoning(today, future=True), spoken)
    taken = {place for moment in past for place in range(moment.first, moment.last)}
    named = names.own(known)
    return Reading(
        words,
        language,
        past,
        future,
        [one for one in numbers if one.kind in {"money", "count", "distance"} and one.first not in taken],
        _free(names.platforms(language, named).find(words), taken),
        _free(names.categories(language, named).find(words), taken),
        _free(names.shipped("scores", language).find(words), taken),
        _free(names.shipped("languages", language).find(words), taken),
    )


def in_words(numbers: Sequence[Number], words: Sequence[Token]) -> dict[int, Spoken]:
    """Return the counts and dates that are spelled out, for the calendar, by the token where they begin."""
    found: dict[int, Spoken] = {}
    for number in numbers:
        if any(word.text[0].isdigit() for word in words[number.first : number.last]):
            continue
        if number.day is not None and number.day.day is not None and number.day.month is not None:
            found[number.first] = Spoken(number.last, number.day.day, number.day.month, number.day.year)
        elif number.kind in {"count", "duration", "ordinal"} and number.value == int(number.value):
            last = number.last - (number.kind == "duration")
            if last > number.first:
                found[number.first] = Spoken(last, int(number.value), ordinal=number.kind == "ordinal")
    return found


def _free(matches: Iterable[Match], taken: set[int]) -> list[Match]:
    return [match for match in matches if match.first not in taken]


def masked(reading: Reading, today: date) -> str:
    """Return the message for the intent model: what stands for a slot as one word, the other words folded."""
    instead: dict[int, tuple[int, str]] = {}
    for match in reading.languages:
        instead[match.first] = (match.last, "_language")
    for match in reading.scores:
        instead[match.first] = (match.last, "_score")
    for match in reading.categories:
        instead[match.first] = (match.last, "_bill" if match.means in names.BILL_LIKE else "_category")
    for match in reading.platforms:
        instead[match.first] = (match.last, "_platform")
    for number in reading.numbers:
        instead[number.first] = (number.last, f"_{number.kind}")
    for back, ahead in zip(reading.past, reading.future, strict=False):
        instead[back.first] = (back.last, _tense(back, ahead, today))
    words = " ".join(_words(reading.words, instead))
    return f"{words} {BETWEEN} {' '.join(concepts(reading.words, instead, reading.language))}" if words else ""


def _words(words: Sequence[Token], instead: dict[int, tuple[int, str]]) -> Iterable[str]:
    place = 0
    while place < len(words):
        stop, mask = instead.get(place, (place + 1, ""))
        if mask:
            yield mask
        elif words[place].fold and words[place].fold not in {"?", "!", "+"}:
            yield words[place].fold
        place = max(stop, place + 1)


def _tense(back: Moment, ahead: Moment, today: date) -> str:
    kind = "day" if back.single else "span"
    if back.span != ahead.span:
        return f"_{kind}"
    if back.span.last < today:
        return f"_{kind}past"
    return f"_{kind}ahead" if back.span.first > today else f"_{kind}now"
