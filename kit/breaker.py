"""A circuit breaker: stop asking a service that does not answer, then try one probe.

`Circuit` is what is known, a value: it can be kept in the process (`Breaker`) or shared by processes (assistant/llm).
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Circuit:
    """When it failed, and when it was opened or last probed; closed while `opened_at` is None."""

    failed_at: tuple[float, ...] = ()
    opened_at: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Opens after `failures` within `window_s`; after `probe_after_s` lets one probe through."""

    failures: int = 5
    window_s: float = 60.0
    probe_after_s: float = 30.0

    def asked(self, circuit: Circuit, *, now: float) -> Circuit | None:
        """Return the circuit after a call is let through, or None: no call.

        A probe's caller holds the others off for another `probe_after_s`.
        """
        if circuit.opened_at is None:
            return circuit
        return replace(circuit, opened_at=now) if now - circuit.opened_at >= self.probe_after_s else None

    def failed(self, circuit: Circuit, *, now: float) -> Circuit:
        """Note a failure; enough of them in the window open it."""
        failed_at = (*circuit.failed_at, now)[-self.failures :]
        opens = len(failed_at) == self.failures and now - failed_at[0] <= self.window_s
        return Circuit(failed_at, now if opens else circuit.opened_at)

    def unused(self, circuit: Circuit, *, now: float) -> Circuit:
        """Give a call back that told nothing, as one that the user cancelled: the next may probe."""
        return circuit if circuit.opened_at is None else replace(circuit, opened_at=now - self.probe_after_s)


CLOSED = Circuit()


class Breaker:
    """A circuit held in the process, not in Redis: losing Redis must neither open nor close it."""

    def __init__(
        self,
        *,
        failures: int = 5,
        window_s: float = 60.0,
        probe_after_s: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rules, self._clock = Rules(failures, window_s, probe_after_s), clock
        self._circuit = CLOSED
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Tell whether a call may be made."""
        with self._lock:
            after = self._rules.asked(self._circuit, now=self._clock())
            self._circuit = after or self._circuit
            return after is not None

    def succeeded(self) -> None:
        """Note an answer: closed, whatever went before."""
        with self._lock:
            self._circuit = CLOSED

    def failed(self) -> None:
        """Note a failure."""
        with self._lock:
            self._circuit = self._rules.failed(self._circuit, now=self._clock())
