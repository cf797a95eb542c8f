"""What a turn of the assistant takes, stage by stage: `make bench-voice`.

The web server answers in this process as `manage.py up` serves it, over a socket, as events, about the person of
tests/evals. First without a model; then with a provider on a socket of its own that says a word every 10 ms. What is
not waiting for the provider is ours. The floor is /me of the same run: signed in, and nothing to compute.
"""

import json
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx2
import numpy as np

from bench import _report

TURNS, WARM = int(os.environ.get("TURNS", "200")), 20
FIRST_S, BETWEEN_S = 0.05, 0.01
STAGES = ("recall", "understand", "tool", "fill", "gate", "first_token", "first_sentence", "total", "ours")
LIMIT_OURS_MS, LIMIT_FIRST_MS = 40.0, 50.0


def main() -> None:
    """Measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from assistant.api.turns import TurnThrottle
    from tests.evals import world
    from tests.fakes.llm import running_llm

    TurnThrottle.rate = "1000000/min"
    with world.maya() as user, _serving() as address, _signed_in(user, address) as client:
        floor = [_me(client) for _ in range(TURNS)]
        offline = _turns(client)
        with running_llm(first_s=FIRST_S, between_s=BETWEEN_S) as fake, _provider(fake.address):
            paced = _turns(client, fake)
    tell(floor, offline, paced)


@contextmanager
def _serving() -> Iterator[str]:
    from bench._stack import free_port
    from gig_lens.serve import server

    running = server("127.0.0.1", port := free_port())
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(timeout=10)


@contextmanager
def _signed_in(user: Any, address: str) -> Iterator[httpx2.Client]:
    from django.test import Client

    django_client = Client()
    django_client.force_login(user)
    cookies = {"sessionid": django_client.cookies["sessionid"].value, "csrftoken": "a" * 32}
    headers = {"X-CSRFToken": "a" * 32, "Referer": address, "Accept": "text/event-stream"}
    with httpx2.Client(base_url=address, cookies=cookies, headers=headers, trust_env=False, timeout=20) as client:
        yield client


@contextmanager
def _provider(address: str) -> Iterator[None]:
    from django.conf import settings

    settings.GROQ_API_KEY, settings.GROQ_BASE_URL, settings.GROQ_MODELS = "gsk_bench", address, ["openai/gpt-oss-120b"]
    settings.GROQ_TOKENS_PER_MINUTE, settings.GROQ_REQUESTS_PER_MINUTE = 10_000_000, 100_000
    yield
    settings.GROQ_API_KEY = ""


def _me(client: httpx2.Client) -> float:
    started = time.perf_counter()
    client.get("/api/v1/me", headers={"Accept": "application/json"}).raise_for_status()
    return 1000 * (time.perf_counter() - started)


def _turns(client: httpx2.Client, fake: Any = None) -> list[dict[str, float]]:
    """Ask the scenarios' questions that a model may word, in turn; the first ones do not count."""
    from tests.evals.adversarial import questions

    every = questions()
    found = []
    for place in range(WARM + TURNS):
        language, message = every[place % len(every)]
        asked = len(fake.asked) if fake else 0
        one = _turn(client, {"message": message, "language": language})
        if fake and len(fake.asked) == asked:
            continue  # answered without a model: a verdict, an article, a question back
        found.append(one | (_beyond(one, fake.asked[-1]) if fake else {}))
    return found[WARM:]


def _turn(client: httpx2.Client, body: dict[str, str]) -> dict[str, float]:
    started, first = time.perf_counter(), 0.0
    with client.stream("POST", "/api/voice-agent", json=body) as response:
        response.raise_for_status()
        for line in response.iter_lines():
            if line.startswith("data: "):
                first = first or time.perf_counter() - started
                last = json.loads(line.removeprefix("data: "))
    whole = time.perf_counter() - started
    return {**last["timings_ms"], "first_event": 1000 * first, "http": 1000 * whole}


def _beyond(one: dict[str, float], asked: Any) -> dict[str, float]:
    """Take from a turn what the provider took by its own pace; a sentence is sure once the next word is there."""
    from tests.fakes.llm.wire import pieces

    words = pieces(asked.draft)
    sentence = len(pieces(asked.draft.split("\n")[0]))
    spoken = 1000 * (FIRST_S + BETWEEN_S * len(words))
    waited = 1000 * BETWEEN_S * min(sentence, len(words))
    late = one.get("first_sentence", 0.0) - one.get("first_token", 0.0) - waited
    return {"beyond_the_provider": one["total"] - spoken, "first_sentence_beyond": max(0.0, late)}


def tell(floor: Sequence[float], offline: list[dict[str, float]], paced: list[dict[str, float]]) -> None:
    """Print the tables and the last line."""
    rows: list[list[object]] = [["floor: GET /me", *_percentiles(floor), "", ""]]
    for name in (*STAGES, "first_event", "http", "beyond_the_provider", "first_sentence_beyond"):
        cells = [_percentiles([one[name] for one in turns if name in one]) for turns in (offline, paced)]
        rows.append([name, *cells[0], *cells[1]])
    header = ["stage, ms", "offline p50", "p95", "10 ms a word p50", "p95"]
    _report.show(f"A turn, stage by stage ({len(offline)} offline, {len(paced)} with a provider)", header, rows)
    ours = _percentiles([one["ours"] for one in offline])[1]
    beyond = _percentiles([one["beyond_the_provider"] for one in paced])[1]
    first = _percentiles([one["first_sentence_beyond"] for one in paced])[1]
    http, me = _percentiles([one["http"] for one in offline])[0], _percentiles(floor)[0]
    _report.finish(
        {
            "turns": len(offline),
            "offline_ours_p95_ms": ours,
            "with_provider_ours_p95_ms": beyond,
            "first_sentence_after_its_last_word_p95_ms": first,
            "http_p50_ms": http,
            "floor_p50_ms": me,
            "ratio_to_floor": round(float(str(http)) / float(str(me)), 2),
            "limits_ms": {"ours": LIMIT_OURS_MS, "first_sentence": LIMIT_FIRST_MS},
        }
    )


def _percentiles(values: Sequence[float]) -> list[object]:
    if not values:
        return ["", ""]
    return [round(float(np.percentile(values, percent)), 1) for percent in (50, 95)]


if __name__ == "__main__":
    main()
