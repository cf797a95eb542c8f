"""What a step of a call takes of our own time: `make bench-call`.

The conductor is asked as the webhook and the relay ask it, about the person of tests/evals, without a model. First one
call at a time, by the clock and by what the processor worked, which other programs disturb less; then many at once,
each with a pause between its steps as somebody who listens makes it. The floor is a call's row read in another thread,
in the same run.
"""

import asyncio
import os
import random
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import numpy as np

from bench import _report

ROUNDS, AT_ONCE = int(os.environ.get("ROUNDS", "30")), int(os.environ.get("AT_ONCE", "40"))
PAUSE_S = (0.5, 3.5)  # between an answer and the next key
APART_S = 10.0  # within which the calls come in
NUMBER, PIN = "+12025550100", "805316"
KEYS = {"1": "balance", "2": "safe to spend", "3": "shortfall risk", "4": "income", "5": "bills", "6": "scores"}
KEYS |= {"7": "advice", "0": "say it again", "*": "the menu"}
QUESTION = "How much did I spend on groceries last month?"
CPU = " (processor)"
LIMIT_ALONE_MS, LIMIT_AT_ONCE_MS = 25.0, 50.0
Times = dict[str, list[float]]


def main() -> None:
    """Measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from tests.evals import world

    with world.maya() as user:
        _give_a_telephone(user)
        asyncio.run(_call({}))  # what is made once is made
        alone, at_once = asyncio.run(_alone()), asyncio.run(_together())
    tell(alone, at_once)


def _give_a_telephone(user: Any) -> None:
    from voice.callers import pins
    from voice.callers.numbers import fingerprint
    from voice.models import PhoneNumber

    now = datetime.now(UTC)
    PhoneNumber.objects.create(
        user=user, number=NUMBER, fingerprint=fingerprint(NUMBER), ends=NUMBER[-4:], created_at=now, verified_at=now
    )
    pins.set_pin(user, PIN, now)


async def _alone() -> Times:
    times: Times = {}
    for _ in range(ROUNDS):
        await _call(times)
    return times


async def _together() -> Times:
    times: Times = {}
    await asyncio.gather(*(_call(times, pause=PAUSE_S, apart_s=APART_S) for _ in range(AT_ONCE)))
    return times


async def _call(times: Times, *, pause: tuple[float, float] = (0, 0), apart_s: float = 0) -> None:
    """Ring, give the PIN, press every key, ask; note what each step took."""
    from asgiref.sync import sync_to_async

    from voice.flow.values import Heard
    from voice.models import Call

    dice = random.Random()  # noqa: S311 - pauses
    await asyncio.sleep(dice.uniform(0, apart_s))
    call = await sync_to_async(_ringing)()
    steps = [
        ("greeting", Heard("start")),
        ("to the PIN", Heard("digits", digits="1")),
        ("PIN", Heard("digits", digits=PIN)),
    ]
    steps += [(name, Heard("digits", digits=key)) for key, name in KEYS.items()]
    steps += [("a question", Heard("speech", text=QUESTION))]
    for name, heard in steps:
        started = time.perf_counter()
        await sync_to_async(Call.objects.get)(pk=call.pk)
        times.setdefault("floor", []).append(time.perf_counter() - started)
        worked = time.process_time()
        times.setdefault(name, []).append(await asyncio.create_task(_step(call, heard)))
        times.setdefault(f"{name}{CPU}", []).append(time.process_time() - worked)
        await asyncio.sleep(dice.uniform(*pause))


async def _step(call: Any, heard: Any) -> float:
    from voice.conducting import conduct
    from voice.lanes import lanes

    started = time.perf_counter()
    async with lanes.lane(), aclosing(conduct(call, heard, now=datetime.now(UTC))) as coming:
        async for _ in coming:
            pass
    return time.perf_counter() - started


def _ringing() -> Any:
    from voice.callers.numbers import fingerprint
    from voice.models import Call

    now = datetime.now(UTC)
    return Call.objects.create(
        direction=Call.Direction.INBOUND,
        status=Call.Status.IN_PROGRESS,
        number=NUMBER,
        number_fingerprint=fingerprint(NUMBER),
        created_at=now,
        last_heard_at=now,
    )


def tell(alone: Times, at_once: Times) -> None:
    """Print the table and the last line."""
    worked = {name: _percentiles(alone.pop(f"{name}{CPU}", [0.0])) for name in list(alone) if CPU not in name}
    rows: list[list[object]] = [
        [name, *worked[name], *_percentiles(alone[name]), *_percentiles(at_once[name])] for name in worked
    ]
    every = [[one for name in KEYS.values() for one in times[name]] for times in (alone, at_once)]
    keys = [worked[name][1] for name in KEYS.values()]
    rows.append(["every key of the menu", "", max(keys), *_percentiles(every[0]), *_percentiles(every[1])])
    header = ["step, ms", "processor p50", "p95", "alone p50", "p95", f"{AT_ONCE} at once p50", "p95"]
    _report.show(f"A step of a call ({ROUNDS} calls alone, then {AT_ONCE} at once)", header, rows)
    _report.finish(
        {
            "calls_at_once": AT_ONCE,
            "key_p95_ms": _percentiles(every[0])[1],
            "key_at_once_p95_ms": _percentiles(every[1])[1],
            "floor_p50_ms": _percentiles(alone["floor"])[0],
            "ratio_to_floor": round(float(np.median(every[0]) / np.median(alone["floor"])), 1),
            "limits_ms": {"alone": LIMIT_ALONE_MS, "at_once": LIMIT_AT_ONCE_MS},
        }
    )


def _percentiles(seconds: Sequence[float]) -> list[float]:
    return [round(1000 * float(np.percentile(seconds, percent)), 1) for percent in (50, 95)]


if __name__ == "__main__":
    main()
