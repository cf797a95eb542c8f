"""How long each stage of a turn took, in milliseconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Started with the turn. A stage may be entered several times: its times add up."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._stages: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """Seconds since the turn began."""
        return time.perf_counter() - self._started

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - started)

    def add(self, name: str, seconds: float) -> None:
        """Add time that was measured elsewhere."""
        self._stages[name] = self._stages.get(name, 0.0) + seconds

    def mark(self, name: str) -> None:
        """Note when something happened first, since the turn began."""
        self._stages.setdefault(name, self.seconds)

    def read(self) -> dict[str, float]:
        """Return the stages and the total; what was not waiting for a model is `ours`."""
        told = self._stages | {"total": self.seconds}
        told["ours"] = told["total"] - told.get("model", 0.0)
        return {name: round(seconds * 1000, 2) for name, seconds in told.items()}
