"""Which transactions have the counterparty of a correction."""

from hypothesis import given
from hypothesis import strategies as st

from finance.sorting.learned import key_of
from finance.sorting.learned import test_of as made_test

MEMOS = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(["Shell", "CAFÉ", "cafe", "Łódź", "12/03", "card", "payment", "A-1_x", "Tesco"]), max_size=5
    ).map(" ".join),
)


@given(told=st.lists(MEMOS, max_size=3), memo=MEMOS, amount=st.sampled_from([-5, 7]))
def test_the_quick_look_overlooks_nothing(told: list[str], memo: str, amount: int) -> None:
    keys = {key for text in told for sign in (-1, 1) if (key := key_of(text, sign))[1]}
    assert made_test(keys)(memo, amount) == (key_of(memo, amount) in keys)
