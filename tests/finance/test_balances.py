"""Balances carried from a known day to others."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from finance.balances import AccountBalances, UserBalances

DAY_0 = date(2026, 1, 1)


def on(offset: int) -> date:
    return DAY_0 + timedelta(days=offset)


def test_a_known_balance_is_carried_forward_and_back() -> None:
    account = AccountBalances.made_of([(on(5), 100)], [(on(2), 30), (on(7), -20)])
    assert [account.on(on(day)) for day in (1, 2, 5, 6, 7, 9)] == [70, 100, 100, 100, 80, 80]


def test_the_nearest_point_before_wins() -> None:
    account = AccountBalances.made_of([(on(1), 10), (on(5), 500)], [(on(3), 1)])
    assert account.on(on(4)) == 11
    assert account.on(on(6)) == 500


def test_nothing_known_is_none_and_not_zero() -> None:
    assert AccountBalances.made_of([], [(on(1), 5)]).on(on(2)) is None
    assert UserBalances({}).on(on(1)) is None


def test_one_unknown_account_makes_the_total_unknown() -> None:
    known = AccountBalances.made_of([(on(0), 5)], [])
    assert UserBalances({1: known}).on(on(1)) == 5
    assert UserBalances({1: known, 2: AccountBalances.made_of([], [])}).on(on(1)) is None


@given(st.dictionaries(st.integers(0, 40), st.integers(-1000, 1000)), st.integers(0, 40), st.integers(0, 40))
def test_a_balance_moves_by_exactly_what_happened(moves: dict[int, int], known: int, asked: int) -> None:
    changes = sorted((on(day), change) for day, change in moves.items())
    account = AccountBalances.made_of([(on(known), 0)], changes)
    low, high = sorted((known, asked))
    moved = sum(change for day, change in moves.items() if low < day <= high)
    assert account.on(on(asked)) == (moved if asked >= known else -moved)


@given(
    points=st.dictionaries(st.integers(0, 40), st.integers(-500, 500), max_size=5),
    changes=st.dictionaries(st.integers(0, 40), st.integers(-500, 500), max_size=20),
    first=st.integers(-5, 45),
    days=st.integers(1, 60),
)
def test_day_by_day_is_what_each_day_says(
    points: dict[int, int], changes: dict[int, int], first: int, days: int
) -> None:
    def dated(amounts: dict[int, int]) -> list[tuple[date, int]]:
        return [(DAY_0 + timedelta(days=day), amount) for day, amount in sorted(amounts.items())]

    account = AccountBalances.made_of(dated(points), dated(changes))
    total = UserBalances({1: account, 2: AccountBalances.made_of([(DAY_0, 7)], [])})
    asked = [DAY_0 + timedelta(days=first + offset) for offset in range(days)]
    assert account.daily(asked[0], asked[-1]) == [account.on(day) for day in asked]
    assert total.daily(asked[0], asked[-1]) == [total.on(day) for day in asked]
    assert UserBalances({}).daily(asked[0], asked[-1]) == [None] * days
