"""Guessing is held back: by caller, by account and altogether, each counted exactly, each forgotten in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from django.db import connection

from accounts.models import User
from tests.voice.callers.conftest import NOW, NUMBER, OTHER, PIN, UNKNOWN, WRONG, own
from tests.voice.callers.test_pins import counting_hashes
from voice.callers import lockouts, pins
from voice.callers.lockouts import ATTESTED, LIMITS, Caller, Scope
from voice.callers.numbers import fingerprint
from voice.models import Lockout

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Check = Callable[..., pins.Checked]


def check(number: str = NUMBER, pin: str = WRONG, *, at: datetime = NOW, stir: str = "") -> pins.Checked:
    return pins.check(number_fingerprint=fingerprint(number), pin=pin, now=at, stir=stir)


@pytest.mark.parametrize(
    ("scope", "failures", "lock"),
    [
        (Scope.CALLER, 4, None),
        (Scope.CALLER, 5, 15 * MINUTE),
        (Scope.CALLER, 6, 30 * MINUTE),
        (Scope.CALLER, 9, 4 * HOUR),
        (Scope.CALLER, 12, 24 * HOUR),
        (Scope.CALLER, 10_000, 24 * HOUR),
        (Scope.ACCOUNT, 9, None),
        (Scope.ACCOUNT, 10, 30 * MINUTE),
        (Scope.ACCOUNT, 16, 24 * HOUR),
        (Scope.EVERYBODY, 199, None),
        (Scope.EVERYBODY, 200, MINUTE),
        (Scope.EVERYBODY, 10_000, 15 * MINUTE),
    ],
)
def test_each_further_wrong_one_doubles_the_lock(scope: Scope, failures: int, lock: timedelta | None) -> None:
    assert LIMITS[scope].lock(failures) == lock


@pytest.mark.parametrize(
    ("hours", "failures", "since"), [(0, 4, 0), (5.9, 4, 0), (6, 3, 6), (13, 2, 12), (24, 0, 24), (1000, 0, 1000)]
)
def test_wrong_ones_are_forgotten_one_by_one(hours: float, failures: int, since: float) -> None:
    limit = LIMITS[Scope.CALLER]
    assert limit.standing(4, NOW, NOW + hours * HOUR) == (failures, NOW + since * HOUR)


@pytest.mark.usefixtures("pin")
def test_while_a_lock_stands_nothing_makes_it_longer() -> None:
    for _ in range(30):
        check()
    assert Lockout.objects.get(scope=Scope.CALLER).failures == 5
    assert check().locked_until == NOW + 15 * MINUTE


@pytest.mark.usefixtures("pin")
def test_after_a_lock_there_is_one_try_and_the_next_lock_is_twice_as_long() -> None:
    for _ in range(5):
        check()
    later = NOW + 15 * MINUTE
    assert check(at=later).locked_until == later + 30 * MINUTE


def test_a_lock_on_one_caller_leaves_another_number_of_the_same_person_open(ana: User, pin: str) -> None:
    own(ana, OTHER)
    for _ in range(9):
        check()
    assert check(pin=pin).user is None
    assert check(OTHER, pin).user == ana


def test_an_account_is_locked_whichever_of_its_numbers_is_tried(ana: User, pin: str) -> None:
    own(ana, OTHER)
    for number in (NUMBER, OTHER):
        for _ in range(5):
            check(number)
    later = NOW + 16 * MINUTE
    assert check(OTHER, pin, at=later).user is None
    assert check(OTHER, pin, at=NOW + 30 * MINUTE).user == ana


def test_whoever_forges_a_number_does_not_use_up_the_tries_of_its_own_line(ana: User, pin: str) -> None:
    for _ in range(8):
        check(stir="TN-Validation-Passed-C")
    assert check(pin=pin).user is None
    assert check(pin=pin, stir=ATTESTED).user == ana


@pytest.mark.usefixtures("pin")
@pytest.mark.parametrize(
    ("stir", "free"),
    [
        ("", 5),
        (ATTESTED, 5),
        ("TN-Validation-Passed-A-Diverted", 5),
        ("No-TN-Validation", 5),
        ("TN-Validation-Failed", 2),
        ("TN-Validation-Failed-A", 2),
        ("TN-Validation-Failed-C-Passthrough", 2),
    ],
)
def test_a_forged_number_has_fewer_tries_and_an_attested_one_waives_nothing(stir: str, free: int) -> None:
    results = [check(stir=stir) for _ in range(free)]
    assert [bool(one.locked_until) for one in results] == [False] * (free - 1) + [True]
    assert not any(one.user for one in results)


def test_all_callers_together_are_held_back_but_for_attested_ones(ana: User, pin: str) -> None:
    Lockout.objects.create(scope=Scope.EVERYBODY, failures=199, last_at=NOW)
    assert check(UNKNOWN).locked_until == NOW + MINUTE
    assert check(pin=pin).user is None
    for stir in ("TN-Validation-Passed-A-Diverted", "TN-Validation-Passed-B", ATTESTED + " "):
        assert check(pin=pin, stir=stir).user is None
    assert check(pin=pin, stir=ATTESTED).user == ana
    assert check(pin=pin, at=NOW + MINUTE).user == ana


def test_a_guesser_has_few_tries_a_day_however_long_they_go_on(ana: User, pin: str) -> None:
    at, looked_at = NOW, 0
    caller = Caller(ana.pk, fingerprint(NUMBER))
    while at < NOW + timedelta(days=30):
        attempt = lockouts.count(caller, now=at)
        looked_at += attempt.let_through
        at = max(attempt.locked_until or at, at + MINUTE)
    assert looked_at <= 30 * 5 + 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [NUMBER, UNKNOWN])
def test_of_twenty_at_once_exactly_five_are_looked_at(ana: User, number: str) -> None:
    own(ana, NUMBER)
    pins.set_pin(ana, PIN, NOW)

    def one(_: int) -> lockouts.Try:
        try:
            return lockouts.count(Caller(ana.pk if number == NUMBER else None, fingerprint(number)), now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        tries = list(threads.map(one, range(20)))
    assert sum(one.let_through for one in tries) == 5
    counts = set(Lockout.objects.values_list("scope", "failures"))
    assert counts == {("account", 5), ("caller", 5), ("everybody", 5)}


@pytest.mark.django_db(transaction=True)
def test_the_right_one_among_twenty_wrong_ones_at_once_is_right_only_if_it_was_looked_at(ana: User) -> None:
    own(ana, NUMBER)
    pins.set_pin(ana, PIN, NOW)
    for _ in range(5):
        check()

    def one(pin: str) -> pins.Checked:
        try:
            return check(pin=pin)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert not any(found.user for found in threads.map(one, [WRONG, PIN] * 8))


def test_known_and_unknown_take_the_same_time(ana: User, pin: str) -> None:
    """The medians of interleaved checks; the argon2 verification that both do outweighs everything else."""
    times: dict[str, list[float]] = {NUMBER: [], UNKNOWN: []}
    with counting_hashes() as hashes:
        for turn in range(40):
            for number in (NUMBER, UNKNOWN) if turn % 2 else (UNKNOWN, NUMBER):
                started = perf_counter()
                check(number)
                times[number].append(perf_counter() - started)
    assert len(hashes) == 80
    ratio = median(times[NUMBER]) / median(times[UNKNOWN])
    assert 0.75 < ratio < 1.33, ratio


def test_what_is_long_past_is_forgotten(ana: User, pin: str) -> None:
    check()
    assert lockouts.prune(now=NOW + timedelta(days=6)) == 0
    assert lockouts.prune(now=NOW + timedelta(days=8)) == 2
    assert Lockout.objects.get().scope == Scope.EVERYBODY
