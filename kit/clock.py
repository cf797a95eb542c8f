"""One clock for work that several hosts share: the database's."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def shared_now() -> datetime:
    """Return the time that every worker agrees on, however its own clock is set.

    PostgreSQL tells its own, which goes on within a transaction; a SQLite file is on this machine, and so is its clock.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
