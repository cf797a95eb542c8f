"""A short stretch of `make chaos`, with the same faults planned each time."""

import json
import subprocess
import sys

import pytest

from bench._servers import postgres_binaries
from gig_lens.local import BASE_DIR

FEW = ["--worker=2", "--child=2", "--skew=1", "--jump=1"] + [
    f"--{kind}=1" for kind in ("broker", "flush", "database", "ml", "everything")
]
PATIENCE_S = 600


def test_a_night_goes_on_whatever_is_killed() -> None:
    try:
        postgres_binaries()
    except FileNotFoundError:
        pytest.skip("no PostgreSQL on this machine")
    command = [sys.executable, "-m", "tests.chaos", "--seed=20", *FEW]
    ended = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert ended.returncode in (0, 1), ended.stderr[-3_000:]
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found["broken"] == {}
    assert found["checks"] == 1
    assert None not in found["ready_s"]
    assert found["forecasts"] > 0
    assert found["most_hints"] <= 64
