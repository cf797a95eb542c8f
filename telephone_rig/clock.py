"""Time as a call knows it: audio, silence and waiting take seconds of it, which a test need not wait for."""

import time
from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """Seconds since some moment."""

    def now(self) -> float:
        """Return the seconds so far."""

    def pass_by(self, seconds: float) -> None:
        """Let so many seconds pass."""


@dataclass
class VirtualClock:
    """Moves only when it is told to: a minute of silence takes no time."""

    seconds: float = 0.0

    def now(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += max(0.0, seconds)


@dataclass
class RealClock:
    """The clock on the wall; a terminal listens on it, and may have it run faster."""

    speed: float = 1.0
    began: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        return (time.monotonic() - self.began) * self.speed

    def pass_by(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / self.speed)
