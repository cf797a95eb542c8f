"""What the words of a message mean, whatever the language: the intent model learns these beside the words."""

from collections.abc import Iterable, Sequence
from functools import cache

from assistant.languages import Language
from assistant.understanding.folding import Token
from assistant.understanding.lexicon import Lexicon, build, own_and_english, read


@cache
def _lexicon(language: Language) -> Lexicon:
    return build(read("concepts"), language, order=own_and_english(language))


def concepts(words: Sequence[Token], instead: dict[int, tuple[int, str]], language: Language) -> Iterable[str]:
    """Yield the meanings of a message in their order; what stands for a slot keeps its own name.

    Args:
        instead: by the token where it begins, the one after it and the name of the slot.
    """
    lexicon = _lexicon(language)
    place = 0
    while place < len(words):
        stop, mask = instead.get(place, (0, ""))
        if mask:
            yield mask + "_"
            place = max(stop, place + 1)
            continue
        match = lexicon.at(words, place)
        if match:
            yield f"_{match.means}"
        place = match.last if match else place + 1
