"""A large statement into the ledger: `make bench-import`.

One file of 20,000 and one of 100,000 rows over about ten years: the sample's rows again and again with changed dates,
the balance counted anew. Measured are reading it into rows, the whole import into SQLite (reading, telling duplicates
apart, writing, balances, snapshots), and the most memory that the process ever held. The floor is csv.reader over the
same bytes with each amount made an integer. The broker is in memory: that a forecast has been asked for is written,
sending word of it is not what is measured here.
"""

import csv
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from bench import _report, _stack

SIZES = (20_000, 100_000)  # rising, since the peak of memory is that of the process so far
SPAN_DAYS = 3_650  # the rows of a file, whatever their number
REPEATS = 3
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Times:
    """Seconds for one file, the import's also without those that other processes had, and the peak of memory."""

    rows: int
    size: int
    floor: float
    parsed: float
    imported: float
    imported_cpu: float
    peak_mb: float


def main() -> None:
    """Measure, print."""
    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as folder:
        _prepare(Path(folder))
        started_mb = _peak_mb()
        tell(started_mb, [_measure(rows) for rows in SIZES])


def _measure(rows: int) -> Times:
    from finance.statements.csv_reader import read_csv

    content = statement(rows)
    imported, cpu = _median(rows, lambda number: _import(f"{rows}-{number}", content))
    return Times(
        rows=rows,
        size=len(content),
        floor=_median(rows, lambda _: count_amounts(content))[0],
        parsed=_median(rows, lambda _: len(read_csv(content).rows))[0],
        imported=imported,
        imported_cpu=cpu,
        peak_mb=_peak_mb(),
    )


def _peak_mb() -> float:
    """Return the most memory that this process ever held; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def statement(rows: int) -> bytes:
    """Return a statement of so many rows, oldest first, whose balance adds up."""
    with _stack.SAMPLE.open(encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    shifted = [
        (
            date.fromisoformat(row["Date"]) + timedelta(days=copy * SPAN_DAYS * len(sample) // rows),
            row["Description"],
            row["Amount"],
        )
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


def _import(number: str, content: bytes) -> int:
    from accounts.models import User
    from finance.intake import imports

    user = User.objects.create_user(f"bench-{number}@example.org", home_currency="CZK")
    account = imports.account_named(user, "Bench")
    written, _ = imports.import_statement(account=account, file_name="bench.csv", content=content)
    return written.new


def _median(wanted: int, work: Callable[[int], int]) -> tuple[float, float]:
    """Return the middle of the times of some runs, by the clock and of this process; each must come to all rows."""
    seconds: list[float] = []
    cpu: list[float] = []
    for number in range(REPEATS):
        started, worked = time.perf_counter(), time.process_time()
        rows = work(number)
        seconds.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
        if rows != wanted:
            raise RuntimeError(f"{rows} rows came out of {wanted}")
        if sum(seconds) > PATIENCE_S:
            break
    return median(seconds), median(cpu)


def tell(started_mb: float, measured: Sequence[Times]) -> None:
    """Print the tables and the JSON line, which is of the last file."""
    for one in measured:
        times = {"csv.reader and int": one.floor, "reading": one.parsed, "whole import": one.imported}
        rows = [[name, f"{s * 1000:.0f}", f"{one.rows / s:,.0f}", f"{s / one.floor:.0f}"] for name, s in times.items()]
        title = f"{one.rows:,} rows, {one.size / 1e6:.1f} MB, median of {REPEATS}; "
        title += f"the import took {one.imported_cpu:.1f} s of the processor; "
        title += f"peak of memory {one.peak_mb:.0f} MB ({started_mb:.0f} MB before the first file)"
        _report.show(title, ["", "ms", "rows/s", "x floor"], rows)
    last = measured[-1]
    rates = {"floor": last.rows / last.floor, "parse": last.rows / last.parsed, "import": last.rows / last.imported}
    found = {f"{name}_rows_per_s": round(rate) for name, rate in rates.items()} | {"import_s": round(last.imported, 1)}
    found |= {"import_cpu_s": round(last.imported_cpu, 1)}
    found |= {"started_mb": round(started_mb), "peak_mb": round(last.peak_mb)}
    ratios = {name: round(s / last.floor, 1) for name, s in (("parse", last.parsed), ("import", last.imported))}
    to_floor = {f"{name}_to_floor": ratio for name, ratio in ratios.items()}
    _report.finish({"benchmark": "import", "rows": last.rows, "bytes": last.size, **found, **to_floor})


if __name__ == "__main__":
    main()
