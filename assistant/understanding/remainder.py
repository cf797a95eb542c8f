"""What is left of a message once what it asks is taken away: the words to look for, or to be reminded of."""

from collections.abc import Sequence
from functools import cache

from assistant.languages import Language
from assistant.understanding.folding import fold
from assistant.understanding.lexicon import own_and_english, phrases, read
from assistant.understanding.moments import Moment
from assistant.understanding.reading import Reading

MAX_SUBJECT = 80


@cache
def _fillers(kind: str, language: Language) -> frozenset[str]:
    table = read("fillers")[kind]
    return frozenset(fold(word, language) for code in own_and_english(language) for word in phrases(table[code]))


def subject(kind: str, reading: Reading, when: Sequence[Moment]) -> str:
    """Return the words between the first and the last that matter, as they were written."""
    taken = {place for moment in when for place in range(moment.first, moment.last)}
    taken |= {place for number in reading.numbers for place in range(number.first, number.last)}
    if kind == "find_transaction":
        taken |= {place for match in reading.platforms for place in range(match.first, match.last)}
    fillers = _fillers(kind, reading.language)
    telling = [
        place
        for place, word in enumerate(reading.words)
        if place not in taken and word.fold not in fillers and word.text not in {"?", "!", "+"}
    ]
    if not telling:
        return ""
    first, last = telling[0], telling[-1]
    if kind == "find_transaction":
        words = [reading.words[place].text for place in telling]
    else:
        words = [word.text for place, word in enumerate(reading.words[first : last + 1], first) if place not in taken]
    return " ".join(words)[:MAX_SUBJECT]
