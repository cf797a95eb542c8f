"""A large statement into the ledger: `make bench-import`.

20,000 rows in one file: the sample's rows again and again with changed dates, the balance counted anew. Measured are
reading it into rows, and the whole import into SQLite (reading, telling duplicates apart, writing, balances,
snapshots). The floor is csv.reader over the same bytes with each amount made an integer. The broker is in memory: that
a forecast has been asked for is written, sending word of it is not what is measured here.
"""

import csv
import io
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from bench import _report, _stack

ROWS = 20_000
DAYS_APART = 30  # between the copies: 20,000 rows span about ten years
REPEATS = 3
PATIENCE_S = 120.0


def main() -> None:
    """Measure, print."""
    content = statement(ROWS)
    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as folder:
        _prepare(Path(folder))
        from finance.statements.csv_reader import read_csv

        floor = _median(lambda _: count_amounts(content))
        parsed = _median(lambda _: len(read_csv(content).rows))
        imported = _median(lambda number: _import(number, content))
    tell(len(content), floor, parsed, imported)


def statement(rows: int) -> bytes:
    """Return a statement of so many rows, oldest first, whose balance adds up."""
    with _stack.SAMPLE.open(encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    shifted = [
        (date.fromisoformat(row["Date"]) + timedelta(days=copy * DAYS_APART), row["Description"], row["Amount"])
        for copy in range(rows // len(sample) + 1)
        for row in sample
    ]
    out, balance = io.StringIO(newline=""), 0
    writer = csv.writer(out)
    writer.writerow(["Date", "Description", "Amount", "Balance"])
    for on, memo, amount in sorted(shifted[:rows]):
        balance += minor(amount)
        writer.writerow([on.isoformat(), memo, amount, f"{balance / 100:.2f}"])
    return out.getvalue().encode()


def minor(amount: str) -> int:
    """Return an amount of two decimals in minor units."""
    return int(amount.replace(".", ""))


def count_amounts(content: bytes) -> int:
    """Do the least that a reader of this file can do; return how many rows it saw."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    next(rows)
    return len([minor(row[2]) for row in rows])


def _prepare(folder: Path) -> None:
    os.environ.update(_stack.embedded(folder) | {"REDIS_URL": "memory://", "LOG_LEVEL": "ERROR"})
    from gig_lens import local

    local.write_local_env(folder)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def _import(number: int, content: bytes) -> int:
    from accounts.models import User
    from finance import imports

    user = User.objects.create_user(f"bench-{number}@example.org", home_currency="CZK")
    account = imports.account_named(user, "Bench")
    written, _ = imports.import_statement(account=account, file_name="bench.csv", content=content)
    return written.new


def _median(work: Callable[[int], int]) -> float:
    """Return the middle of the times of some runs, each of which must come to all rows."""
    seconds: list[float] = []
    for number in range(REPEATS):
        started = time.perf_counter()
        rows = work(number)
        seconds.append(time.perf_counter() - started)
        if rows != ROWS:
            raise RuntimeError(f"{rows} rows came out of {ROWS}")
        if sum(seconds) > PATIENCE_S:
            break
    return median(seconds)


def tell(size: int, floor: float, parsed: float, imported: float) -> None:
    """Print the table and the JSON line."""
    times = {"csv.reader and int": floor, "reading": parsed, "whole import": imported}
    rows = [[name, f"{s * 1000:.0f}", f"{ROWS / s:,.0f}", f"{s / floor:.0f}"] for name, s in times.items()]
    title = f"{ROWS:,} rows, {size / 1e6:.1f} MB, median of {REPEATS}"
    _report.show(title, ["", "ms", "rows/s", "x floor"], rows)
    rates = {"floor": ROWS / floor, "parse": ROWS / parsed, "import": ROWS / imported}
    found = {f"{name}_rows_per_s": round(rate) for name, rate in rates.items()}
    ratios = {"parse_to_floor": round(parsed / floor, 1), "import_to_floor": round(imported / floor, 1)}
    _report.finish({"benchmark": "import", "rows": ROWS, "bytes": size, **found, **ratios})


if __name__ == "__main__":
    main()
