"""Find what comes again among a user's transactions.

A stream is regular when most gaps between its days are one step of a rhythm, give or take that rhythm's tolerance, and
nearly all are one to three steps: a step may be missed, and the day may drift. Two subscriptions of one shop are told
apart by their amounts; a subscription whose price rises stays one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median, pstdev

from finance.recurring.cadence import RHYTHMS, Cadence, after, off_by, usual_day
from finance.recurring.streams import Occurrence, StreamKey, shown_name, streams

RECENT = 12  # occurrences that say what is usual now
ONE_STEP_SHARE = 0.7
KNOWN_STEPS_SHARE = 0.85
SAME_PRICE = 0.01  # two amounts closer than this, in parts, are one price
PRICE_CHANGE = 0.02
APART = 0.2  # amounts further apart than this, in parts, may be two subscriptions
TIGHT = 0.1  # coefficient of variation under which a group of amounts is one subscription
VARIABLE = 0.35  # over this, more occurrences are asked for before it is called regular
FEWEST_VARIABLE = 5
ENDED_AFTER_STEPS = 2.5
NEVER_BILLS = frozenset({"cash", "groceries", "fuel"})  # habits, not obligations


@dataclass(frozen=True, slots=True)
class PriceChange:
    """From which amount to which, in positive minor units, and since when."""

    before_minor: int
    after_minor: int
    on: date

    @property
    def share(self) -> float:
        """The change in parts of what it was before."""
        return self.after_minor / self.before_minor - 1


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that comes again. Amounts are positive minor units; `direction` is 1 for money in, -1 for out.

    Attributes:
        stream: what its memos have in common.
        name: who stands behind it, for people.
        due_on: the day it is expected on next, or was and did not come.
        due_from, due_to: between which days it is likely to come.
        typical_minor: what it is likely to be.
        low_minor, high_minor: between which amounts it was lately.
        missed: it was due before the last known day and is not there.
        ended: it has not come for several steps.
    """

    stream: str
    name: str
    direction: int
    cadence: Cadence
    typical_minor: int
    low_minor: int
    high_minor: int
    due_on: date
    due_from: date
    due_to: date
    missed: bool
    ended: bool
    price_change: PriceChange | None
    occurrences: tuple[Occurrence, ...]

    @property
    def last(self) -> Occurrence:
        """The newest occurrence."""
        return self.occurrences[-1]


def find(transactions: Iterable[Occurrence], *, as_of: date) -> list[Recurring]:
    """Return what comes again, soonest first.

    Args:
        transactions: of one currency, transfers left out, in any order.
        as_of: the last day that is known.
    """
    found: list[Recurring] = []
    for key, stream in streams(transactions).items():
        found += [_described(key, cadence, part, as_of) for cadence, part in _regular_parts(stream)]
    return sorted(found, key=lambda one: (one.due_on, one.stream, one.typical_minor))


def _regular_parts(stream: Sequence[Occurrence]) -> list[tuple[Cadence, list[Occurrence]]]:
    """Split a stream into the regular things in it: by amounts where these run side by side, else as a whole."""
    if stream[-1].category in NEVER_BILLS and stream[-1].amount_minor < 0:
        return []
    groups = _by_amount(stream)
    parts = [(cadence, group) for group in groups if (cadence := rhythm_of(group)) is not None]
    covered = sum(len(group) for _, group in parts)
    if len(parts) > 1 and covered >= KNOWN_STEPS_SHARE * len(stream) and _side_by_side([group for _, group in parts]):
        return parts
    whole = rhythm_of(stream)
    return [(whole, list(stream))] if whole is not None else parts


