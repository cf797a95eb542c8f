"""How far a typed word is from a meant one: slips of the thumb, letters that sound alike, vowels left out."""

import re
from collections.abc import Mapping

from assistant.languages import Language

FAR = 9
SUBSTITUTE = 3  # a wrong letter makes another word more easily than a swapped or a missing one
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiou")
_ALIKE = ("bv", "sz", "sc", "kc", "gj", "mn", "iy")
# What a language writes in two ways and says in one.
_SOUNDS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "en": ((r"ph", "f"), (r"ck", "k"), (r"(?<=.)gh(?=t)", ""), (r"ence$|ance$", "ans"), (r"z", "s"), (r"ie|ei", "i")),
    "es": ((r"qu", "k"), (r"c(?=[ei])|z", "s"), (r"c", "k"), (r"g(?=[ei])|x", "j"), (r"ll", "y"),
           (r"h|(?<=g)u(?=[ei])", ""), (r"v", "b"), (r"mb|nv", "nb"), (r"rr", "r")),
    "hi": ((r"h(?!$)", ""), (r"v", "b"), (r"ya|ia", "ia")),
    "te": ((r"h", ""), (r"(?<=a)(m|mu|n)$", ""), (r"y(?=[aeiou])", "")),
}  # fmt: skip


def _neighbours() -> frozenset[frozenset[str]]:
    pairs = {frozenset(pair) for pair in _ALIKE}
    for row in _ROWS:
        pairs |= {frozenset(pair) for pair in zip(row, row[1:], strict=False)}
    pairs |= {frozenset((one, other)) for one in _VOWELS for other in _VOWELS if one != other}
    return frozenset(pairs)


_NEAR = _neighbours()


def sound(word: str, language: Language) -> str:
    """Return a key that words which sound alike share."""
    for pattern, to in _SOUNDS[language]:
        word = re.sub(pattern, to, word)
    return re.sub(r"(.)\1+", r"\1", word)


def bones(word: str) -> str:
    """Return the consonants, doubled ones once, with the first letter whatever it is."""
    return re.sub(r"(.)\1+", r"\1", word[:1] + "".join(letter for letter in word[1:] if letter not in _VOWELS))


def distance(typed: str, meant: str) -> int:
    """Return the cost of one slip: 1 to SUBSTITUTE, FAR where it takes more than one or makes another word."""
    if len(typed) == len(meant):
        return _same_length(typed, meant)
    if abs(len(typed) - len(meant)) > 1:
        return FAR
    shorter, longer = sorted((typed, meant), key=len)
    place = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    if place == 0 or shorter[place:] != longer[place + 1 :]:
        return FAR
    if longer[place] == longer[place - 1]:
        return 1
    return FAR if len(shorter) < 4 or place == len(shorter) else 1  # an ending is grammar, no slip


def without_vowels(typed: str, meant: str) -> int:
    """Return how many vowels were left out of what is meant, FAR where anything else was."""
    letters = iter(meant)
    left_out = len(meant) - len(typed)
    return left_out if left_out > 0 and all(letter in letters for letter in typed) else FAR


def _same_length(typed: str, meant: str) -> int:
    wrong = [place for place in range(len(typed)) if typed[place] != meant[place]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and typed[wrong[0]] == meant[wrong[1]]:
        return 1 if typed[wrong[1]] == meant[wrong[0]] else FAR
    if len(wrong) != 1 or wrong[0] == 0 or len(typed) < 5:
        return FAR
    return SUBSTITUTE if frozenset((typed[wrong[0]], meant[wrong[0]])) in _NEAR else FAR
