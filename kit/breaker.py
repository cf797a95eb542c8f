"""A circuit breaker: stop asking a service that does not answer, then try one probe."""

import threading
import time
from collections import deque
from collections.abc import Callable


class Breaker:
    """Opens after `failures` within `window_s`; after `probe_after_s` lets one probe through.

    Held in the process, not in Redis: losing Redis must neither open nor close it.
    """

    def __init__(
        self,
        *,
        failures: int = 5,
        window_s: float = 60.0,
        probe_after_s: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit, self._window_s, self._probe_after_s, self._clock = failures, window_s, probe_after_s, clock
        self._failed_at: deque[float] = deque(maxlen=failures)
        self._opened_at: float | None = None
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Tell whether a call may be made; a probe's caller holds the others off for another `probe_after_s`."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._clock() - self._opened_at < self._probe_after_s:
                return False
            self._opened_at = self._clock()
            return True

    def succeeded(self) -> None:
        """Note an answer: closed, whatever went before."""
        with self._lock:
            self._failed_at.clear()
            self._opened_at = None

    def failed(self) -> None:
        """Note a failure; enough of them in the window open the breaker."""
        with self._lock:
            now = self._clock()
            self._failed_at.append(now)
            if len(self._failed_at) == self._limit and now - self._failed_at[0] <= self._window_s:
                self._opened_at = now