def _by_amount(stream: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """Cut the amounts where neighbours are far apart; each group oldest first, groups by amount."""
    ordered = sorted(stream, key=lambda one: abs(one.amount_minor))
    groups: list[list[Occurrence]] = [[ordered[0]]]
    for before, one in zip(ordered, ordered[1:], strict=False):
        if abs(one.amount_minor) > abs(before.amount_minor) * (1 + APART):
            groups.append([])
        groups[-1].append(one)
    tight = [group for group in groups if _variation(group) <= TIGHT]
    return [sorted(group, key=lambda one: (one.on, one.id)) for group in tight]


def _side_by_side(groups: Sequence[Sequence[Occurrence]]) -> bool:
    """Whether every group begins before another one ends: a price that rose gives groups that follow each other."""
    return all(
        any(group[0].on < other[-1].on and other[0].on < group[-1].on for other in groups if other is not group)
        for group in groups
    )


def rhythm_of(stream: Sequence[Occurrence]) -> Cadence | None:
    """Return the rhythm that a stream keeps; None when it keeps none."""
    recent = stream[-RECENT:]
    days = sorted({one.on for one in recent})
    if len(days) < len(recent):  # twice on one day is shopping, not a bill
        return None
    if _variation(recent) > VARIABLE and len(recent) < FEWEST_VARIABLE:
        return None
    kept = [(misses, cadence) for cadence in Cadence if (misses := _misses(days, cadence)) is not None]
    return min(kept)[1] if kept else None


def _misses(days: Sequence[date], cadence: Cadence) -> float | None:
    """Return by how much the days miss a rhythm, in parts of a step; None when they do not keep it."""
    rhythm = RHYTHMS[cadence]
    if len(days) < rhythm.fewest:
        return None
    gaps = [off_by(earlier, later, cadence) for earlier, later in zip(days, days[1:], strict=False)]
    known = [(steps, left) for steps, left in gaps if left <= rhythm.tolerance_days]
    one_step = sum(steps == 1 for steps, _ in known)
    if len(known) < KNOWN_STEPS_SHARE * len(gaps) or one_step < ONE_STEP_SHARE * len(gaps):
        return None
    return fmean([left for _, left in known]) / rhythm.mean_days


def _variation(stream: Sequence[Occurrence]) -> float:
    amounts = [abs(one.amount_minor) for one in stream]
    return pstdev(amounts) / fmean(amounts)


def _described(key: StreamKey, cadence: Cadence, part: list[Occurrence], as_of: date) -> Recurring:
    recent = part[-RECENT:]
    change = price_change(recent)
    now = [one for one in recent if change is None or one.on >= change.on]
    amounts = sorted(abs(one.amount_minor) for one in now)
    due_on, spread = _due(part, cadence)
    silent = (as_of - part[-1].on).days / RHYTHMS[cadence].mean_days
    direction, stream = key
    return Recurring(
        stream=stream,
        name=shown_name(part[-1]),
        direction=direction,
        cadence=cadence,
        typical_minor=amounts[-1] if _steady(amounts) else round(median(amounts)),
        low_minor=amounts[0],
        high_minor=amounts[-1],
        due_on=due_on,
        due_from=due_on - timedelta(days=spread),
        due_to=due_on + timedelta(days=spread),
        missed=due_on + timedelta(days=max(spread, RHYTHMS[cadence].tolerance_days)) < as_of,
        ended=silent > ENDED_AFTER_STEPS,
        price_change=change,
        occurrences=tuple(part),
    )


def _steady(amounts: Sequence[int]) -> bool:
    return amounts[-1] <= amounts[0] * (1 + SAME_PRICE)


def _due(part: Sequence[Occurrence], cadence: Cadence) -> tuple[date, int]:
    """Return the day it is expected on next, and how many days it usually is off."""
    days = [one.on for one in part[-RECENT:]]
    offs = [left for _, left in (off_by(*pair, cadence) for pair in zip(days, days[1:], strict=False))]
    spread = min(max(offs, default=0), RHYTHMS[cadence].tolerance_days)
    return _next(days, cadence), spread


def _next(days: Sequence[date], cadence: Cadence) -> date:
    """Return the next day: by its usual day of the month where the step is by months."""
    day = usual_day(days) if RHYTHMS[cadence].months else None
    expected = after(days[-1], cadence, day=day)
    # A payment at the turn of the month may have its usual day in the month before: 31 January, then 1 March.
    full = RHYTHMS[cadence].mean_days
    if (expected - days[-1]).days > 1.5 * full:
        return expected - timedelta(days=round(full))
    return expected if (expected - days[-1]).days > 0.5 * full else after(expected, cadence, day=day)


def price_change(recent: Sequence[Occurrence]) -> PriceChange | None:
    """Return the last change of a price that was steady before it and is steady since; None without one."""
    amounts = [abs(one.amount_minor) for one in recent]
    since = len(amounts) - 1
    while since > 0 and _same(amounts[since - 1], amounts[-1]):
        since -= 1
    before = amounts[:since][-3:]
    if len(before) < 2 or not all(_same(amount, before[-1]) for amount in before):
        return None
    if abs(amounts[-1] / before[-1] - 1) < PRICE_CHANGE:
        return None
    return PriceChange(before[-1], amounts[-1], recent[since].on)


def _same(one: int, other: int) -> bool:
    return abs(one - other) <= SAME_PRICE * max(one, other)
