"""The demo's statement moved to now: by whole months, since pay and bills follow the day of the month."""

import csv
import io
from calendar import monthrange
from datetime import date

from finance.demo import STATEMENT


def statement_until(today: date) -> bytes:
    """Return the statement as CSV, its last line as near before `today` as whole months allow; amounts as they are."""
    with STATEMENT.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    last = max(date.fromisoformat(row[0]) for row in rows)
    months = (today.year - last.year) * 12 + today.month - last.month
    if later(last, months) > today:
        months -= 1
    text = io.StringIO()
    moved = ([later(date.fromisoformat(on), months).isoformat(), *rest] for on, *rest in rows)
    csv.writer(text).writerows([header, *moved])
    return text.getvalue().encode()


def later(on: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short for it."""
    years, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))
