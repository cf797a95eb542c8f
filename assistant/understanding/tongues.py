"""Which of the four languages a message is in."""

from collections.abc import Mapping
from functools import cache

from assistant.languages import DEFAULT, LANGUAGES, Language
from assistant.understanding.folding import fold, tokens
from assistant.understanding.lexicon import phrases, read
from assistant.understanding.scripts import in_devanagari, in_telugu


@cache
def _markers() -> Mapping[Language, frozenset[str]]:
    return {
        language: frozenset(fold(word, language) for word in phrases(read("markers")[language]))
        for language in LANGUAGES
    }


def language_of(message: str, given: Language | None) -> Language:
    """Return the language: of its letters, else the one most of its words give away, else the one given."""
    if in_telugu(message):
        return "te"
    if in_devanagari(message):
        return "hi"
    words = [token.text.lower() for token in tokens(message, "en")]
    marks = _markers()
    points = {language: sum(1.0 for word in words if fold(word, language) in marks[language]) for language in LANGUAGES}
    if any(letter in "ñ¿¡áéíóú" for letter in message.lower()):
        points["es"] += 1.5
    usual = given or DEFAULT
    points[usual] += 0.6
    best = max(LANGUAGES, key=lambda language: points[language])
    return best if points[best] > points[usual] else usual
