"""`manage.py up` with real processes: it starts everything, and nothing outlives it."""

import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gig_lens.supervisor.readiness import answer
from tests.up import START_S, STOP_S, Up, until


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    running = Up(tmp_path / "var")
    yield running
    for process in running.family().values():
        process.kill()


def ready(up: Up, process: subprocess.Popen[bytes]) -> bool:
    until(lambda: up.says("GigLens is ready") or process.poll() is not None, START_S)
    return up.says("GigLens is ready")


def test_it_works(up: Up) -> None:
    """One run tells most: it serves, keeps to itself, refuses a second one, and leaves nothing after Ctrl-C."""
    process = up.start()
    assert ready(up, process), up.log.read_text()
    said = answer(up.port, "/readyz")
    assert said is not None
    assert said["parts"] == {"database": "ok", "redis": "ok", "ml": "ok"}
    assert not up.says("forecast_not_answered")  # the demo's first forecast finds the ML service there
    assert stat.S_IMODE((up.var / "local.env").stat().st_mode) == 0o600
    assert stat.S_IMODE((up.var / "valkey.sock").stat().st_mode) == 0o700
    second = up.start()
    assert second.wait(timeout=20) == 1
    assert up.says(f"already runs from this folder (process {process.pid}, http://localhost:{up.port})")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=STOP_S) == 130
    assert until(lambda: not up.family(), 2), up.family()


@pytest.mark.parametrize("victim", ["gig_lens.serve", "ml_service.main", "beat", "valkey-server"])
def test_the_death_of_a_child_ends_it_all_and_is_told(up: Up, victim: str) -> None:
    process = up.start()
    assert until(lambda: any(victim in command for command in up.family()), START_S)
    dead = up.child(victim)
    dead.kill()
    assert process.wait(timeout=STOP_S) == 1
    assert up.says(f"(process {dead.pid}) was killed by signal 9")
    assert until(lambda: not up.family(), 2), up.family()


def test_a_supervisor_killed_outright_leaves_no_orphan(up: Up) -> None:
    process = up.start()
    assert until(lambda: any("celery" in command for command in up.family()), START_S)
    process.kill()
    process.wait()
    assert until(lambda: not up.family(), STOP_S), up.family()


def test_it_goes_when_make_is_killed_outright(up: Up) -> None:
    make = up.start("/bin/sh", "-c", f"{sys.executable} manage.py up --with-parent; true")
    assert until(lambda: any("valkey" in command for command in up.family()), START_S)
    make.kill()
    make.wait()
    assert until(lambda: not up.family(), STOP_S), up.family()


@pytest.mark.parametrize("variable", ["PORT", "ML_PORT"])
def test_a_port_in_use_is_one_clear_line(up: Up, variable: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        setattr(up, variable.lower(), taken)
        assert up.start().wait(timeout=20) == 1
    line = f"Port {taken} is in use by another program: choose another, for example {variable}={taken + 10} make run\n"
    assert up.log.read_text() == line


def test_an_empty_environment_is_enough_and_its_secrets_stay(up: Up) -> None:
    """The secrets are made once: a second start must be able to read what the first one encrypted."""
    for _ in range(2):
        process = up.start()
        assert until(lambda: any("valkey" in command for command in up.family()), START_S)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=STOP_S) == 0
        first = (up.var / "local.env").read_text()
    assert (up.var / "local.env").read_text() == first
