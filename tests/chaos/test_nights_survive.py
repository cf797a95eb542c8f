"""A short stretch of `make chaos`, with the same faults planned each time."""

import json
import subprocess
import sys
from typing import Any

import pytest

from bench._servers import postgres_binaries
from gig_lens.local import BASE_DIR

FEW = ["--worker=2", "--child=2", "--skew=1", "--jump=1"] + [
    f"--{kind}=1" for kind in ("broker", "flush", "database", "ml", "everything")
]
PATIENCE_S = 600


@pytest.fixture(autouse=True)
def _needs_postgresql() -> None:
    try:
        postgres_binaries()
    except FileNotFoundError:
        pytest.skip("no PostgreSQL on this machine")


def told(module: str, *options: str) -> dict[str, Any]:
    """Run a module and return what it tells in its last line."""
    command = [sys.executable, "-m", module, *options]
    ended = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert ended.returncode in (0, 1), ended.stderr[-3_000:]
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


def test_a_night_goes_on_whatever_is_killed() -> None:
    found = told("tests.chaos", "--seed=20", *FEW)
    assert found["broken"] == {}
    assert found["checks"] == 1
    assert None not in found["ready_s"]
    assert found["forecasts"] > 0
    assert found["most_hints"] <= 64


def test_people_are_answered_after_the_chunk_under_way_and_not_after_the_night() -> None:
    found = told("tests.chaos.people")
    assert found["answered"] == found["people"]
    assert max(found["chunks_before_each"]) <= 2  # the one that is under way was claimed before; one may be fetched
    assert found["chunks_left"] > found["chunks"] / 2
