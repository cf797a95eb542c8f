"""Clocks that are set from outside: a file says by how many seconds each of them is off.

`even` and `odd` are two hosts: processes by their id. `database` is the clock that all of them share.
"""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from kit import clock

VARIABLE = "CHAOS_CLOCKS"
CLOCKS = ("even", "odd", "database")


def bend(file: Path) -> None:
    """Let this process go by the clocks of the file."""
    host = CLOCKS[os.getpid() % 2]
    timezone.now = _off(timezone.now, file, host)
    clock.shared_now = _off(clock.shared_now, file, "database")


def set_clock(file: Path, name: str, seconds: float) -> None:
    """Set one of the clocks, at once and whole."""
    told = read(file) | {name: seconds}
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(told))
    draft.replace(file)


def read(file: Path) -> dict[str, float]:
    """Return by how many seconds each clock is off."""
    told: dict[str, float] = json.loads(file.read_text()) if file.exists() else {}
    return dict.fromkeys(CLOCKS, 0.0) | told


def _off(real: Callable[[], datetime], file: Path, name: str) -> Callable[[], datetime]:
    return lambda: real() + timedelta(seconds=read(file)[name])
