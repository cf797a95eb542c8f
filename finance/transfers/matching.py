"""Which rows are the two ends of one event: money moved between own accounts, a platform's payout and its deposit.

Values in, decision out. Two rows match when they have one amount and currency, opposite signs, different accounts and
are a few days apart. As many as possible are matched, the nearest days first, then the words. Nothing is guessed: of
candidates that are equally near, none is matched and all are asked about, unless it makes no difference which is which.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from finance.duplicates.memos import words
from finance.duplicates.pairing import pair_up

APART = timedelta(days=5)
PAYOUT_APART = timedelta(days=7)
Pair = frozenset[int]
MOST_PAYOUTS = 4  # in one deposit
LARGEST_FEE = 0.05  # of a payout that arrives less a fee


@dataclass(frozen=True, slots=True)
class Leg:
    """A row that may be an end.

    Attributes:
        key: its primary key.
        hint: whether its words or kind say that it is a transfer.
        other: whether its words say that it is something else, such as fuel.
        payout: whether it is a payout in a platform's wallet.
        platform: the platform that it names, or that its account is of.
    """

    key: int
    account: int
    posted_on: date
    amount_minor: int
    currency: str
    fingerprint: str
    memo: str = ""
    hint: bool = False
    other: bool = False
    payout: bool = False
    platform: str = ""

    @property
    def place(self) -> tuple[date, int, str]:
        """Where it stands among others, whichever import brought it first."""
        return self.posted_on, self.account, self.fingerprint


@dataclass(frozen=True, slots=True)
class Match:
    """Rows that are one event; `kind` as in models.Transfer."""

    kind: str
    legs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Rows that may be one event; `kind` as in models.Review."""

    kind: str
    legs: tuple[int, ...]


@dataclass(frozen=True)
class Matching:
    """What is matched, and what has to be asked."""

    matches: Sequence[Match] = ()
    doubts: Sequence[Doubt] = field(default=())


@dataclass(frozen=True, slots=True)
class _Edge:
    out: Leg
    into: Leg

    @property
    def gap(self) -> int:
        return abs((self.into.posted_on - self.out.posted_on).days)

    @property
    def said(self) -> int:
        """How much the words say for it: the hints of both, a platform or words that both name."""
        named = bool(self.out.platform) and self.out.platform == self.into.platform
        return self.out.hint + self.into.hint + 2 * named + bool(words(self.out.memo) & words(self.into.memo))

    @property
    def cost(self) -> tuple[int, int]:
        return self.gap, -self.said

    @property
    def order(self) -> tuple[object, ...]:
        return (*self.cost, *self.out.place, *self.into.place)

    @property
    def sure(self) -> bool:
        """Nothing speaks against it, or a hint for it."""
        if self.out.payout:
            return not self.into.platform or self.into.platform == self.out.platform
        return self.said > 0 or not (self.out.other or self.into.other)

    @property
    def pair(self) -> Pair:
        return frozenset((self.out.key, self.into.key))


def match(legs: Sequence[Leg], apart: Set[Pair]) -> Matching:
    """Match rows; `apart` has the pairs that a person has told apart. The order of the rows makes no difference."""
    legs = sorted(legs, key=lambda leg: leg.place)
    edges = sorted((edge for edge in _edges(legs) if edge.pair not in apart), key=lambda edge: edge.order)
    matches: list[Match] = []
    doubts: list[Doubt] = []
    taken: set[int] = set()
    for payout in (True, False):
        group = [e for e in edges if e.out.payout is payout and e.sure and taken.isdisjoint(e.pair)]
        found, unclear = _assign(group)
        matches += [Match("payout" if payout else "transfer", (e.out.key, e.into.key)) for e in found]
        doubts += [Doubt("possible_transfer", (e.out.key, e.into.key)) for e in unclear]
        taken |= {key for edge in (*found, *unclear) for key in edge.pair}
    left = [leg for leg in legs if leg.key not in taken]
    doubts += _nearest([edge for edge in edges if not edge.sure and taken.isdisjoint(edge.pair)])
    return Matching(matches, [*doubts, *_payout_doubts(left, apart)])


def _edges(legs: Sequence[Leg]) -> Iterator[_Edge]:
    outs: dict[tuple[str, int], list[Leg]] = defaultdict(list)
    for leg in legs:
        if leg.amount_minor < 0:
            outs[leg.currency, -leg.amount_minor].append(leg)
    for into in legs:
        if into.amount_minor <= 0 or into.payout:
            continue
        near = outs.get((into.currency, into.amount_minor), [])
        start = bisect_left(near, into.posted_on - PAYOUT_APART, key=lambda leg: leg.posted_on)
        for out in near[start:]:
            if out.posted_on > into.posted_on + APART:
                break
            if out.account != into.account and _near(out, into):
                yield _Edge(out, into)


