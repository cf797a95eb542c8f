"""Ten million users a night: `make bench-scaling`.

Reads what a user costs from `bench/scaling.json`, simulates nights on machines that are not here, and writes the tables
of docs/scaling.md. `ARGS=--measure` first measures what a user costs, in seconds of the processors that workers,
PostgreSQL, ML and the broker spend on a night: they say the same on a busy machine, which seconds of the wall do not.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date
from math import ceil
from pathlib import Path

import psutil

from bench import _report, _servers, _stack
from bench._queueing import Station, Step, closed
from gig_lens.local import BASE_DIR

CONSTANTS = BASE_DIR / "bench" / "scaling.json"
DOCUMENT = BASE_DIR / "docs" / "scaling.md"
MANY = 10_000_000
HOURS = 4
FULL = 0.7  # how busy a server is planned to be
NETWORK_S = 0.001  # each way to another machine, in the same data centre
CHUNKS = 2_000
PATIENCE_S = 900.0


@dataclass(frozen=True)
class Constants:
    """What a user costs: processor seconds by part, and bytes."""

    source: str
    users: int
    chunk_users: int
    processes: int
    cpu_s: dict[str, float]
    seconds: float
    cores_had: float
    bytes_a_user: dict[str, float]
    load: float


@dataclass(frozen=True)
class Plan:
    """So many worker processes (a core each), ML slots (a core each) and cores of the database."""

    workers: int
    ml_slots: int
    database_cores: int


def load() -> Constants:
    """Return the measured constants."""
    return Constants(**json.loads(CONSTANTS.read_text(encoding="utf-8")))


def pace(known: Constants, plan: Plan, *, seed: int = 1) -> float:
    """Return the users a second of a simulated night."""
    database, ml = Station("database", plan.database_cores), Station("ml", plan.ml_slots)
    steps = _steps(known, database, Station("worker", 0), ml, Station("network", 0))
    chunks = max(CHUNKS, 20 * plan.workers)
    return chunks * known.chunk_users / closed(steps, workers=plan.workers, chunks=chunks, seed=seed)


def pace_on_one_machine(known: Constants, *, workers: int, cores: float, seed: int = 1) -> float:
    """Return the users a second where everything shares some cores, which may be shared with others as well."""
    whole = max(1, round(cores))
    slower = whole / cores
    machine = Station("machine", whole)
    steps = [Step(step.station, step.mean_s * slower) for step in _steps(known, machine, machine, machine, machine)]
    return 200 * known.chunk_users / closed(steps, workers=workers, chunks=200, seed=seed)


def _steps(known: Constants, database: Station, worker: Station, ml: Station, network: Station) -> list[Step]:
    """Return the way of a chunk: read, shape, ask, round, write; half of the database's work is reading."""
    chunk = {part: seconds * known.chunk_users for part, seconds in known.cpu_s.items()}
    there = Step(network, 0.0 if network is database else 2 * NETWORK_S, 0.0)
    return [
        Step(database, chunk["database"] / 2),
        Step(worker, chunk["worker"] / 2 + chunk["broker"]),
        there,
        Step(ml, chunk["ml"]),
        Step(worker, chunk["worker"] / 2),
        there,
        Step(database, chunk["database"] / 2),
    ]


def planned(known: Constants, users: int, hours: float) -> Plan:
    """Return what is needed for so many users in so many hours, each part as busy as planned."""
    wanted = users / hours / 3_600
    ml, database = (ceil(wanted * known.cpu_s[part] / FULL) for part in ("ml", "database"))
    busy_s = sum(known.cpu_s.values())
    return Plan(max(1, ceil(wanted * busy_s / FULL)), max(1, ml), max(1, database))


def tables(known: Constants) -> list[_report.Table]:
    """Return the tables of the document."""
    costs: list[list[object]] = [
        [part, f"{1_000 * seconds:.2f}", f"{100 * seconds / sum(known.cpu_s.values()):.0f}%"]
        for part, seconds in known.cpu_s.items()
    ]
    nights: list[list[object]] = []
    for users in (100_000, 1_000_000, MANY):
        for hours in (1, HOURS):
            plan = planned(known, users, hours)
            found = pace(known, plan)
            took = users / found / 3_600
            nights.append(
                [f"{users:,}", hours, plan.workers, plan.ml_slots, plan.database_cores, f"{found:,.0f}", f"{took:.2f}"]
            )
    line: list[list[object]] = []
    base = planned(known, MANY, HOURS)
    for times in (0.125, 0.25, 0.5, 1, 2):
        plan = Plan(*(max(1, round(number * times)) for number in asdict(base).values()))
        line.append([plan.workers, plan.ml_slots, plan.database_cores, f"{pace(known, plan):,.0f}"])
    bounded: list[list[object]] = []
    for times in (0.25, 0.5, 1, 2, 4):
        plan = Plan(round(base.workers * times) or 1, round(base.ml_slots * times) or 1, base.database_cores)
        bounded.append([plan.workers, plan.ml_slots, plan.database_cores, f"{pace(known, plan):,.0f}"])
    size: list[list[object]] = [
        [name.replace("_", " "), f"{amount / 1024:.1f} KiB", f"{amount * MANY / 2**30:,.0f} GiB"]
        for name, amount in known.bytes_a_user.items()
    ]
    machine = ["worker processes", "ML slots", "database cores", "users a second"]
    return [
        ("What a user costs: processor milliseconds", ["part", "ms a user", "share"], costs),
        (
            "What is needed, and what the simulation says of it",
            ["users", "hours wanted", *machine, "hours simulated"],
            nights,
        ),
        ("More of everything", machine, line),
        ("More workers and ML, and the same database", machine, bounded),
        *([("Bytes: a user, and ten million", ["", "a user", f"{MANY:,} users"], size)] if size else []),
    ]


