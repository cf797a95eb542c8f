"""The real ML service on a real socket, for tests that ask it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """Return a port that nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_ml(models_dir: Path, *, keys: str = "") -> Iterator[str]:
    """Start the service and yield its address; without models its baselines answer."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "ml_service.main:app", "--port", str(port), "--log-level", "warning"]
    environment = os.environ | {"MODELS_DIR": str(models_dir), "ML_SHARED_KEY": keys, "OMP_NUM_THREADS": "1"}
    service = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", service)
        yield f"http://127.0.0.1:{port}"
    finally:
        service.terminate()
        service.wait(timeout=10)


def _wait_for(url: str, service: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if service.poll() is not None:
            raise RuntimeError(f"the ML service ended with {service.returncode}")
        try:
            if httpx2.get(url, timeout=1, trust_env=False).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the ML service did not become ready")
