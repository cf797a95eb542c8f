"""The faults: what is killed, stopped, emptied or set wrong, and how long it takes until work goes on."""

import os
import random
from collections.abc import Callable
from contextlib import suppress

from tests.chaos import clocks, nights
from tests.chaos.world import World, wait_until

# As often as the issue of the nights asks for, and clocks as well.
COUNTS = {
    "worker": 200,
    "child": 200,
    "broker": 50,
    "flush": 10,
    "database": 30,
    "ml": 50,
    "skew": 20,
    "jump": 20,
    "everything": 20,
}
READY_S = 30.0
OFF_BY_S = (60.0, 600.0, 3_600.0, 10_800.0)


def strike(made: World, kind: str, chance: random.Random) -> None:
    """Let one fault happen."""
    if kind == "database":
        made.stop_database()
    elif kind == "flush":
        _flush()
    elif kind in ("skew", "jump"):
        name = "database" if kind == "jump" else chance.choice(clocks.CLOCKS[:2])
        clocks.set_clock(made.clocks, name, chance.choice((-1, 1)) * chance.choice(OFF_BY_S) * chance.uniform(0.5, 1.0))
    elif kind == "everything":
        for server in (made.worker, made.ml, made.broker):
            server.kill(choose=chance.choice)
        made.stop_database()
    else:
        server = {"worker": made.worker, "child": made.worker, "broker": made.broker, "ml": made.ml}[kind]
        server.kill(child_only=kind == "child", choose=chance.choice)


def _flush() -> None:
    import redis

    with suppress(redis.RedisError):
        redis.Redis(unix_socket_path=os.environ["REDIS_URL"].removeprefix("unix://")).flushall()


def recovery(made: World, bring: Callable[[], None]) -> tuple[float | None, float | None]:
    """Start everything and return the seconds until anything is claimed again, and until a chunk of the night is.

    None for what took over READY_S.

    Args:
        bring: lets somebody bring a transaction, so that there is something to claim even where the night has only
            chunks left that wait for their next try.
    """
    from django.db import connection

    connection.close()
    chunks, asked = nights.claims()
    made.mend()

    brought = False

    def ready() -> bool:
        nonlocal brought
        if not brought:
            bring()
            brought = True
        nights.tick()
        return nights.claims() > (chunks, asked)

    def goes_on() -> bool:
        nights.tick()
        nights.next_night()
        return nights.claims()[0] > chunks

    first = wait_until(ready, READY_S)
    rest = wait_until(goes_on, READY_S) if first is not None else None
    return first, (first + rest if first is not None and rest is not None and first + rest <= READY_S else None)
