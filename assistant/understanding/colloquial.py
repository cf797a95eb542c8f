"""Numbers as people say them, in the words that the reader of numbers knows: "dos palos", "yabhai", "2 mil 500"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from assistant.languages import Language
from assistant.numbers import mentions
from assistant.understanding.folding import Token
from assistant.understanding.lexicon import phrases, read

LONGEST = 3  # words
THOUSANDS = {"en": {"thousand", "grand", "k"}, "es": {"mil"}, "hi": {"hajar"}, "te": {"velu", "vela"}}


@cache
def _words(language: Language) -> Mapping[tuple[str, ...], str]:
    """The words of a number, not folded: folding makes five and seven one word in Telugu."""
    listed = read("amounts")[language].items()
    return {tuple(phrase.split()): means for means, several in listed for phrase in phrases(several)}


def in_reader_words(message: str, words: Sequence[Token], language: Language) -> tuple[str, list[Token]]:
    """Return the message in words that the reader of numbers knows, and the tokens at their places in it."""
    told: list[str] = []
    placed: list[Token] = []
    length, done, place = 0, 0, 0

    def write(text: str) -> None:
        nonlocal length
        told.append(text)
        length += len(text)

    while place < len(words):
        text, last = _instead(words, place, language)
        first, final = words[place], words[last - 1]
        write(message[done : first.start])
        start = length
        write(message[first.start : final.end] if text is None else text)
        if text is None:
            placed.append(replace(first, start=start, end=length))
        else:
            placed += [replace(word, start=start, end=length) for word in words[place:last]]
        done, place = final.end, last
    write(message[done:])
    return "".join(told), placed


def _instead(words: Sequence[Token], place: int, language: Language) -> tuple[str | None, int]:
    """Return what stands for the words from a place on, or None for a word that stays, and the place after them."""
    whole = _thousands(words, place, language)
    if whole:
        return whole, place + 3
    table = _words(language)
    for length in range(min(LONGEST, len(words) - place), 0, -1):
        means = table.get(tuple(word.text.lower() for word in words[place : place + length]))
        if means is None or (means in _AFTER_NUMBERS and not _after_number(words, place, language)):
            continue
        return means, place + length
    return None, place + 1


_AFTER_NUMBERS = frozenset({"thousand", "millones", "millón", "lucas", "mil"})


def _after_number(words: Sequence[Token], place: int, language: Language) -> bool:
    """Tell whether a word may go on a number: what stands before it is one, or an article."""
    return place > 0 and (
        words[place - 1].fold in {"un", "una", "a"} or any(True for _ in mentions(words[place - 1].text, language))
    )


def _thousands(words: Sequence[Token], place: int, language: Language) -> str:
    """Return 2500 for "2 mil 500"."""
    if place + 2 >= len(words) or words[place + 1].fold not in THOUSANDS[language]:
        return ""
    many, rest = words[place].text, words[place + 2].text
    if not (many.isdecimal() and rest.isdecimal() and len(many) <= 3 and len(rest) == 3):
        return ""
    return str(int(many) * 1000 + int(rest))
