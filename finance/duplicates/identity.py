"""Which versions of rows are one payment: values in, decision out; the same whatever order the files came in.

A version is a row as some statements tell it. Equal fingerprints are one version. Of two versions, one may stand for
the other when they have one amount, no file tells both, they are at most a week apart, and the earlier one has gone:
a file that tells the later one covers its day and does not have it, or it was only announced. Whether that is certain
depends on memos and ids. What is not certain is asked, and counts as one until it is answered; only where an amount
changed, or a bank used an id again, it counts as two.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from finance.duplicates.clusters import Answer, Clusters, Pair
from finance.duplicates.memos import alike, plain, words
from finance.duplicates.versions import Outcome, Question, Version, Window
from finance.intake.fingerprints import MANY, SHARE

APART = timedelta(days=7)
LARGEST_CHANGE = 1.5  # a tip at most; a smaller amount is what a preauthorisation comes to
MOST_LOOKED_AT = 500  # vanished rows without a successor; more of them are a file of something else


@dataclass(frozen=True, slots=True)
class _Edge:
    rank: int
    gap: int
    earlier: Version
    later: Version
    kind: str

    def order(self, others: Mapping[str, int]) -> tuple[object, ...]:
        """The surest first; of like ones, rows of one form, that could be little else, and that many files tell.

        Args:
            others: fingerprint -> how many rows of later days could replace it.
        """
        one, other = self.earlier, self.later
        mixed = bool(one.external_id) != bool(other.external_id)
        told = len(one.tellers) + len(other.tellers)
        else_ = others.get(one.fingerprint, 0) + others.get(other.fingerprint, 0)
        return self.rank, self.gap, mixed, else_, -told, one.fingerprint, other.fingerprint

    @property
    def question(self) -> Question:
        return Question(self.kind, self.earlier.fingerprint, self.later.fingerprint, joined=True)

    @property
    def pair(self) -> Pair:
        return frozenset((self.earlier.fingerprint, self.later.fingerprint))


ID, EXACT, CERTAIN, DOUBTFUL, OTHER_ID, CROSSED, CAME_LATER, OTHER_MEMO, ONLY_AMOUNT = range(9)
SAME_POSTING, REPLACEMENTS = (DOUBTFUL, OTHER_ID), (ID, CROSSED, CAME_LATER, OTHER_MEMO, ONLY_AMOUNT)


def decide(versions: Sequence[Version], windows: Mapping[int, Window], said: Mapping[Pair, Answer]) -> Outcome:
    """Decide which versions are one payment.

    Args:
        versions: what one account's statements tell, each fingerprint once.
        windows: the days of each import that is named as a teller.
        said: what the person answered.
    """
    gone = _gone(versions, windows)
    clusters = Clusters({v.fingerprint: v.tellers for v in versions}, said)
    questions: dict[Pair, Question] = {}
    found = _doubted(_edges(versions, gone, windows), said)
    others = Counter(edge.earlier.fingerprint for edge in found if edge.gap)
    edges = sorted(found, key=lambda edge: edge.order(others))
    for edge in edges:
        if edge.rank in (EXACT, CERTAIN):
            clusters.join_posting(edge.pair)
    _join_what_was_said(versions, said, clusters)
    for ranks, join in ((SAME_POSTING, _join_posting), (REPLACEMENTS, _replace)):
        for edge in _chosen([edge for edge in edges if edge.rank in ranks], clusters):
            if join(clusters, edge):
                questions[edge.pair] = edge.question
    for question in [*_reused(versions), *_changed(versions, gone, windows, clusters)]:
        pair = frozenset((question.earlier, question.later))
        if not clusters.answered(pair):
            questions.setdefault(pair, question)
    return Outcome(_same_as(versions, clusters), list(questions.values()))


def _join_what_was_said(versions: Sequence[Version], said: Mapping[Pair, Answer], clusters: Clusters) -> None:
    known = {version.fingerprint: version for version in versions} if said else {}
    for pair in sorted(said, key=sorted):
        if said[pair] is not Answer.DIFFERENT and pair <= known.keys():
            earlier, later = _in_order(*(known[key] for key in pair))
            overrule = said[pair] is Answer.SAME_THOUGH_TOLD_APART
            if _announced(earlier, later):
                clusters.replace(earlier.fingerprint, later.fingerprint, overrule=overrule)
            else:
                clusters.join_posting(pair, overrule=overrule)


def _join_posting(clusters: Clusters, edge: _Edge) -> bool:
    return clusters.join_posting(edge.pair)


def _replace(clusters: Clusters, edge: _Edge) -> bool:
    return clusters.replace(edge.earlier.fingerprint, edge.later.fingerprint)


def _announced(earlier: Version, later: Version) -> bool:
    return earlier.posted_on != later.posted_on or earlier.pending != later.pending


def _gone(versions: Sequence[Version], windows: Mapping[int, Window]) -> list[Version]:
    """Return the versions that some import should tell and does not, and those that were only announced."""
    should: dict[date, frozenset[int]] = {}
    found: list[Version] = []
    for version in versions:
        day = version.posted_on
        if day not in should:
            should[day] = frozenset(key for key, window in windows.items() if window.covers(day))
        if version.pending or not should[day] <= version.tellers:
            found.append(version)
    return found


def _edges(versions: Sequence[Version], gone: Sequence[Version], windows: Mapping[int, Window]) -> Iterator[_Edge]:
    amounts = {version.amount_minor for version in gone}
    near: dict[int, list[Version]] = defaultdict(list)
    for version in sorted(versions, key=lambda version: version.posted_on):
        if version.amount_minor in amounts:
            near[version.amount_minor].append(version)
    seen: set[Pair] = set()
    for one in gone:
        for other in _within(near[one.amount_minor], one.posted_on):
            pair = frozenset((one.fingerprint, other.fingerprint))
            if pair not in seen and one is not other:
                seen.add(pair)
                if edge := _edge(one, other, windows):
                    yield edge


def _chosen(edges: Sequence[_Edge], clusters: Clusters) -> Iterator[_Edge]:
    """Give each row that has gone one that may stand for it, so that as few as possible are left; then the rest."""
    best = clusters.pairs((edge.earlier.fingerprint, edge.later.fingerprint) for edge in edges)
    yield from (edge for edge in edges if (edge.earlier.fingerprint, edge.later.fingerprint) in best)
    yield from edges


def _doubted(edges: Iterable[_Edge], said: Mapping[Pair, Answer]) -> list[_Edge]:
    """Doubt what is alike in words where the words do not tell which it is.

    That is so where another row of one file is alike too; and where the person has told apart what was left over, for
    then the rest may have been joined crosswise.
    """
    found = list(edges)
    partners: dict[str, list[Version]] = defaultdict(list)
    apart = {key for pair, answer in said.items() if answer is Answer.DIFFERENT for key in pair}
    crossed: set[str] = set()
    for edge in found:
        one, other = edge.earlier, edge.later
        if edge.rank == CERTAIN:
            partners[one.fingerprint].append(other)
            partners[other.fingerprint].append(one)
        crossed |= {other.fingerprint} if one.fingerprint in apart else set()
        crossed |= {one.fingerprint} if other.fingerprint in apart else set()
    unclear = {key for key, rows in partners.items() if _several(rows)}
    return [edge if edge.rank != CERTAIN else _ranked(edge, crossed, unclear) for edge in found]


def _ranked(edge: _Edge, crossed: Set[str], unclear: Set[str]) -> _Edge:
    if not crossed.isdisjoint(edge.pair):
        return replace(edge, rank=CROSSED)
    return edge if unclear.isdisjoint(edge.pair) else replace(edge, rank=DOUBTFUL)


def _several(rows: Sequence[Version]) -> bool:
    return any(
        one.tellers & other.tellers and plain(one.memo) != plain(other.memo) for one, other in combinations(rows, 2)
    )


def _within(versions: Sequence[Version], day: date) -> Iterator[Version]:
    start = bisect_left(versions, day - APART, key=lambda version: version.posted_on)
    for index in range(start, len(versions)):
        if versions[index].posted_on > day + APART:
            return
        yield versions[index]


def _edge(one: Version, other: Version, windows: Mapping[int, Window]) -> _Edge | None:
    """Return what speaks for two versions of one amount being one payment; None when nothing does."""
    earlier, later = _in_order(one, other)
    if not _may_replace(earlier, later, windows):
        return None
    gap = abs(later.posted_on - earlier.posted_on).days
    both = bool(earlier.external_id and later.external_id)
    announced = _announced(earlier, later)
    kind = "pending_replaced" if announced else "possible_duplicate"
    if both and earlier.external_id == later.external_id:
        rank = ID if announced else EXACT
    elif not alike(earlier.memo, later.memo):
        rank = ONLY_AMOUNT if announced else OTHER_MEMO
    elif announced:
        rank = CAME_LATER
    elif both:
        rank = OTHER_ID
    else:
        rank = EXACT if plain(earlier.memo) == plain(later.memo) else CERTAIN
    return _Edge(rank, gap, earlier, later, kind)


def _in_order(one: Version, other: Version) -> tuple[Version, Version]:
    """Return what was there first: the earlier day; of one day, what was only announced."""
    first, second = sorted((one, other), key=lambda version: (version.posted_on, version.standing))
    return first, second


def _may_replace(earlier: Version, later: Version, windows: Mapping[int, Window]) -> bool:
    if earlier.tellers & later.tellers or not (earlier.tellers or later.tellers):
        return False
    if earlier.posted_on == later.posted_on or earlier.pending > later.pending:
        return True
    return any(windows[teller].covers(earlier.posted_on) for teller in later.tellers)


def _reused(versions: Iterable[Version]) -> Iterator[Question]:
    """Ask about the bookings that share an id; a bank that starts its ids anew is not asked about the past."""
    by_id: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        if version.external_id:
            by_id[version.external_id].append(version)
    shared = [sorted(group, key=lambda v: (v.posted_on, v.fingerprint)) for group in by_id.values() if len(group) > 1]
    pairs = [pair for group in shared for pair in zip(group, group[1:], strict=False)]
    far = [pair for pair in pairs if pair[1].posted_on - pair[0].posted_on > APART]
    recycled = len(far) > MANY and len(far) > SHARE * len(by_id)
    for first, second in pairs:
        if not (recycled and second.posted_on - first.posted_on > APART):
            yield Question("reused_id", first.fingerprint, second.fingerprint, joined=False)


def _changed(
    versions: Sequence[Version], gone: Sequence[Version], windows: Mapping[int, Window], clusters: Clusters
) -> Iterator[Question]:
    """Ask about a row that has gone and the nearest one of the same payee with another amount."""
    left = [version for version in gone if words(version.memo) and clusters.alone(version.fingerprint)]
    if not left or len(left) > MOST_LOOKED_AT:
        return
    ordered = sorted(versions, key=lambda version: version.posted_on)
    for one in left:
        found = [other for other in _within(ordered, one.posted_on) if _is_changed(one, other, windows)]
        if found:
            best = min(found, key=lambda v: (abs(v.posted_on - one.posted_on), abs(v.amount_minor), v.fingerprint))
            yield Question("amount_changed", one.fingerprint, best.fingerprint, joined=False)


def _is_changed(one: Version, other: Version, windows: Mapping[int, Window]) -> bool:
    ratio = other.amount_minor / one.amount_minor
    return (
        0 < ratio <= LARGEST_CHANGE
        and ratio != 1
        and not other.pending
        and other.posted_on >= one.posted_on
        and _may_replace(one, other, windows)
        and bool(words(other.memo))
        and alike(one.memo, other.memo)
    )


def _same_as(versions: Sequence[Version], clusters: Clusters) -> dict[str, str]:
    known = {version.fingerprint: version for version in versions}
    found: dict[str, str] = {}
    for members in clusters.groups():
        stands = max(members, key=lambda member: known[member].standing)
        found |= dict.fromkeys(members - {stands}, stands)
    return found
