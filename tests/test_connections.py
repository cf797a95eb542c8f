"""A request ends with its connection, whether or not the garbage collector comes by."""

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from django.db import connection

from tests.served import served


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    with served() as there:
        yield there


def connections() -> int:
    """Return how many connections to the database this process holds."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return sum(os.path.realpath(one) == name for one in Path("/proc/self/fd").iterdir())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        count: int = cursor.fetchone()[0]
        return count


def test_requests_leave_no_connections_behind(address: str) -> None:
    gc.collect()
    gc.disable()
    try:
        with httpx2.Client(trust_env=False) as client:
            assert client.get(f"{address}/readyz").status_code == 200
            before = connections()
            for _ in range(20):
                assert client.get(f"{address}/readyz").status_code == 200
        deadline = time.monotonic() + 5  # an answer is sent before its connection is closed
        while connections() > before and time.monotonic() < deadline:
            time.sleep(0.02)
        assert connections() <= before
    finally:
        gc.enable()
