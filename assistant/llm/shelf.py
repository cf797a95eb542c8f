"""Where the conditions of rungs lie: in Redis for all processes, and in this process for when Redis is away.

Each change is a pure function applied by compare-and-set. Redis is given a tenth of a second; when it is away it is not
asked again for some seconds, and what this process knows is good enough: neither open nor closed by the loss.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
import structlog
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from assistant.llm.conditions import Condition, read, written

log = structlog.get_logger(__name__)
T = TypeVar("T")
Change = Callable[[Condition], tuple[Condition, T]]

PREFIX = "llm:condition:"
KEPT_S = 86_400
PATIENCE_S = 0.1
AWAY_S = 5.0
TRIES = 6
SWAP = """
if (redis.call('GET', KEYS[1]) or '') == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
  return 1
end
return 0
"""


class Shelf:
    """One per process."""

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._mine: dict[str, Condition] = {}
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, redis.asyncio.Redis] = WeakKeyDictionary()
        self._away_until = 0.0

    async def change(self, key: str, first: Condition, change: Change[T]) -> T:
        """Apply a change to what is known of a rung, `first` where nothing is known yet; return what it returns."""
        if time.monotonic() >= self._away_until:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    return await self._swap(key, first, change)
            except (redis.RedisError, OSError, TimeoutError) as error:
                self._away_until = time.monotonic() + AWAY_S
                log.warning("models share nothing for a while", error=str(error))
        self._mine[key], result = change(self._mine.get(key, first))
        return result

    async def _swap(self, key: str, first: Condition, change: Change[T]) -> T:
        client = self._client()
        result: T
        for _ in range(TRIES):
            held = await client.get(PREFIX + key)
            known = read(held) or first
            after, result = change(known)
            self._mine[key] = after
            if after == known and held is not None:
                return result
            if await client.eval(SWAP, 1, PREFIX + key, held or b"", written(after), KEPT_S):
                return result
        return result  # so many at once that it does not matter whose note is kept

    def _client(self) -> "redis.asyncio.Redis":
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = redis.asyncio.Redis.from_url(
                self._url or settings.REDIS_URL,
                socket_timeout=PATIENCE_S,
                socket_connect_timeout=PATIENCE_S,
                retry=Retry(NoBackoff(), 0),
            )
        return self._clients[loop]


def look(keys: list[str]) -> list[Condition | None]:
    """Read what is known of rungs, from outside the event loop; None for what is not known.

    Raises:
        redis.RedisError: Redis is away.
    """
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5) as client:
        return [read(held) for held in client.mget([PREFIX + key for key in keys])] if keys else []
