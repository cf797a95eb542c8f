"""Which rows are two ends of one event: tables and properties over plain values."""

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.transfers.matching import APART, Leg, Matching, Pair, match

FIRST = date(2026, 10, 1)
BANK, CARD, WALLET = 1, 2, 3


def leg(key: int, account: int, day: int, amount: int, memo: str = "", **more: object) -> Leg:
    return Leg(key, account, FIRST + timedelta(days=day), amount, "USD", f"f{key}", memo, **more)  # type: ignore[arg-type]  # checked by the class


def pairs(found: Matching) -> set[Pair]:
    return {frozenset(one.legs) for one in found.matches}


def asked(found: Matching) -> list[tuple[str, set[int]]]:
    return [(doubt.kind, set(doubt.legs)) for doubt in found.doubts]


def matched(*legs: Leg, apart: Sequence[Pair] = ()) -> Matching:
    return match(legs, frozenset(apart))


def test_it_works() -> None:
    found = matched(leg(1, BANK, 0, -500), leg(2, CARD, 2, 500))
    assert pairs(found) == {frozenset((1, 2))}
    assert not found.doubts


@pytest.mark.parametrize(
    "other",
    [
        leg(2, CARD, 6, 500),
        leg(2, BANK, 0, 500),
        leg(2, CARD, 0, -500),
        leg(2, CARD, 0, 501),
        Leg(2, CARD, FIRST, 500, "EUR", "f2"),
    ],
    ids=["too late", "same account", "same direction", "another amount", "another currency"],
)
def test_what_is_no_transfer_is_left(other: Leg) -> None:
    assert matched(leg(1, BANK, 0, -500), other) == Matching([], [])


def test_the_nearest_day_wins_then_the_words() -> None:
    out = leg(1, BANK, 3, -500, "to visa card")
    assert pairs(matched(out, leg(2, CARD, 5, 500), leg(3, CARD, 4, 500))) == {frozenset((1, 3))}
    found = matched(out, leg(2, CARD, 4, 500, "refund shoes"), leg(3, CARD, 2, 500, "transfer received", hint=True))
    assert pairs(found) == {frozenset((1, 3))}


def test_as_many_as_possible_are_matched() -> None:
    found = matched(leg(1, BANK, 0, -500), leg(2, BANK, 3, -500), leg(3, CARD, 3, 500), leg(4, CARD, 7, 500))
    assert pairs(found) == {frozenset((1, 3)), frozenset((2, 4))}


def test_equal_candidates_are_asked_about_and_none_is_taken() -> None:
    found = matched(leg(1, BANK, 0, -500), leg(2, CARD, 1, 500, "a"), leg(3, 4, 1, 500, "b"))
    assert not found.matches
    assert sorted(map(sorted, (legs for _, legs in asked(found)))) == [[1, 2], [1, 3]]


def test_rows_that_nobody_can_tell_apart_need_no_question() -> None:
    found = matched(leg(1, BANK, 0, -500), leg(2, CARD, 1, 500, "in"), leg(3, CARD, 1, 500, "in"))
    assert len(found.matches) == 1
    assert not found.doubts


def test_words_that_speak_against_it_are_asked_about() -> None:
    found = matched(leg(1, CARD, 0, -50, "Shell", other=True), leg(2, BANK, 0, 50, "ACME"))
    assert (found.matches, asked(found)) == ([], [("possible_transfer", {1, 2})])


def test_what_was_told_apart_stays_apart() -> None:
    found = matched(leg(1, BANK, 0, -500), leg(2, CARD, 0, 500), apart=[frozenset((1, 2))])
    assert found == Matching([], [])


def payout(key: int, day: int, amount: int, platform: str = "uber") -> Leg:
    return leg(key, WALLET, day, amount, "payout", hint=True, payout=True, platform=platform)


def test_a_payout_is_matched_with_its_deposit_up_to_a_week_later() -> None:
    deposit = leg(2, BANK, 7, 8000, "UBER BV", other=True, platform="uber")
    assert [(one.kind, one.legs) for one in matched(payout(1, 0, -8000), deposit).matches] == [("payout", (1, 2))]
    assert not matched(deposit, payout(1, 9, -8000)).matches


def test_another_platforms_deposit_is_no_match() -> None:
    found = matched(payout(1, 0, -8000), leg(2, BANK, 1, 8000, "LYFT", other=True, platform="lyft"))
    assert not found.matches


def test_several_payouts_in_one_deposit_and_a_fee_are_asked_about() -> None:
    deposit = leg(3, BANK, 5, 8000, "UBER", other=True, platform="uber")
    found = matched(payout(1, 1, -5000), payout(2, 3, -3000), deposit)
    assert asked(found) == [("payout_group", {1, 2, 3})]
    less = leg(2, BANK, 1, 7900, "UBER", other=True, platform="uber")
    assert asked(matched(payout(1, 0, -8000), less)) == [("payout_fee", {1, 2})]


legs_of = st.lists(
    st.tuples(
        st.sampled_from((BANK, CARD, WALLET)),
        st.integers(0, 12),
        st.sampled_from((-500, 500, -500, 500, -80, 80)),
        st.sampled_from(("", "visa card", "savings")),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
).map(
    lambda rows: [
        leg(
            key,
            account,
            day,
            amount,
            memo,
            hint=hint,
            other=other,
            payout=account == WALLET and amount < 0,
            platform="uber" if account == WALLET else "",
        )
        for key, (account, day, amount, memo, hint, other) in enumerate(rows, start=1)
    ]
)


@settings(max_examples=1000, deadline=None)
@given(legs_of, st.randoms(use_true_random=False))
def test_matching_is_right_and_does_not_depend_on_the_order(legs: list[Leg], shuffled: random.Random) -> None:
    found = match(legs, frozenset())
    by_key = {one.key: one for one in legs}
    used = [key for one in found.matches for key in one.legs]
    assert len(used) == len(set(used))
    for one in found.matches:
        out, into = (by_key[key] for key in one.legs)
        assert out.amount_minor + into.amount_minor == 0
        assert out.amount_minor < 0
        assert out.account != into.account
        assert abs(into.posted_on - out.posted_on) <= (timedelta(days=7) if out.payout else APART)
    assert not {key for doubt in found.doubts for key in doubt.legs} & set(used)
    other_way = list(legs)
    shuffled.shuffle(other_way)
    assert match(other_way, frozenset()) == found


@settings(max_examples=500, deadline=None)
@given(legs_of)
def test_what_is_split_never_comes_back(legs: list[Leg]) -> None:
    apart: set[Pair] = set()
    for _ in range(60):
        found = match(legs, apart)
        assert pairs(found).isdisjoint(apart)
        if not found.matches:
            return
        apart.add(frozenset(found.matches[0].legs))
    raise AssertionError("splitting does not end")


def test_twenty_thousand_rows_take_less_than_a_second() -> None:
    dice = random.Random(1)  # noqa: S311 - the same rows in every run
    legs = [
        leg(n, dice.choice((BANK, CARD)), dice.randrange(3650), dice.choice((-1, 1)) * dice.randrange(100, 9000))
        for n in range(20_000)
    ]
    started = time.perf_counter()
    found = match(legs, frozenset())
    assert time.perf_counter() - started < 1
    assert found.matches
