"""The breaker, with the clock in hand."""

from kit.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def broken(clock: Clock) -> Breaker:
    breaker = Breaker(failures=5, window_s=60, probe_after_s=30, clock=clock)
    for _ in range(5):
        breaker.failed()
    return breaker


def test_four_failures_leave_it_closed_and_the_fifth_opens_it() -> None:
    breaker = Breaker(failures=5, clock=Clock())
    for _ in range(4):
        breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()


def test_failures_spread_over_more_than_the_window_do_not_open_it() -> None:
    clock = Clock()
    breaker = Breaker(failures=5, window_s=60, clock=clock)
    for _ in range(10):
        breaker.failed()
        clock.now += 20
    assert breaker.allows()


def test_after_half_a_minute_one_probe_goes_through_and_no_second() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now += 30
    assert breaker.allows()
    assert not breaker.allows()


def test_a_probe_that_is_answered_closes_it() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now += 30
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()


def test_a_probe_that_fails_keeps_it_open() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now += 30
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now += 30
    assert breaker.allows()
