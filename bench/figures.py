"""What a user with 20,000 transactions waits for: `make bench-figures`.

Three years of four accounts come in through the real import, are forecast and scored by the real ML service; then
every list and figure of the API is asked for through Django's handler, with its middleware and a session, and so are
changes that the figures follow. The floor is /me of the same run: signed in, and nothing to compute. SQLite unless
DATABASE_URL names a PostgreSQL server; there a database of its own is made, and dropped at the end.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import _large_ledger, _report, _service, _stack
from gig_lens.local import var_dir

if TYPE_CHECKING:
    from django.test import Client

ROWS = 20_000
REPEATS, CHANGES = 20, 5
LIMIT_MS, LIMIT_QUERIES = 50.0, 10
FLOOR = "/me"

Call = Callable[[], Any]


@dataclass(frozen=True)
class Timed:
    """One request.

    Attributes:
        seconds: each time it was made, by the clock.
        worked: the same of the processor, without what others on the machine took.
        queries: what it asked of the database.
    """

    seconds: list[float]
    worked: list[float]
    queries: int

    def ms(self, percent: float) -> float:
        """Return a percentile in milliseconds."""
        return round(1000 * float(np.percentile(self.seconds, percent)), 1)

    def told(self) -> dict[str, float]:
        """Return what the JSON line says of it."""
        times = {"p50_ms": self.ms(50), "p95_ms": self.ms(95), "processor_ms": self.worked_ms}
        return times | {"queries": self.queries}

    @property
    def worked_ms(self) -> float:
        """Return the middle of the processor's time in milliseconds."""
        return round(1000 * median(self.worked), 1)


def main() -> None:
    """Measure, print."""
    given = os.environ.get("DATABASE_URL", "")
    models = Path(os.environ.get("MODELS_DIR") or var_dir() / "models")
    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as folder, _service.running(models) as (port, _):
        _set_up(Path(folder), given, port)
        with _database(own=bool(given)):
            from django.db import connection

            tell(connection.vendor, *_measured())


def _set_up(folder: Path, database: str, ml_port: int) -> None:
    env = _stack.embedded(folder, ml_port=ml_port) | {"REDIS_URL": "memory://", "LOG_LEVEL": "ERROR"}
    os.environ.update(env | ({"DATABASE_URL": database} if database else {}))
    from gig_lens import local

    local.write_local_env(folder)
    import django

    django.setup()


@contextmanager
def _database(*, own: bool) -> Iterator[None]:
    """Make the tables: in the file of this run, or in a database beside the one that was named."""
    from django.core.management import call_command
    from django.db import connection

    if not own:
        call_command("migrate", interactive=False, verbosity=0)
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measured() -> tuple[dict[str, Timed], dict[str, Timed]]:
    """Make the user, then time what is asked for and what is changed."""
    from django.test import Client

    user = _large_ledger.make(ROWS)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    asked = {path: _timed(partial(_ok, client, "get", path), REPEATS) for path in [FLOOR, *_paths(client)]}
    return asked, _changes(client)


def _paths(client: "Client") -> list[str]:
    """Return every list and figure, the list of transactions with each of its filters."""
    account = _ok(client, "get", "/linked-accounts")["results"][0]["id"]
    newest = _ok(client, "get", "/transactions")["results"][0]
    later = "/transactions?" + _ok(client, "get", "/transactions?limit=200")["next"].partition("?")[2]
    one = f"/transactions/{newest['id']}"
    filters = [
        *("from=2025-01-01&to=2025-03-31", "kind=expense", "category=groceries", "platform=uber"),
        *(f"account={account}", "direction=in", "q=market", "q=nothing+like+it"),
    ]
    return [
        *("/snapshots?period=weekly", "/snapshots?period=monthly", "/safe-to-spend", "/affordability?amount=120"),
        *("/forecasts/latest?period=weekly", "/forecasts/latest?period=monthly", "/scores/latest", "/scores"),
        *("/recommendations", "/bills", "/bills/upcoming", "/reviews", "/transfers", "/linked-accounts", "/imports"),
        *("/platforms", "/tax", "/mileage", "/mileage/summary", "/rules", "/categories", one, later),
        *("/transactions", *(f"/transactions?{each}" for each in filters)),
        *("/transactions/totals", "/transactions/totals?q=market"),
    ]


def _changes(client: "Client") -> dict[str, Timed]:
    """Time what changes the figures, with all that follows before the answer."""
    rows = iter(_ok(client, "get", "/transactions?q=stationery&limit=200")["results"])
    kinds = iter(["personal", "expense"] * CHANGES)
    rule = {"memo": "market", "category": "food", "direction": "out"}

    def correct() -> None:
        _ok(client, "patch", f"/transactions/{next(rows)['id']}", {"kind": next(kinds)})

    def rebuild() -> None:
        from accounts.models import User
        from finance import snapshots

        snapshots.rebuild(user=User.objects.get(), currency=_large_ledger.CURRENCY)

    named: Mapping[str, Call] = {
        "POST /rules/preview": lambda: _ok(client, "post", "/rules/preview", rule),
        "PATCH /transactions/{id}": correct,
        "all snapshots anew": rebuild,
    }
    return {name: _timed(call, CHANGES) for name, call in named.items()}


def _ok(client: "Client", method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
    send = getattr(client, method)
    answer = send(f"/api/v1{path}", body, content_type="application/json") if body else send(f"/api/v1{path}")
    if answer.status_code != 200:
        raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.content[:300]!r}")
    return answer.json()


def _timed(call: Call, repeats: int) -> Timed:
    """Time a call, after one that counts its queries and warms up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        call()
    queries = len(asked)  # the log is emptied by the next request
    seconds, worked = [], []
    for _ in range(repeats):
        started, busy = time.perf_counter(), time.process_time()
        call()
        seconds.append(time.perf_counter() - started)
        worked.append(time.process_time() - busy)
    return Timed(seconds, worked, queries)


def tell(vendor: str, asked: Mapping[str, Timed], changed: Mapping[str, Timed]) -> None:
    """Print the tables and the JSON line."""
    floor = asked[FLOOR]
    header = ["", "p50 ms", "p95 ms", "processor ms", "x floor", "queries"]

    def rows(found: Mapping[str, Timed]) -> list[Sequence[object]]:
        return [
            [_short(name), one.ms(50), one.ms(95), one.worked_ms, f"{one.worked_ms / floor.worked_ms:.1f}", one.queries]
            for name, one in found.items()
        ]

    _report.show(f"{ROWS:,} transactions on {vendor}, {REPEATS} times each", header, rows(asked))
    _report.show(f"What changes figures, {CHANGES} times each", header, rows(changed))
    over = [name for name, one in asked.items() if one.ms(50) > LIMIT_MS or one.queries > LIMIT_QUERIES]
    both = {**asked, **changed}
    _report.finish(
        {
            "benchmark": "figures",
            "database": vendor,
            "transactions": ROWS,
            "floor_ms": floor.ms(50),
            "over_50_ms_or_10_queries": [_short(name) for name in over],
            "figures": {
                _short(name): {
                    "p50_ms": one.ms(50),
                    "p95_ms": one.ms(95),
                    "processor_ms": one.worked_ms,
                    "queries": one.queries,
                }
                for name, one in both.items()
            },
        }
    )


def _short(path: str) -> str:
    """Return a path without what differs from run to run."""
    if "cursor=" in path:
        return "/transactions, the page after 200"
    if path.startswith("/transactions/") and "totals" not in path:
        return "/transactions/{id}"
    return path.partition("account=")[0] + "account={id}" if "account=" in path else path


if __name__ == "__main__":
    main()
