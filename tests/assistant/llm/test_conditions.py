"""Breaker, rest and limits of a rung, with the clock in hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.llm import conditions
from assistant.llm.conditions import Bucket, Condition, admitted, answered, cancelled, faulted, full, span_s
from assistant.llm.faults import TRIPS, Fault, of_status, seconds
from kit.breaker import Circuit

NO_HEADERS: dict[str, str] = {}


def after(*faults: Fault, at: float = 0.0) -> Condition:
    known = Condition()
    for fault in faults:
        known = faulted(known, fault, now=at, surplus=0, headers=NO_HEADERS)
    return known


@pytest.mark.parametrize("why", sorted(TRIPS))
def test_five_failures_open_the_breaker_and_half_a_minute_later_one_probe_goes_through(why: str) -> None:
    known = after(*[Fault(why)] * 4)  # type: ignore[arg-type]  # parametrize gives a str
    assert admitted(known, now=1, tokens=10)[1] == ""
    known = after(*[Fault(why)] * 5)  # type: ignore[arg-type]  # likewise
    assert admitted(known, now=29, tokens=10)[1] == "breaker_open"
    probing, why_not = admitted(known, now=30, tokens=10)
    assert why_not == ""
    assert admitted(probing, now=31, tokens=10)[1] == "breaker_open"
    well = answered(probing, now=32, surplus=0, headers=NO_HEADERS)
    assert admitted(well, now=32, tokens=10)[1] == ""


def test_what_the_user_cancels_is_neutral_and_gives_the_probe_back() -> None:
    known = after(*[Fault("no_capacity")] * 4)
    for _ in range(20):
        known = cancelled(known, now=1, surplus=0)
    assert admitted(known, now=2, tokens=10)[1] == ""
    probing, _ = admitted(after(*[Fault("no_capacity")] * 5), now=30, tokens=10)
    assert admitted(cancelled(probing, now=31, surplus=0), now=31, tokens=10)[1] == ""


@pytest.mark.parametrize("why", ["too_long", "refused", "tool_use_failed"])
def test_what_our_question_caused_does_not_open_it(why: str) -> None:
    assert admitted(after(*[Fault(why)] * 9), now=1, tokens=10)[1] == ""  # type: ignore[arg-type]  # likewise


def test_too_many_rests_as_long_as_it_was_told() -> None:
    known = after(Fault("too_many", 7.0))
    assert admitted(known, now=6.9, tokens=10)[1] == "too_many"
    assert admitted(known, now=7.0, tokens=10)[1] == ""


def test_a_turn_that_does_not_fit_into_the_minute_goes_down_the_ladder() -> None:
    known = Condition(tokens=full(8_000, 0), requests=full(30, 0))
    passed = 0
    while not (told := admitted(known, now=0, tokens=1_500))[1]:
        known, passed = told[0], passed + 1
    assert (passed, told[1]) == (5, "limit")
    assert admitted(known, now=8, tokens=1_500)[1] == ""  # 500 were left, and 8 s bring 1,067 more


def test_requests_count_too() -> None:
    known = Condition(tokens=full(1_000_000, 0), requests=full(2, 0))
    for _ in range(2):
        known, why = admitted(known, now=0, tokens=1)
        assert why == ""
    assert admitted(known, now=0, tokens=1)[1] == "limit"


def test_what_was_not_used_is_put_back() -> None:
    known, _ = admitted(Condition(tokens=full(8_000, 0)), now=0, tokens=1_500)
    known = answered(known, now=0, surplus=1_200, headers=NO_HEADERS)
    assert known.tokens == Bucket(8_000, 7_700, 0)


def test_the_headers_teach_the_real_limit() -> None:
    known, _ = admitted(Condition(tokens=full(8_000, 0)), now=0, tokens=1_500)
    told = {"x-ratelimit-limit-tokens": "250000", "x-ratelimit-remaining-tokens": "180000"}
    known = answered(known, now=0, surplus=0, headers=told)
    assert known.tokens == Bucket(250_000, 180_000, 0)
    told = {"x-ratelimit-limit-tokens": "6000", "x-ratelimit-remaining-tokens": "90"}
    assert answered(known, now=0, surplus=0, headers=told).tokens == Bucket(6_000, 90, 0)


def test_when_the_days_requests_are_over_it_rests_until_they_come_again() -> None:
    told = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2m59.5s"}
    known = answered(Condition(tokens=full(8_000, 0)), now=0, surplus=0, headers=told)
    assert admitted(known, now=179, tokens=1)[1] == "too_many"
    assert admitted(known, now=180, tokens=1)[1] == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.66s", 7.66),
        ("2m59.56s", 179.56),
        ("120ms", 0.12),
        ("1h2m", 3_720),
        ("1d", 86_400),
        ("", None),
        ("soon", None),
    ],
)
def test_spans_are_read(text: str, expected: float | None) -> None:
    assert span_s(text) == (pytest.approx(expected) if expected is not None else None)


@pytest.mark.parametrize(
    ("header", "expected"), [("3", 3.0), ("0.5", 0.5), ("-1", None), ("nan", None), ("1e9", 3_600.0), (None, None)]
)
def test_retry_after_is_believed_within_reason(header: str | None, expected: float | None) -> None:
    assert seconds(header) == expected
    assert of_status(429, retry_after=header).retry_after == expected


numbers = st.floats(0, 1e9, allow_nan=False)
buckets = st.none() | st.builds(Bucket, numbers, numbers, numbers)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine makes the first example slow, no other
@given(
    st.builds(
        Condition,
        circuit=st.builds(Circuit, st.lists(numbers, max_size=5).map(tuple), st.none() | numbers),
        rests_until=numbers,
        because=st.sampled_from(["", "too_many", "model_gone"]),
        tokens=buckets,
        requests=buckets,
    )
)
def test_it_comes_back_from_the_cache_as_it_went_in(known: Condition) -> None:
    assert conditions.read(conditions.written(known)) == known


@pytest.mark.parametrize("text", [None, "", "null", "[]", "{}", '{"circuit": 3}', b"\xff\xfe"])
def test_what_is_not_ours_in_the_cache_counts_as_nothing(text: str | bytes | None) -> None:
    assert conditions.read(text) is None
