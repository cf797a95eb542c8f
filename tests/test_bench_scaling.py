"""The simulation of many machines agrees with the textbook where the textbook knows the answer."""

import json
from math import factorial

import pytest

from bench import scaling
from bench._queueing import Station, Step, closed, open_queue
from gig_lens.local import BASE_DIR


def erlang_c_wait(*, arrivals_s: float, mean_s: float, servers: int) -> float:
    """Return the mean wait of M/M/c (Gross and Harris, Fundamentals of Queueing Theory, 2.3)."""
    load = arrivals_s * mean_s
    rho = load / servers
    last = load**servers / (factorial(servers) * (1 - rho))
    waits = last / (sum(load**n / factorial(n) for n in range(servers)) + last)
    return waits / (servers / mean_s - arrivals_s)


@pytest.mark.parametrize(("servers", "rho"), [(1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8)])
def test_waits_are_those_of_the_textbook(servers: int, rho: float) -> None:
    arrivals = rho * servers / 2.0
    found = [
        open_queue(arrivals_s=arrivals, step=Step(Station("x", servers), 2.0, 1.0), customers=30_000, seed=seed)
        for seed in range(6)
    ]
    expected = erlang_c_wait(arrivals_s=arrivals, mean_s=2.0, servers=servers)
    assert sum(found) / len(found) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("workers", [1, 5, 20])
def test_the_pace_of_a_closed_network_is_that_of_mean_value_analysis(workers: int) -> None:
    think, serve = 3.0, 0.5
    waiting = 0.0
    for number in range(1, workers + 1):  # exact for one server and exponential times (Reiser and Lavenberg, 1980)
        response = serve * (1 + waiting)
        pace = number / (think + response)
        waiting = pace * response
    steps = [Step(Station("think", 0), think, 1.0), Step(Station("serve", 1), serve, 1.0)]
    assert 10_000 / closed(steps, workers=workers, chunks=10_000, seed=7) == pytest.approx(pace, rel=0.03)


def test_the_same_seed_gives_the_same_night() -> None:
    plan = scaling.Plan(workers=8, ml_slots=8, database_cores=4)
    constants = scaling.load()
    assert scaling.pace(constants, plan, seed=3) == scaling.pace(constants, plan, seed=3)


def test_twice_the_machines_are_twice_as_fast_until_the_database_is_full() -> None:
    constants = scaling.load()
    small, large = scaling.Plan(8, 8, 64), scaling.Plan(16, 16, 64)
    assert scaling.pace(constants, large) / scaling.pace(constants, small) == pytest.approx(2.0, rel=0.05)
    full = scaling.Plan(400, 400, 1)
    assert scaling.pace(constants, full) == pytest.approx(1 / constants.cpu_s["database"], rel=0.05)


def test_the_document_holds_what_the_constants_give() -> None:
    page = (BASE_DIR / "docs/scaling.md").read_text(encoding="utf-8")
    for _, _, rows in scaling.tables(scaling.load()):
        for row in rows:
            assert "| " + " | ".join(str(cell) for cell in row) + " |" in page


def test_constants_are_of_a_measured_run() -> None:
    raw = json.loads(scaling.CONSTANTS.read_text(encoding="utf-8"))
    assert set(raw["cpu_s"]) == {"worker", "database", "ml", "broker"}
    assert all(value > 0 for value in raw["cpu_s"].values())
    assert raw["users"] >= 1_000
