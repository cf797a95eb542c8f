"""Which rows are one payment: the pure decider against a bank that keeps true books."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from finance.duplicates.clusters import Answer, Pair
from finance.duplicates.identity import decide
from finance.duplicates.versions import Outcome, Version, Window
from finance.intake.fingerprints import Fingerprints
from tests.finance.bank import Export, Payment, Told, day, rows_of

LAST = 14
MEMOS = ("Coffee House Main Street", "Coffee House", "Fuel Station 12", "Bus fare")
payments = st.builds(
    lambda announced, lag, hour, amount, memo, flagged, renamed: Payment(
        announced, announced + lag, hour, amount, memo, flagged, renamed
    ),
    st.integers(0, LAST - 5),
    st.sampled_from((0, 0, 0, 1, 2, 5)),
    st.integers(0, 3),
    st.sampled_from((-300, -300, -250, 9000)),
    st.sampled_from(MEMOS),
    st.booleans(),
    st.booleans(),
)
# The days that a statement covers are known from its rows, so the full one needs rows around what is told of.
OPENING, CLOSING = (Payment(on, on, hour, 1, "Interest") for on, hour in ((0, -1), (LAST, 3)))
truths = st.lists(payments, max_size=8).map(lambda paid: (OPENING, *paid, CLOSING))
exports = st.builds(
    lambda made, at, since, ids: Export(made, at, min(made, since), ids),
    st.integers(0, LAST),
    st.integers(0, 3),
    st.integers(0, LAST),
    st.booleans(),
)
everything = [Export(LAST, 3, 0, ids) for ids in (False, True)]


class Desk:
    """Imports that stand, what was answered, and what the ledger then is."""

    def __init__(self, truth: tuple[Payment, ...]) -> None:
        self.truth = truth
        self.files: dict[int, list[Told]] = {}
        self.said: dict[Pair, Answer] = {}
        self.versions: dict[str, Version] = {}
        self.means: dict[str, set[int]] = {}
        self._number = 0

    def bring(self, export: Export) -> int:
        """Import a statement; return the number of the import."""
        self._number += 1
        self.files[self._number] = rows_of(self.truth, export)
        return self._number

    def look(self) -> Outcome:
        """Decide anew from what stands."""
        tellings: dict[str, list[tuple[int, Told]]] = defaultdict(list)
        self.means = defaultdict(set)
        for number, file in self.files.items():
            for text, told, alike in fingerprinted(file):
                tellings[text].append((number, told))
                self.means[text] |= alike
        self.versions = {key: _version(key, told) for key, told in tellings.items()}
        windows = {
            number: Window(min(row.posted_on for row, _, _ in file), max(row.posted_on for row, _, _ in file))
            for number, file in self.files.items()
            if file
        }
        return decide(list(self.versions.values()), windows, self.said)

    def answer_truthfully(self) -> Outcome:
        """Answer every question by what truly happened, until none is left.

        Of payments of one amount and memo a person cannot say which is which either: any of them is the same.
        """
        for _ in range(200):
            outcome = self.look()
            if not outcome.questions:
                return outcome
            asked = outcome.questions[0]
            earlier, later = (
                {(self.truth[which].amount, self.truth[which].memo) for which in self.means[key]}
                for key in (asked.earlier, asked.later)
            )
            one = not earlier.isdisjoint(later)
            same = Answer.SAME if asked.joined else Answer.SAME_THOUGH_TOLD_APART
            self.said[frozenset((asked.earlier, asked.later))] = same if one else Answer.DIFFERENT
        raise AssertionError("the questions do not end")

    def ledger(self, outcome: Outcome) -> Counter[tuple[date, int]]:
        """Return (day, amount) of what counts."""
        counted = (version for key, version in self.versions.items() if key not in outcome.same_as)
        return Counter((version.posted_on, version.amount_minor) for version in counted)


def fingerprinted(file: list[Told]) -> Iterator[tuple[str, Told, set[int]]]:
    """Return each row with its fingerprint and what it may be: nobody tells like rows of a file apart."""
    prints, alike = Fingerprints(), defaultdict(set)
    for row, amount, which in file:
        alike[row.posted_on, amount, row.memo, row.external_id].add(which)
    for row, amount, which in file:
        text = prints.of(posted_on=row.posted_on, amount_minor=amount, memo=row.memo, external_id=row.external_id)
        yield text, (row, amount, which), alike[row.posted_on, amount, row.memo, row.external_id]


def _version(key: str, told: list[tuple[int, Told]]) -> Version:
    row, amount, _ = told[0][1]
    return Version(
        key,
        row.posted_on,
        amount,
        row.memo,
        row.external_id,
        all(row.pending for _, (row, _, _) in told),
        frozenset(number for number, _ in told),
    )


def true_books(truth: tuple[Payment, ...]) -> Counter[tuple[date, int]]:
    return Counter((day(payment.booked), payment.amount) for payment in truth)


@settings(max_examples=1200, deadline=None, derandomize=True)
@given(truths, st.lists(exports, max_size=6), st.sampled_from(everything), st.randoms(use_true_random=False))
def test_any_order_and_overlap_of_exports_gives_the_true_ledger_once_the_questions_are_answered(
    truth: tuple[Payment, ...], wanted: list[Export], full: Export, shuffled: random.Random
) -> None:
    order = [*wanted, *wanted[:1], full]
    shuffled.shuffle(order)
    desk = Desk(truth)
    for export in order:
        desk.bring(export)
    assert desk.ledger(desk.answer_truthfully()) == true_books(truth)


class Months(RuleBasedStateMachine):
    """Statements are brought, brought again and taken back, and some questions answered, in any order."""

    desk: Desk
    full: Export

    @initialize(truth=truths, full=st.sampled_from(everything))
    def open_books(self, truth: tuple[Payment, ...], full: Export) -> None:
        self.desk, self.full = Desk(truth), full

    @rule(export=exports)
    def bring(self, export: Export) -> None:
        self.desk.bring(export)

    @precondition(lambda self: self.desk.files)
    @rule(which=st.integers(0, 99))
    def bring_again(self, which: int) -> None:
        files = list(self.desk.files.values())
        before = self.desk.ledger(self.desk.look())
        self.desk.files[1000 + len(files) + which] = files[which % len(files)]
        assert self.desk.ledger(self.desk.look()) == before

    @precondition(lambda self: self.desk.files)
    @rule(which=st.integers(0, 99))
    def undo(self, which: int) -> None:
        self.desk.files.pop(sorted(self.desk.files)[which % len(self.desk.files)])

    @rule()
    def answer_truthfully(self) -> None:
        self.desk.answer_truthfully()

    @invariant()
    def nothing_that_one_file_tells_apart_is_one(self) -> None:
        outcome = self.desk.look()
        for file in self.desk.files.values():
            stands = [outcome.same_as.get(text, text) for text, _, _ in fingerprinted(file)]
            assert len(stands) == len(set(stands))

    def teardown(self) -> None:
        """With a statement of everything and every question answered, the ledger is the truth."""
        if hasattr(self, "desk"):
            self.desk.bring(self.full)
            assert self.desk.ledger(self.desk.answer_truthfully()) == true_books(self.desk.truth)


TestMonths = Months.TestCase
TestMonths.settings = settings(max_examples=100, stateful_step_count=12, deadline=None, derandomize=True)
