"""How fast forecasts are answered: in batches, one by one, and by the service over HTTP."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import psutil

from ml_service import registry
from ml_service.forecasting.calendar import to_date
from ml_service.forecasting.engine import forecast
from ml_service.forecasting.model import ForecastModel
from ml_service.schemas import DailySeries, ForecastRequest, PlainSeries
from ml_service.training.accounts import Account

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
SINGLES = 300
START_S = 60.0


def measure(accounts: Sequence[Account], models: Path) -> dict[str, float]:
    """Accounts a second on one core, milliseconds of one account, megabytes of the service, with the fitted models.

    Raises:
        ValueError: there is no fitted forecast model in the folder.
    """
    served = registry.load(models).forecast
    if served.baseline:
        raise ValueError(f"no forecast model in {models}: `make train` fits one")
    last = max(account.end for account in accounts)
    moved: list[DailySeries | PlainSeries] = []
    for account in accounts:
        moved.append(_series(account, to_date(account.start + last - account.end)))
    batch = ForecastRequest(freq="W", h=8, series=moved)
    longer = ForecastRequest(freq="W", h=13, series=moved)
    begun, of_longer = ([_seconds(one, served.model) for _ in range(ROUNDS)] for one in (batch, longer))
    singles = [ForecastRequest(freq="W", h=8, series=[one]) for one in moved[:SINGLES]]
    alone = [_seconds(one, served.model) for one in singles]
    return {
        "accounts_per_second": round(len(moved) / min(begun)),
        "accounts_per_second_of_13_weeks": round(len(moved) / min(of_longer)),
        "one_account_p95_ms": round(1000 * float(np.percentile(alone, 95)), 2),
        **_over_http(models, batch, singles),
    }


def _series(account: Account, start: date) -> DailySeries:
    inflow, outflow = account.flows.tolist()
    return DailySeries(unique_id=account.name, start=start, inflow=inflow, outflow=outflow, balance=1000.0)


def _seconds(request: ForecastRequest, model: ForecastModel) -> float:
    """Processor's seconds, since machines are shared."""
    begun = time.process_time()
    for _ in forecast(request, model):
        pass
    return time.process_time() - begun


def _over_http(models: Path, batch: ForecastRequest, requests: Sequence[ForecastRequest]) -> dict[str, float]:
    """Time single accounts, then ask for the whole batch, after which the service is at its largest."""
    with running(models) as (port, process):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        taken = [_asked(connection, request) for request in requests]
        _asked(connection, batch)
        memory = psutil.Process(process.pid).memory_info().rss / 2**20
    return {"http_p95_ms": round(1000 * float(np.percentile(taken, 95)), 2), "service_rss_mb": round(memory)}


def _asked(connection: http.client.HTTPConnection, request: ForecastRequest) -> float:
    body = request.model_dump_json()
    begun = time.perf_counter()
    connection.request("POST", "/v1/forecasts", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    taken = time.perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(f"the service answered {answer.status}: {content[:200]!r}")
    return taken


@contextmanager
def running(models: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "ml_service.main:app", "--port", str(port), "--log-level", "warning"]
    env = os.environ | {"MODELS_DIR": str(models), "ML_SHARED_KEY": "", "OMP_NUM_THREADS": "1"}
    service = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        deadline = time.monotonic() + START_S
        while not _alive(port):
            if service.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the service did not start")
            time.sleep(0.1)
        yield port, service
    finally:
        service.terminate()
        service.wait()


def _alive(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False
