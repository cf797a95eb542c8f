"""Words of days and periods as signs: what each says, as one letter of a grammar, whatever the language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.languages import Language
from assistant.understanding.folding import Token
from assistant.understanding.lexicon import Lexicon, Match, build, own_and_english, read

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
UNITS = frozenset({"day", "week", "month", "quarter", "year", "fortnight", "weekend"})
# What a word says, as one letter of the grammar. Skipped words are "_", others "."
LETTERS = {
    "last": "l", "last2": "L", "this": "t", "next": "n", "coming": "c", "since": "s", "between": "b", "and": "a",
    "to": "x", "ago": "g", "in": "i", "later": "h", "end": "e", "begin": "k", "middle": "v", "sofar": "r",
    "today": "d", "tomorrow": "d", "yesterday": "d", "overmorrow": "d", "ereyesterday": "d", "kal": "d", "parson": "d",
    "monthend": "z", "yearend": "z", "dayofmonth": "j", "skip": "_", "one": "1", "couple": "2",
    "from": "f", "dayone": "o", "q1": "q", "q2": "q", "q3": "q", "q4": "q",
}  # fmt: skip
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|º|ª|er|ro|do)?$")


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of the grammar: its letter, its value, and its tokens."""

    letter: str
    means: str
    first: int
    last: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number in words: the token after it, its value; with a month it is a date, the value its day."""

    last: int
    value: int
    month: int | None = None
    year: int | None = None
    ordinal: bool = False


@cache
def words_of(language: Language) -> Lexicon:
    """Return the words of days in a language."""
    return build(read("calendar"), language, order=own_and_english(language))


def signs_of(words: Sequence[Token], language: Language, numbers: Mapping[int, Spoken]) -> list[Sign]:
    """Return the message as signs; `numbers` says at which tokens a number stands in words."""
    found: list[Sign] = []
    place = 0
    while place < len(words):
        match = words_of(language).at(words, place)
        spoken = numbers.get(place)
        if spoken and (match is None or spoken.last >= match.last):
            found.append(_said(spoken, place))
            place = spoken.last
        elif match:
            found.extend(_read(match))
            place = match.last
        else:
            found.append(_digits(words[place], place))
            place += 1
    return _ordinals([_sure(sign, place, found) for place, sign in enumerate(found)], words)


def _sure(sign: Sign, place: int, signs: Sequence[Sign]) -> Sign:
    """Take "may" for a month only beside something else of the calendar."""
    if sign.letter != "m" or sign.means != "may" or len(signs) == 1:
        return sign
    near = [one.letter for one in (*signs[max(0, place - 2) : place], *signs[place + 1 : place + 3])]
    if set("isbfxaltncou#yekvrw_m") & set(near):
        return sign
    return Sign(".", "", sign.first, sign.last)


def _said(spoken: Spoken, place: int) -> Sign:
    if spoken.month is not None:
        year = f"{spoken.year}-" if spoken.year else ""
        written = f"{year}{spoken.month}-{spoken.value}" if year else f"{spoken.value}/{spoken.month}"
        return Sign("Z", written, place, spoken.last)
    return Sign("o" if spoken.ordinal else "#", "number", place, spoken.last, spoken.value)


def _read(match: Match) -> list[Sign]:
    """Return the sign of a word; Telugu says "in two weeks" in two words, the second of which is "weeks" and "in"."""
    if match.means.endswith("in") and match.means[:-2] in UNITS:
        unit = Sign("u", match.means[:-2], match.first, match.last)
        return [unit, Sign("i", "in", match.last, match.last)]
    number = 1 if match.means == "dayone" else 0
    return [Sign(_letter(match.means), match.means, match.first, match.last, number)]


def _letter(means: str) -> str:
    if means in UNITS:
        return "u"
    if means in WEEKDAYS:
        return "w"
    return "m" if means in MONTHS else LETTERS[means]


def _digits(word: Token, place: int) -> Sign:
    text = word.text
    if re.fullmatch(r"(19|20)\d\d", text):
        return Sign("y", "year", place, place + 1, int(text))
    if re.fullmatch(r"\d{1,3}", text):
        return Sign("#", "number", place, place + 1, int(text))
    if re.fullmatch(r"(19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}([/.-](20)?\d\d)?", text) and not re.fullmatch(
        r"\d+\.\d\d?", text
    ):
        return Sign("Z", text, place, place + 1)
    return Sign(".", "", place, place + 1)


def _ordinals(signs: list[Sign], words: Sequence[Token]) -> list[Sign]:
    """Join "5" with the "th" that stands apart from it."""
    found: list[Sign] = []
    for sign in signs:
        ending = words[sign.first].fold if sign.first < sign.last else ""
        if (
            found
            and found[-1].letter == "#"
            and words[found[-1].last - 1].end == words[sign.first].start
            and ending in {"st", "nd", "rd", "th", "t", "º", "va", "vi", "ve", "van", "er", "ro"}
        ):
            found[-1] = Sign("o", "ordinal", found[-1].first, sign.last, found[-1].number)
        else:
            found.append(sign)
    return found
