"""The features of a short text: runs of words and letters. Standard library only; trainer and web code both read it."""

import math
from collections import Counter

LETTERS = (3, 4, 5)
MASK = "_"  # a word that begins so stands for something else, and has no letters


def ngrams(text: str) -> dict[str, float]:
    """Return the features of a text of words with blanks between them; their squares sum to one.

    A feature of words begins with "w", one of letters with "c"; words are joined by one blank, edges are "^" and "$".
    """
    words = ["^", *text.split(), "$"]
    counted: Counter[str] = Counter()
    for place, word in enumerate(words[1:-1], 1):
        counted["w" + word] += 1
        counted[f"w{word} {words[place + 1]}"] += 1
        if place == 1:
            counted[f"w^ {word}"] += 1
        if place + 2 < len(words):
            counted[f"w{word} {words[place + 1]} {words[place + 2]}"] += 1
            counted[f"s{word} {words[place + 2]}"] += 1
        if not word.startswith(MASK):
            _letters(word, counted)
    weights = {name: 1 + math.log(count) for name, count in counted.items()}
    for name in weights:
        if name[0] == "c":
            weights[name] *= 0.5
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {name: weight / length for name, weight in weights.items()} if length else {}


def _letters(word: str, counted: Counter[str]) -> None:
    edged = f" {word} "
    for size in LETTERS:
        for start in range(len(edged) - size + 1):
            counted["c" + edged[start : start + size]] += 1
