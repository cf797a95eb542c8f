"""From a statement upload to a stored forecast, on the real path: `make bench-upload`.

Web server over HTTP, SQLite, embedded Valkey, Celery worker, ML service: all started by `manage.py up` in a folder of
their own. New users upload one statement each, one after the other; the clock of both figures starts with the upload.
The floor is the bare round trip to /livez of the same server over the same kind of connection.
"""

import os
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

import httpx2

from bench import _report, _stack

UPLOADS = 10
ROUND_TRIPS = 200
PATIENCE_S = 30.0
POLL_S = 0.01


@dataclass(frozen=True)
class Upload:
    """One measured upload, in seconds."""

    answered: float
    forecast: float


def main() -> None:
    """Measure, print."""
    with _stack.running() as env:
        base = f"http://127.0.0.1:{env['PORT']}"
        keys = new_users(env)
        floor = round_trips(base)
        uploads = [upload(base, key) for key in keys]
    tell(floor, uploads)


def new_users(env: dict[str, str]) -> list[str]:
    """Make the users in the database of the run, and return an API key of each: signing up is not measured."""
    os.environ.update(env)
    import django

    django.setup()
    from django.utils import timezone

    from accounts import api_keys
    from accounts.models import ApiKey, User

    users = [User.objects.create_user(f"bench-{number}@example.org") for number in range(UPLOADS)]
    return [
        api_keys.make(user=user, name="bench", scope=ApiKey.Scope.WRITE, expires_at=None, now=timezone.now())[1]
        for user in users
    ]


def round_trips(base: str) -> list[float]:
    """Time bare requests on one connection."""
    with httpx2.Client(base_url=base, trust_env=False) as client:
        client.get("/livez").raise_for_status()
        return [_timed(lambda: client.get("/livez").raise_for_status()) for _ in range(ROUND_TRIPS)]


def upload(base: str, key: str) -> Upload:
    """Upload the sample as a new user and wait until its weekly forecast is there."""
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=f"{base}/api/v1", headers=headers, timeout=PATIENCE_S, trust_env=False) as client:
        client.post("/linked-accounts", json={"name": "Bench", "currency": "CZK"}).raise_for_status()
        started = time.perf_counter()
        with _stack.SAMPLE.open("rb") as file:
            said = client.post("/imports", files={"file": file}, data={"linked_account": "Bench"})
        answered = time.perf_counter() - started
        brought = said.raise_for_status().json()
        _stack.wait_for(lambda: _is_forecast(client, brought), seconds=PATIENCE_S, what="No forecast", pause_s=POLL_S)
        return Upload(answered, time.perf_counter() - started)


def _is_forecast(client: httpx2.Client, brought: dict[str, Any]) -> bool:
    """Tell whether the forecast of this import is ready; a 404 says that there is none yet."""
    answer = client.get("/forecasts/latest", params={"period": "weekly"})
    if answer.status_code == 404:
        return False
    found = answer.raise_for_status().json()
    return bool(found["status"] == "ready" and found["as_of"] == brought["last_on"])


def _timed(call: Any) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def tell(floor: list[float], uploads: list[Upload]) -> None:
    """Print the table and the JSON line."""
    times = {
        "/livez, bare round trip": floor,
        "upload answered": [one.answered for one in uploads],
        "forecast stored and readable": [one.forecast for one in uploads],
    }
    livez, answer, forecast = map(_report.summary, times.values())
    rows = [
        [name, len(seconds), *_report.summary(seconds).values(), round(median(seconds) / median(floor))]
        for name, seconds in times.items()
    ]
    header = ["", "n", "min", "median", "max", "x floor"]
    _report.show("Upload of finance/demo/account-9159.csv, in milliseconds", header, rows)
    _report.finish(
        {
            "benchmark": "upload",
            "uploads": len(uploads),
            "livez_ms": livez,
            "upload_answer_ms": answer,
            "forecast_ready_ms": forecast,
            "answer_to_livez": round(answer["median"] / livez["median"], 1),
            "forecast_to_livez": round(forecast["median"] / livez["median"], 1),
        }
    )


if __name__ == "__main__":
    main()
