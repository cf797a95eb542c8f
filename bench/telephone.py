"""What a webhook of Twilio's takes to be answered: `make bench-telephone`.

The web server answers in this process as `manage.py up` serves it, over a socket, with calls of the person of
tests/evals: rung, a key before the PIN, the PIN, the keys of the menu, a status callback, and requests that are not
Twilio's. No model is asked. The PIN is checked by argon2, as in the product, and takes its time on purpose. The floor
is /livez of the same run, through the same middleware, before and after. Besides the clock, what the processor worked
is told, the asking client's part included: other programs on the machine disturb it less.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2
import numpy as np

from bench import _report

CALLS, WARM = int(os.environ.get("CALLS", "60")), 3
NUMBER, PIN = "+12025550100", "805316"
KEYS = {"1": "balance", "2": "safe to spend", "3": "shortfall risk", "4": "income", "5": "bills", "6": "scores"}
KEYS |= {"7": "advice", "0": "say it again", "*": "the menu"}
ARGON2 = "django.contrib.auth.hashers.Argon2PasswordHasher"
SLOW = "the PIN"  # on purpose
LIMIT_MS = 25.0
Taken = list[tuple[float, float]]  # by the clock, and of the processor
Times = dict[str, Taken]


def main() -> None:
    """Measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.test import override_settings

    from tests.evals import world
    from tests.voice.signing import ACCOUNT, TOKEN

    account = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "CALLS_PER_USER_DAY": 100_000}
    account |= {"CALL_USD_PER_USER_DAY": 100_000, "PASSWORD_HASHERS": [ARGON2]}
    with world.maya() as user, override_settings(**account), _serving() as address, _client(address) as client:
        _give_a_telephone(user)
        for _ in range(WARM):
            _call(client, address, {})
        times: Times = {}
        floor = _floor(client)
        for _ in range(CALLS):
            _call(client, address, times)
        tell([*floor, *_floor(client)], times)


@contextmanager
def _serving() -> Iterator[str]:
    from django.test import override_settings

    from bench._stack import free_port
    from gig_lens.serve import server

    running = server("127.0.0.1", port := free_port())
    with override_settings(PUBLIC_BASE_URL=f"http://127.0.0.1:{port}"):
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        running.should_exit = True
        thread.join(timeout=10)


def _client(address: str) -> httpx2.Client:
    return httpx2.Client(base_url=address, trust_env=False, timeout=20)


def _give_a_telephone(user: Any) -> None:
    from django.utils import timezone

    from voice.callers import pins
    from voice.callers.numbers import fingerprint
    from voice.models import PhoneNumber

    now = timezone.now()
    PhoneNumber.objects.create(
        user=user, number=NUMBER, fingerprint=fingerprint(NUMBER), ends=NUMBER[-4:], created_at=now, verified_at=now
    )
    pins.set_pin(user, PIN, now)


@contextmanager
def _timed(taken: Taken) -> Iterator[None]:
    clock, worked = time.perf_counter(), time.process_time()
    yield
    taken.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - worked)))


def _floor(client: httpx2.Client) -> Taken:
    found: Taken = []
    for _ in range(5 * CALLS // 2):
        with _timed(found):
            client.get("/livez").raise_for_status()
    return found


def _call(client: httpx2.Client, address: str, times: Times) -> None:
    """Ring, give the PIN, press every key; note what each webhook took."""
    from tests.voice.signing import call_of

    said = call_of(uuid4().int, From=NUMBER, Caller=NUMBER)

    def ask(what: str, where: str, **more: str) -> str:
        return _asked(client, address, where, said | more, times.setdefault(what, []))

    action = ask("rung", f"{address}/api/voice")
    action = ask("a key before the PIN", action, Digits="1")
    action = ask(SLOW, action, Digits=PIN)
    for key, name in KEYS.items():
        action = ask(name, action, Digits=key)
    ended = {"CallStatus": "completed", "CallDuration": "60", "SequenceNumber": "3"}
    ask("a status callback", f"{address}/api/voice/status", **ended)
    with _timed(times.setdefault("not Twilio", [])):
        refused = client.post("/api/voice/step?turn=1", data=said)
    assert refused.status_code == 403, refused.status_code  # noqa: S101 - a benchmark measures what it says or nothing


def _asked(client: httpx2.Client, address: str, where: str, said: dict[str, str], taken: Taken) -> str:
    """Ask as Twilio does; return where the call goes on."""
    from defusedxml import ElementTree

    from tests.voice.signing import FORM, signature

    headers = {"X-Twilio-Signature": signature(where, said), "Content-Type": FORM}
    with _timed(taken):
        answer = client.post(where, content=urlencode(said), headers=headers)
    answer.raise_for_status()
    assert "sorry=" not in answer.text, "a step broke"  # noqa: S101 - see above
    gather = ElementTree.fromstring(answer.text).find("Gather")
    return "" if gather is None else str(gather.get("action"))


def tell(floor: Taken, times: Times) -> None:
    """Print the table and the last line."""
    rows = [[what, len(one), *_told(one)] for what, one in {"floor: GET /livez": floor, **times}.items()]
    header = ["webhook, ms", "n", "p50", "p95", "processor p50", "p95"]
    _report.show(f"Answering a webhook of Twilio's, {CALLS} calls", header, rows)
    ours = [one for what, taken in times.items() if what != SLOW for one in taken]
    p50, p95, worked_p50, worked_p95 = _told(ours)
    floor_p50, floor_p95, floor_worked_p50, _ = _told(floor)
    _report.finish(
        {
            "webhooks": len(ours),
            "p50_ms": p50,
            "p95_ms": p95,
            "processor_p50_ms": worked_p50,
            "processor_p95_ms": worked_p95,
            "pin_p95_ms": _told(times[SLOW])[1],
            "refused_p95_ms": _told(times["not Twilio"])[1],
            "floor_p50_ms": floor_p50,
            "floor_p95_ms": floor_p95,
            "p95_beyond_floor_ms": round(p95 - floor_p50, 2),
            "ratio_to_floor": round(p50 / floor_p50, 2),
            "processor_ratio_to_floor": round(worked_p50 / floor_worked_p50, 2),
            "limit_p95_ms": LIMIT_MS,
            "within_limit": p95 <= LIMIT_MS,
        }
    )


def _told(taken: Taken) -> tuple[float, float, float, float]:
    """Return the middle and the 95th percentile by the clock, then of the processor."""
    clock, worked = zip(*taken, strict=True)
    return tuple(round(float(np.percentile(one, at)), 2) for one in (clock, worked) for at in (50, 95))  # type: ignore[return-value]  # four of them


if __name__ == "__main__":
    main()
