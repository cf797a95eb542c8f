"""The organisation's limits at a provider, as the headers tell them: a bucket that fills up again over a minute."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Limit:
    """Tokens a minute and requests a day."""

    tokens: int = 8_000
    requests: int = 1_000
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _asked: int = 0
    _at: float = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._left, self._at = float(self.tokens), self.clock()

    def wait_for(self, tokens: int) -> float:
        """Take the tokens; where there are too few, take none and return the seconds until there are enough."""
        with self._lock:
            now = self.clock()
            self._left = min(self.tokens, self._left + (now - self._at) * self.tokens / 60)
            self._at = now
            if tokens > self._left:
                return max(1.0, (tokens - self._left) * 60 / self.tokens)
            self._left -= tokens
            self._asked += 1
            return 0.0

    def headers(self) -> dict[str, str]:
        """Tell what is left."""
        with self._lock:
            full_in = (self.tokens - self._left) * 60 / self.tokens
            return {
                "x-ratelimit-limit-tokens": str(self.tokens),
                "x-ratelimit-remaining-tokens": str(int(self._left)),
                "x-ratelimit-reset-tokens": f"{full_in:.3f}s",
                "x-ratelimit-limit-requests": str(self.requests),
                "x-ratelimit-remaining-requests": str(self.requests - self._asked),
                "x-ratelimit-reset-requests": f"{86_400 * self._asked / self.requests:.2f}s",
            }
