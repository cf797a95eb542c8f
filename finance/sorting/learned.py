"""What a user's own corrections teach: the same counterparty is the same thing, and alike words are alike things.

The counterparty decides where it is known. Otherwise a multinomial naive Bayes over the words of the memo does, one
class for each kind and category that the user has named; it keeps silent unless it knows most of the words and is
sure, because a wrong guess costs more trust than a missing one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

from finance.recurring.streams import counterparty
from finance.sorting.kinds import Sort

SURE = 0.8
SMOOTHING = 0.5
Label = tuple[str, str]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """One transaction that the user has sorted; newest last in every sequence of them."""

    memo: str
    amount_minor: int
    kind: str
    category: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What a transaction most likely is, from 0 to 1 how sure, and the words that say so."""

    sort: Sort
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """A user's corrections, ready to be asked."""

    corrections: Sequence[Correction]

    @cached_property
    def by_counterparty(self) -> dict[Key, Label]:
        """The newest word on each counterparty and direction."""
        return {key_of(one.memo, one.amount_minor): (one.kind, one.category) for one in self.corrections}

    @cached_property
    def words(self) -> dict[int, dict[Label, Counter[str]]]:
        """How often each word stands under each label, by direction."""
        found: dict[int, dict[Label, Counter[str]]] = {1: {}, -1: {}}
        for one in self.corrections:
            direction, name = key_of(one.memo, one.amount_minor)
            if name:
                found[direction].setdefault((one.kind, one.category), Counter()).update(name.split())
        return found

    def guess(self, memo: str, amount_minor: int) -> Guess | None:
        """Return what the corrections say of a transaction; None when they say nothing sure."""
        if not self.corrections:
            return None
        direction, name = key = key_of(memo, amount_minor)
        if not name:
            return None
        if (label := self.by_counterparty.get(key)) is not None:
            return Guess(Sort(*label), 1.0, tuple(name.split()))
        return self._by_words(direction, name.split())

    def _by_words(self, direction: int, words: Sequence[str]) -> Guess | None:
        labels = self.words[direction]
        known = [word for word in words if any(word in counts for counts in labels.values())]
        if len(known) < SURE * len(words):
            return None
        chances = _posterior(labels, known)
        label = max(chances, key=lambda one: (chances[one], one))
        confidence = chances[label] * len(known) / len(words)
        said = tuple(word for word in known if word in labels[label])
        return Guess(Sort(*label), confidence, said) if confidence >= SURE and said else None


def key_of(memo: str, amount_minor: int) -> Key:
    """Return the direction and the counterparty of a transaction."""
    return (1 if amount_minor > 0 else -1), counterparty(memo)


def test_of(keys: Set[Key]) -> Callable[[str, int], bool]:
    """Return a test whether a transaction has one of these keys, which looks at most memos only briefly."""
    starts = {(direction, name.split()[0]) for direction, name in keys}

    def test(memo: str, amount_minor: int) -> bool:
        plain = memo.lower()
        if plain.isascii():  # then a word of the key stands in it as it is
            direction = 1 if amount_minor > 0 else -1
            if not any(way == direction and word in plain for way, word in starts):
                return False
        return key_of(memo, amount_minor) in keys

    return test


def _posterior(labels: dict[Label, Counter[str]], words: Iterable[str]) -> dict[Label, float]:
    """Return P(label | words), labels weighed by how many words they were taught with."""
    told = list(words)
    vocabulary = len({word for counts in labels.values() for word in counts})
    scores = {}
    for label, counts in labels.items():
        size = counts.total()
        likelihood = sum(log((counts[word] + SMOOTHING) / (size + SMOOTHING * vocabulary)) for word in told)
        scores[label] = log(size) + likelihood
    top = max(scores.values())
    weights = {label: exp(score - top) for label, score in scores.items()}
    return {label: weight / sum(weights.values()) for label, weight in weights.items()}
