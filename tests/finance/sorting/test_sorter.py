"""What a transaction is, and who says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.sorting.kinds import Sort
from finance.sorting.learned import Correction, Learned
from finance.sorting.rules import RuleValue, first_fitting
from finance.sorting.sorter import Sorter

FUEL = [
    Correction("SHELL STATION 4411", -4_000, "expense", "fuel"),
    Correction("ARAL TANKSTELLE BERLIN", -3_900, "expense", "fuel"),
    Correction("FITNESS CLUB NORD", -2_900, "personal", "sport"),
]
NOTHING = Learned([])


def decide(
    memo: str, amount: int = -1_000, *, rules: tuple[RuleValue, ...] = (), taught: Learned = NOTHING
) -> tuple[str, str, str]:
    found = Sorter(rules, taught).decide(memo, amount, "EUR", 1)
    return str(found.sort.kind), found.sort.category, found.source


def test_it_works() -> None:
    assert decide("PETROL 12") == ("expense", "fuel", "default")
    assert decide("SHELL STATION 9034", taught=Learned(FUEL)) == ("expense", "fuel", "learned")
    rule = RuleValue(1, memo="shell", kind="personal", category="holiday")
    assert decide("Shell Station 9034", rules=(rule,), taught=Learned(FUEL)) == ("personal", "holiday", "rule")


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (RuleValue(1, memo="cafe"), True),
        (RuleValue(1, memo="caf"), False),  # whole words
        (RuleValue(1, memo="cafe", memo_test="starts"), False),
        (RuleValue(1, memo="the cafe", memo_test="starts"), True),
        (RuleValue(1, memo="the cafe 12", memo_test="is"), True),
        (RuleValue(1, direction=-1), True),
        (RuleValue(1, direction=1), False),
        (RuleValue(1, least_minor=1_000, most_minor=1_000, currency="EUR"), True),
        (RuleValue(1, least_minor=1_001, currency="EUR"), False),
        (RuleValue(1, most_minor=999, currency="EUR"), False),
        (RuleValue(1, least_minor=1, currency="USD"), False),
        (RuleValue(1, account=1), True),
        (RuleValue(1, account=2), False),
        (RuleValue(1, memo="cafe", direction=1), False),  # all must hold
    ],
)
def test_conditions(rule: RuleValue, fits: bool) -> None:
    assert (first_fitting([rule], "The Café 12", -1_000, "EUR", 1) is not None) is fits


def test_the_first_rule_decides_and_says_no_more_than_it_says() -> None:
    first, second = RuleValue(1, memo="shell", category="car"), RuleValue(2, memo="shell", kind="personal")
    assert decide("SHELL 1", rules=(first, second)) == ("expense", "car", "rule")
    assert decide("SHELL 1", rules=(second, first)) == ("personal", "", "rule")
    taught = Learned(FUEL)
    platform = RuleValue(3, memo="shell", platform="uber")
    found = Sorter((platform,), taught).decide("SHELL STATION", -1, "EUR", 1)
    assert found.sort == Sort("expense", "fuel", "uber")


def test_the_newest_word_on_a_counterparty_counts() -> None:
    taught = Learned([*FUEL, Correction("SHELL STATION 7", -100, "personal", "snacks")])
    assert decide("SHELL STATION 99", taught=taught)[1] == "snacks"


def test_alike_words_are_alike_things_and_strange_ones_are_left_alone() -> None:
    taught = Learned(FUEL)
    guess = taught.guess("TANKSTELLE ARAL", -5_000)
    assert guess is not None
    assert (guess.sort.category, guess.words) == ("fuel", ("tankstelle", "aral"))
    assert guess.confidence >= 0.8
    assert taught.guess("SHELL CAFE MUNICH", -500) is None
    assert taught.guess("FITNESS STATION", -500) is None  # one word of each: not sure
    assert taught.guess("SHELL STATION", 4_000) is None  # money in was never corrected


def test_without_words_nothing_is_learned() -> None:
    taught = Learned([Correction("4411 12/03", -100, "personal", "x")])
    assert taught.guess("9911 01/02", -100) is None


WORDS = st.lists(st.sampled_from(["shell", "aral", "club", "nord", "rent", "12", "é"]), max_size=5).map(" ".join)
CORRECTIONS = st.lists(
    st.builds(Correction, WORDS, st.integers(-9, 9).filter(bool), st.sampled_from(["expense", "personal"]), WORDS),
    max_size=12,
)


@given(CORRECTIONS, WORDS, st.integers(-9, 9).filter(bool))
def test_whatever_was_taught_a_guess_is_something_that_was_said(
    corrections: list[Correction], memo: str, amount: int
) -> None:
    guess = Learned(corrections).guess(memo, amount)
    if guess is not None:
        assert (guess.sort.kind, guess.sort.category) in {(one.kind, one.category) for one in corrections}
        assert 0.8 <= guess.confidence <= 1.0
        assert guess.words


@given(CORRECTIONS.filter(bool))
def test_the_last_correction_is_remembered_as_it_was(corrections: list[Correction]) -> None:
    last = corrections[-1]
    guess = Learned(corrections).guess(last.memo, last.amount_minor)
    assert guess is None or (guess.sort.kind, guess.sort.category) == (last.kind, last.category)
