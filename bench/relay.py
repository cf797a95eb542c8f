"""Forty calls at once over ConversationRelay, and how long each waits for its first words: `make bench-relay`.

The web server answers in this process as `manage.py up` serves it; the callers are a process of their own, and so is
the provider, which says nothing for 300 ms and then everything: that time is the model's and taken off. Every call is
one of the person of tests/evals, after the PIN, and asks the scenarios' questions every few seconds, more often than
anybody talks. The floor, in the same run, is a socket on the same server that echoes a word at once.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from bench import _report
from gig_lens.local import BASE_DIR

CALLS, TURNS = int(os.environ.get("CALLS", "40")), int(os.environ.get("TURNS", "12"))
EVERY_S = min(5.0, float(os.environ.get("EVERY_S", "5")))  # one and a half of it is under the silence that is told
WARM = 2
MODEL_S = 0.3
LIMIT_MS = 50.0
ECHO, RELAY = "/echo", "/api/voice/relay"


def main() -> None:
    """Measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.conf import settings

    from tests.evals import world
    from tests.evals.adversarial import questions

    settings.TWILIO_AUTH_TOKEN = "a-token"  # noqa: S105 - made up
    words = [text for language, text in questions() if language == "en"]
    with world.maya() as user, _serving() as address:
        floor = _ring(address, ECHO, [], words)
        offline = _ring(address, RELAY, _calls(user), words)
        together = _ring(address, RELAY, _calls(user), words, at_once=True)
        with _provider():
            modelled = _ring(address, RELAY, _calls(user), words)
        modelled["first_ms"] = _without_the_model(modelled)
    tell(floor, offline, together, modelled)


@contextmanager
def _serving() -> Iterator[str]:
    """Serve as the product does, with the echo beside it."""
    from bench._stack import free_port
    from gig_lens import asgi, serve

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket" and scope["path"] == ECHO:
            await _echo(receive, send)
        else:
            await asgi.application(scope, receive, send)

    running = serve.server("127.0.0.1", port := free_port())
    running.config.app = application
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"ws://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(timeout=10)


async def _echo(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        told = json.loads(message["text"])
        if told["type"] == "prompt":
            await send({"type": "websocket.send", "text": '{"type":"text","token":"Yes. ","last":false}'})
            await send({"type": "websocket.send", "text": '{"type":"text","token":"","last":true}'})


def _calls(user: Any) -> list[str]:
    """Begin calls of somebody who has given their PIN; return their names."""
    import uuid

    from django.utils import timezone

    from voice.flow.state import State, told
    from voice.models import Call

    now = timezone.now()
    state = told(State(place="menu", identified=True, began_at=now))
    rows = [
        Call(
            call_sid=f"CA{uuid.uuid4().hex}",
            direction="inbound",
            status="in-progress",
            user=user,
            identified_at=now,
            state=state,
            created_at=now,
            last_heard_at=now,
        )
        for _ in range(CALLS)
    ]
    return [one.call_sid or "" for one in Call.objects.bulk_create(rows)]


@contextmanager
def _provider() -> Iterator[None]:
    """Start the fake provider as a process of its own, and point the settings at it."""
    from django.conf import settings

    from bench._stack import free_port

    command = [sys.executable, "-m", "tests.fakes.llm", "--port", str(port := free_port()), "--first", str(MODEL_S)]
    with subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True) as fake:
        assert fake.stdout  # noqa: S101 - a pipe
        fake.stdout.readline()
        settings.GROQ_API_KEY, settings.GROQ_BASE_URL = "gsk_bench", f"http://127.0.0.1:{port}"
        settings.GROQ_MODELS = ["openai/gpt-oss-120b"]
        settings.GROQ_TOKENS_PER_MINUTE, settings.GROQ_REQUESTS_PER_MINUTE = 10_000_000, 100_000
        settings.MODEL_USD_PER_USER_DAY = settings.MODEL_USD_PER_DAY = 1000
        settings.MODEL_CALLS_PER_USER_DAY = 1_000_000
        try:
            yield
        finally:
            settings.GROQ_API_KEY = ""
            fake.terminate()


def _ring(address: str, path: str, calls: list[str], words: list[str], *, at_once: bool = False) -> dict[str, Any]:
    from tests.voice.relay.twilio_end import signature

    order = {
        "address": f"{address}{path}",
        "signature": signature(),
        "calls": calls or [f"CA{number:032x}" for number in range(CALLS)],
        "greets": bool(calls),
        "turns": WARM + TURNS,
        "warm": WARM,
        "every_s": EVERY_S,
        "at_once": at_once,
        "questions": words,
    }
    command = [sys.executable, "-m", "bench._callers"]
    before = time.process_time()
    done = subprocess.run(command, input=json.dumps(order), cwd=BASE_DIR, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    found["first_ms"] = [first for _, _, first in found["turns"]]
    found["cpu_ms"] = round(1000 * (time.process_time() - before) / (CALLS * (WARM + TURNS)), 1)
    return found


def _without_the_model(found: dict[str, Any]) -> list[float]:
    """Take from each turn that asked a model what the model took: each time it is asked it waits as long."""
    from voice.models import CallEvent

    steps: dict[str, list[dict[str, Any]]] = {}
    rows = CallEvent.objects.exclude(kind="relay").order_by("call_id", "pk").values_list("call__call_sid", "timings_ms")
    for call_sid, timings in rows:
        steps.setdefault(call_sid or "", []).append(timings)
    left = []
    for call_sid, turn, first in found["turns"]:
        timings = steps[call_sid][turn + 1]  # before the first question it was greeted
        asked = ("tool_chosen" in timings) + ("first_token" in timings)
        if asked:
            left.append(first - 1000 * MODEL_S * asked)
    return left


def tell(floor: dict[str, Any], offline: dict[str, Any], together: dict[str, Any], modelled: dict[str, Any]) -> None:
    """Print the table and the last line."""
    named = {
        "floor: a socket that echoes": floor,
        "without a model": offline,
        "with a model, its time taken off": modelled,
        f"{CALLS} questions in the same moment": together,
    }
    rows = [[name, *_percentiles(one["first_ms"]), one["cpu_ms"]] for name, one in named.items()]
    title = f"From a caller's last word to our first, {CALLS} calls, a question each every {EVERY_S:g} s, in ms"
    _report.show(title, ["", "p50", "p95", "most", "turns", "processor a turn"], rows)
    wrong = offline["wrong"] + together["wrong"] + modelled["wrong"]
    echoed = float(np.percentile(floor["first_ms"], 95))
    ours = float(np.percentile(offline["first_ms"], 95))
    _report.finish(
        {
            "calls": CALLS,
            "offline_p95_ms": round(ours, 1),
            "with_provider_p95_ms": round(float(np.percentile(modelled["first_ms"], 95)), 1),
            "at_once_p95_ms": round(float(np.percentile(together["first_ms"], 95)), 1),
            "floor_p95_ms": round(echoed, 2),
            "ratio_to_floor": round(ours / echoed, 1),
            "silent_turns": len(wrong),
            "load_average": round(os.getloadavg()[0], 1),
            "limit_ms": LIMIT_MS,
        }
    )


def _percentiles(values: Sequence[float]) -> list[object]:
    return [
        *(round(float(np.percentile(values, percent)), 1) for percent in (50, 95)),
        round(max(values), 1),
        len(values),
    ]


if __name__ == "__main__":
    main()