def _near(out: Leg, into: Leg) -> bool:
    later = into.posted_on - out.posted_on
    if out.payout:  # money does not arrive before it was paid out; a day is left for dates of other time zones
        return timedelta(days=-1) <= later <= PAYOUT_APART
    return abs(later) <= APART


def _assign(edges: Sequence[_Edge]) -> tuple[list[_Edge], list[_Edge]]:
    """Return the edges that are matched, and those of which nobody can say which it is."""
    by_pair = {(edge.out.key, edge.into.key): edge for edge in edges}
    chosen = pair_up([(out, into) for out, into in by_pair], lambda one, other: True)
    found: list[_Edge] = []
    unclear: list[_Edge] = []
    for group in _components(edges):
        mine = [edge for edge in group if (edge.out.key, edge.into.key) in chosen]
        doubtful = _undecided(group, mine)
        unclear += doubtful
        blocked = {key for edge in doubtful for key in edge.pair}
        found += [edge for edge in mine if blocked.isdisjoint(edge.pair)]
    return found, unclear


def _components(edges: Sequence[_Edge]) -> list[list[_Edge]]:
    of: dict[int, int] = {}

    def root(key: int) -> int:
        while of.setdefault(key, key) != key:
            of[key] = of[of[key]]
            key = of[key]
        return key

    for edge in edges:
        of[root(edge.out.key)] = root(edge.into.key)
    groups: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[root(edge.out.key)].append(edge)
    return list(groups.values())


def _undecided(group: Sequence[_Edge], chosen: Sequence[_Edge]) -> list[_Edge]:
    """Return the edges of one component that are as good as a chosen one, and would leave another row unmatched."""
    matched = {key for edge in chosen for key in edge.pair}
    held = {key: edge for edge in chosen for key in edge.pair}
    found: list[_Edge] = []
    for edge in group:
        free = edge.pair - matched
        if len(free) == 1:
            (taken,) = edge.pair - free
            if edge.cost == held[taken].cost and not _alike(edge, held[taken], taken):
                found += [edge, held[taken]]
    return list(dict.fromkeys(found))


def _alike(one: _Edge, other: _Edge, shared: int) -> bool:
    """Tell whether the ends that two edges do not share are the same to anybody who looks: then either will do."""
    first, second = (edge.into if edge.out.key == shared else edge.out for edge in (one, other))
    return (first.account, first.posted_on, first.memo) == (second.account, second.posted_on, second.memo)


def _nearest(edges: Sequence[_Edge]) -> list[Doubt]:
    """Ask about the nearest candidate of each row that something speaks against."""
    taken: set[int] = set()
    found: list[Doubt] = []
    for edge in edges:
        if taken.isdisjoint(edge.pair):
            taken |= edge.pair
            found.append(Doubt("possible_transfer", (edge.out.key, edge.into.key)))
    return found


def _payout_doubts(left: Sequence[Leg], apart: Set[Pair]) -> Iterator[Doubt]:
    """Ask about deposits that several payouts add up to, or that are a payout less a fee."""
    payouts = [leg for leg in left if leg.payout and leg.amount_minor < 0]
    taken: set[int] = set()
    for into in left:
        if into.amount_minor <= 0 or into.payout or not payouts:
            continue
        near = [
            leg
            for leg in payouts
            if leg.key not in taken
            and leg.currency == into.currency
            and leg.account != into.account
            and timedelta(0) <= into.posted_on - leg.posted_on <= PAYOUT_APART
            and (not into.platform or not leg.platform or into.platform == leg.platform)
        ]
        found = _sum_of(near, into) or _less_a_fee(near, into)
        if found and frozenset((*found.legs, into.key)) not in apart:
            taken |= set(found.legs)
            yield Doubt(found.kind, (*found.legs, into.key))


def _sum_of(near: Sequence[Leg], into: Leg) -> Doubt | None:
    """Return consecutive payouts of one wallet that add up to a deposit."""
    by_account: Mapping[int, list[Leg]] = {leg.account: [] for leg in near}
    for leg in near:
        by_account[leg.account].append(leg)
    for rows in by_account.values():
        for start in range(len(rows)):
            for end in range(start + 2, min(start + MOST_PAYOUTS, len(rows)) + 1):
                if -sum(leg.amount_minor for leg in rows[start:end]) == into.amount_minor:
                    return Doubt("payout_group", tuple(leg.key for leg in rows[start:end]))
    return None


def _less_a_fee(near: Sequence[Leg], into: Leg) -> Doubt | None:
    """Return the payout that a deposit of the same platform is a little less than."""
    for leg in reversed(near):
        fee = -leg.amount_minor - into.amount_minor
        if 0 < fee <= LARGEST_FEE * -leg.amount_minor and leg.platform and leg.platform == into.platform:
            return Doubt("payout_fee", (leg.key,))
    return None
