"""Versions joined into payments, without ever joining what one file tells apart or a person has told apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from finance.duplicates.pairing import pair_up

Pair = frozenset[str]


class Answer(Enum):
    """What a person said of two versions."""

    DIFFERENT = "different"
    SAME = "same"  # as long as no file tells both: then the bank itself says that they are two
    SAME_THOUGH_TOLD_APART = "same, though one file tells both"


class Clusters:
    """Disjoint sets of fingerprints.

    Args:
        tellers: fingerprint -> the imports that tell it.
        said: what the person answered about pairs.
    """

    def __init__(self, tellers: Mapping[str, frozenset[int]], said: Mapping[Pair, Answer]) -> None:
        self._members = {key: {key} for key in tellers}
        self._of = {key: key for key in tellers}
        self._tellers = dict(tellers)
        self._posting = {key: key for key in tellers}
        self._apart: dict[str, set[str]] = defaultdict(set)
        self._answered: dict[str, set[str]] = defaultdict(set)
        self._replaced: set[str] = set()
        for pair, answer in said.items():
            one, other = sorted(pair)
            for key, partner in ((one, other), (other, one)):
                self._answered[key].add(partner)
                if answer is Answer.DIFFERENT:
                    self._apart[key].add(partner)

    def join(self, pair: Pair, *, overrule: bool = False) -> bool:
        """Join the clusters of a pair, unless something speaks against it; `overrule` what one file tells apart."""
        one, other = (self._of[key] for key in sorted(pair))
        if one == other or (self._tellers[one] & self._tellers[other] and not overrule) or self._told_apart(one, other):
            return False
        small, large = sorted((one, other), key=lambda key: (len(self._members[key]), key))
        for key in self._members[small]:
            self._of[key] = large
        self._members[large] |= self._members.pop(small)
        self._tellers[large] |= self._tellers.pop(small)
        return True

    def join_posting(self, pair: Pair, *, overrule: bool = False) -> bool:
        """Join two versions of one posting: what replaces the one replaces the other."""
        joined = self.join(pair, overrule=overrule)
        if joined:
            one, other = (self._posted(key) for key in sorted(pair))
            self._posting[one] = other
            self._replaced |= {other} if one in self._replaced else set()
        return joined

    def replace(self, earlier: str, later: str, *, overrule: bool = False) -> bool:
        """Join what has gone with what may stand for it, unless something else does already."""
        posting = self._posted(earlier)
        if posting in self._replaced or not self.join(frozenset((earlier, later)), overrule=overrule):
            return False
        self._replaced.add(posting)
        return True

    def pairs(self, edges: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Choose, of (earlier, later), one for each posting that nothing has replaced, so that few are left over."""
        first: dict[tuple[str, str], tuple[str, str]] = {}
        for earlier, later in edges:
            one, other = self._posted(earlier), self._posted(later)
            if one not in self._replaced and not self._refused(earlier, later):
                first.setdefault((one, other), (earlier, later))
        tellers = {one: self._tellers[self._of[one]] for one, _ in first}
        return {first[pair] for pair in pair_up(list(first), lambda one, other: bool(tellers[one] & tellers[other]))}

    def alone(self, key: str) -> bool:
        """Tell whether nothing was joined with it."""
        return len(self._members[self._of[key]]) == 1

    def answered(self, pair: Pair) -> bool:
        """Tell whether the question is settled: joined already, or answered for any versions of the two."""
        one, other = (self._of[key] for key in sorted(pair))
        return one == other or self._meet(self._answered, one, other)

    def groups(self) -> Iterator[set[str]]:
        """Return the clusters of more than one."""
        return (members for members in self._members.values() if len(members) > 1)

    def _posted(self, key: str) -> str:
        while self._posting[key] != key:
            key = self._posting[key]
        return key

    def _refused(self, earlier: str, later: str) -> bool:
        one, other = self._of[earlier], self._of[later]
        return one == other or bool(self._tellers[one] & self._tellers[other]) or self._told_apart(one, other)

    def _told_apart(self, one: str, other: str) -> bool:
        return self._meet(self._apart, one, other)

    def _meet(self, known: Mapping[str, set[str]], one: str, other: str) -> bool:
        if not known:
            return False
        return any(not known[key].isdisjoint(self._members[other]) for key in self._members[one] if key in known)
