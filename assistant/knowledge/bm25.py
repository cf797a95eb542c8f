"""Okapi BM25 over a few short texts in several languages.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with weighted fields
(section 3.6). Our own because the libraries that do it want numpy, which the web process does not load.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K1, B = 1.2, 0.5
# `\w` leaves out the vowel signs of Devanagari and Telugu, which are marks.
WORD = re.compile(r"[\w\u0900-\u0963\u0c00-\u0c63]+")
LATIN_STEM, INDIC_STEM = 5, 4  # characters that are kept of a longer word: endings differ, beginnings do not
WITHOUT_MEANING = (
    "a an and are as at be but by can do does for from get give had has have how i if in is it its me my "
    "of on or so tell that the their them there they this to us was we what whats when where which who why "
    "will with would you your about explain please al como con cual cuales cuando cuanto de del donde el "
    "ella en es esta este la las lo los me mi mis para pero por porque que quien se ser si sin son su sus "
    "te tiene tu un una y yo explica explicame kya hai hain kaise ka ki ke ko mein me se mera meri mere "
    "aur ya par kyon kyun hota hoti ye yah woh batao bataiye क्या है हैं कैसे का की के को में से मेरा मेरी "
    "मेरे और या पर क्यों होता होती होते यह वह कब कौन बताओ बताइए मैं आप నా నాకు నేను మీ మీరు మరియు లేదా ఎలా "
    "ఏమిటి ఎందుకు ఎప్పుడు ఇది అది ఈ ఆ అంటే చెప్పు చెప్పండి గురించి "
)
STOP = frozenset(WITHOUT_MEANING.split())


@dataclass(frozen=True)
class Match:
    """A text that was found.

    Attributes:
        score: BM25's.
        coverage: the score over the best that any text could reach for these words; 0 to 1. A word that no text has
            counts as one that only one text has, so that a question about something else stays low.
    """

    key: str
    score: float
    coverage: float


def words(text: str) -> list[str]:
    """Return the words that carry meaning, cut to their stems; accents of Latin letters do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    plain = unicodedata.normalize("NFC", plain).replace("'", "").replace("’", "")
    return [_stem(word) for word in WORD.findall(plain) if word not in STOP]


def _stem(word: str) -> str:
    return word[: LATIN_STEM if word.isascii() else INDIC_STEM]


class Index:
    """Texts by their key, each in fields with a weight.

    Args:
        texts: key -> [(weight, text)].
    """

    def __init__(self, texts: Mapping[str, Sequence[tuple[float, str]]]) -> None:
        self._counts = {key: _weighted(fields) for key, fields in texts.items()}
        lengths = {key: sum(counts.values()) for key, counts in self._counts.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 1.0
        self._norm = {key: K1 * (1 - B + B * length / mean) for key, length in lengths.items()}
        holding = Counter(word for counts in self._counts.values() for word in counts)
        size = len(self._counts)
        self._idf = {word: math.log(1 + (size - n + 0.5) / (n + 0.5)) for word, n in holding.items()}
        self._idf_of_unknown = math.log(1 + (size - 0.5) / 1.5)

    def find(self, question: str) -> list[Match]:
        """Return the texts that share a word with a question, the best first."""
        asked = set(words(question))
        best = sum(self._idf.get(word, self._idf_of_unknown) for word in asked) * (K1 + 1)
        scores = {key: self._score(key, asked) for key in self._counts}
        found = [Match(key, score, score / best) for key, score in scores.items() if score > 0]
        return sorted(found, key=lambda match: (-match.score, match.key))

    def _score(self, key: str, asked: set[str]) -> float:
        counts, norm = self._counts[key], self._norm[key]
        shared = ((self._idf[word], counts[word]) for word in asked if word in counts)
        return sum(idf * (K1 + 1) * n / (n + norm) for idf, n in shared)


def _weighted(fields: Sequence[tuple[float, str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for weight, text in fields:
        for word in words(text):
            counts[word] += weight  # type: ignore[assignment]  # a weighted count is no whole number
    return counts
