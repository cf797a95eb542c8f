"""Devanagari and Telugu letters in Latin ones, about as people type them."""

import re
from collections.abc import Mapping

_VIRAMA = {"\u094d", "\u0c4d"}
_NASALS = {"\u0902", "\u0901", "\u0c02", "\u0c01"}  # what they sound as depends on what follows
_SILENT = {"\u093c", "\u200c", "\u200d", "\u0903", "\u0c03"}  # nukta, joiners, visarga


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


DEVANAGARI_CONSONANTS = _pairs(
    "क=k ख=kh ग=g घ=gh ङ=n च=ch छ=ch ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d ध=dh न=n प=p फ=f ब=b भ=bh म=m "
    "य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l"
)
DEVANAGARI_VOWELS = _pairs("अ=a आ=aa इ=i ई=i उ=u ऊ=u ऋ=ri ए=e ऐ=ai ओ=o औ=au ऑ=o ऍ=e")
DEVANAGARI_SIGNS = _pairs("ा=aa ि=i ी=i ु=u ू=u ृ=ri े=e ै=ai ो=o ौ=au ॉ=o ॅ=e")
TELUGU_CONSONANTS = _pairs(
    "క=k ఖ=kh గ=g ఘ=gh ఙ=n చ=ch ఛ=ch జ=j ఝ=jh ఞ=n ట=t ఠ=th డ=d ఢ=dh ణ=n త=t థ=th ద=d ధ=dh న=n ప=p ఫ=f బ=b భ=bh మ=m "
    "య=y ర=r ల=l వ=v శ=sh ష=sh స=s హ=h ళ=l ఱ=r"
)
TELUGU_VOWELS = _pairs("అ=a ఆ=aa ఇ=i ఈ=i ఉ=u ఊ=u ఋ=ru ఎ=e ఏ=e ఐ=ai ఒ=o ఓ=o ఔ=au")
TELUGU_SIGNS = _pairs("ా=aa ి=i ీ=i ు=u ూ=u ృ=ru ె=e ే=e ై=ai ొ=o ో=o ౌ=au")

_CONSONANTS: Mapping[str, str] = DEVANAGARI_CONSONANTS | TELUGU_CONSONANTS
_VOWELS: Mapping[str, str] = DEVANAGARI_VOWELS | TELUGU_VOWELS
_SIGNS: Mapping[str, str] = DEVANAGARI_SIGNS | TELUGU_SIGNS
# A schwa that is written but not said: "kitana" is said, and typed, "kitna". \x01 stands for an unwritten vowel.
_UNSAID = re.compile(
    r"(?<=[aeiou\x01][^aeiou\x01])\x01(?=[^aeiou\x01]h?[aeiou])|(?<=[aeiou\x01][^aeiou\x01]h)\x01(?=[^aeiou\x01]h?[aeiou])"
)


def in_devanagari(text: str) -> bool:
    """Tell whether a letter of the text is Devanagari."""
    return any("\u0900" <= letter <= "\u097f" for letter in text)


def in_telugu(text: str) -> bool:
    """Tell whether a letter of the text is Telugu."""
    return any("\u0c00" <= letter <= "\u0c7f" for letter in text)


def romanised(word: str) -> str:
    """Return a word in Latin letters; one that is in them already stays as it is."""
    hindi, telugu = in_devanagari(word), in_telugu(word)
    if not (hindi or telugu):
        return word
    letters: list[str] = []
    for place, letter in enumerate(word):
        letters.append(_sound(letter, word[place + 1 :]))
    text = "".join(letters)
    if hindi:
        text = _UNSAID.sub("", re.sub(r"(?<=..)\x01$", "", text))
    return text.replace("\x01", "a")


def _sound(letter: str, rest: str) -> str:
    following = rest[:1]
    if following == "\u093c":  # a nukta stands between a consonant and its vowel
        following = rest[1:2]
    if letter in _CONSONANTS:
        written = following in _SIGNS or following in _VIRAMA
        return _CONSONANTS[letter] + ("" if written else "\x01")
    if letter in _NASALS:
        if not rest:
            return "" if letter <= "\u097f" else "m"
        return "m" if _CONSONANTS.get(following, "")[:1] in {"p", "b", "m"} else "n"
    if letter in _VIRAMA or letter in _SILENT:
        return ""
    return _VOWELS.get(letter) or _SIGNS.get(letter) or letter