def main() -> None:
    """Measure if asked to, simulate, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="measure what a user costs, and keep it")
    parser.add_argument("--users", type=int, default=2_000, help="users of the measured night")
    parser.add_argument("--processes", type=int, default=2, help="worker processes of the measured night")
    asked = parser.parse_args()
    if asked.measure:
        known = measured(asked.users, asked.processes)
        CONSTANTS.write_text(json.dumps(asdict(known), indent=2) + "\n", encoding="utf-8")
    known = load()
    found = tables(known)
    for title, header, rows in found:
        _report.show(title, header, rows)
    predicted = pace_on_one_machine(known, workers=known.processes, cores=known.cores_had)
    check = [
        known.processes,
        f"{known.cores_had:.2f}",
        f"{known.users / known.seconds:.1f}",
        f"{predicted:.1f}",
        f"{100 * (predicted * known.seconds / known.users - 1):+.0f}%",
    ]
    names = ["worker processes", "cores that it got", "measured users a second", "simulated", "off by"]
    found.append(("The simulation against the measured night", names, [check]))
    _report.show(*found[-1])
    _report.into_document(DOCUMENT, "scaling", found)
    _report.finish(asdict(known) | {"simulated_users_per_second": round(predicted, 1)})


def measured(users: int, processes: int) -> Constants:
    """Run a night on servers of its own, and add up what each part spent on it."""
    from bench.batch import servers

    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as name, servers(Path(name)) as environment:
        os.environ.update(environment)
        import django

        django.setup()
        from bench import _ledgers

        _ledgers.write(users)
        options = ["--pool", "prefork", "--concurrency", str(processes), "--queues", "celery,nights"]
        command = [sys.executable, "-m", "celery", "--app", "gig_lens", "--quiet", "worker", *options]
        with _servers.process(command, environment, Path(name) / "worker.log") as family:
            _one_night(100, date(2026, 10, 30))  # imports, connections, plans
            return _counted(users, processes, family, Path(name))


def _counted(users: int, processes: int, family: psutil.Process, folder: Path) -> Constants:
    from finance.nights import runs

    before, bytes_before, started = _spent(family, folder), _bytes(), time.perf_counter()
    _one_night(users, date(2026, 10, 31))
    seconds = time.perf_counter() - started
    after, bytes_after = _spent(family, folder), _bytes()
    bytes_before["transactions_of_a_year"] = 0.0  # these were there before
    cpu = {part: (after[part] - before[part]) / users for part in after}
    grown = {name: (bytes_after[name] - bytes_before[name]) / users for name in bytes_after}
    had = sum(cpu.values()) * users / seconds
    chunk = min(runs.CHUNK_USERS, users)
    source = f"make bench-scaling ARGS=--measure, {users:,} users"
    return Constants(source, users, chunk, processes, cpu, seconds, had, grown, round(os.getloadavg()[0], 1))


def _one_night(users: int, slot: date) -> None:
    from django.utils import timezone

    from bench import _ledgers
    from finance.models import Run
    from finance.nights import hints, runs

    _ledgers.let_due(users)
    run = runs.open_run(slot=slot, now=timezone.now())
    over = Run.objects.filter(pk=run.pk, status=Run.Status.DONE)

    def ended() -> bool:
        hints.tick(now=timezone.now())  # a chunk that ML was too busy for is put back, and wants a new hint
        return over.exists()

    _stack.wait_for(ended, seconds=PATIENCE_S, what="the night was not over", pause_s=0.5)


def _spent(family: psutil.Process, folder: Path) -> dict[str, float]:
    """Return the processor seconds of each part so far, with those of children that have ended."""
    mine = psutil.Process().children(recursive=True)
    everybody = {one: " ".join(one.cmdline()) for one in psutil.process_iter() if one.is_running()}
    masters = [one for one, words in everybody.items() if f"-D {folder}/postgres" in words]
    parts = {
        "worker": [family, *family.children(recursive=True)],
        "database": [one for master in masters for one in (master, *master.children(recursive=True))],
        "ml": [one for one in mine if "uvicorn" in everybody.get(one, "")],
        "broker": [one for one in mine if "valkey" in everybody.get(one, "")],
    }
    return {part: sum(_cpu(one) for one in members) for part, members in parts.items()}


def _cpu(process: psutil.Process) -> float:
    """Return what a process has spent, with its children that have ended: a connection that closes is one."""
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _bytes() -> dict[str, float]:
    from django.db import connection

    size = "pg_total_relation_size"
    asked = {
        "forecasts": f"SELECT {size}('finance_forecast')",
        "scores_and_advice": f"SELECT {size}('finance_score') + {size}('finance_recommendation')",
        "write_ahead_log": "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn",
        "transactions_of_a_year": f"SELECT {size}('finance_transaction')",
    }
    found: dict[str, float] = {}
    with connection.cursor() as cursor:
        for name, sql in asked.items():
            cursor.execute(sql)
            found[name] = float(cursor.fetchone()[0])
    return found


if __name__ == "__main__":
    main()
