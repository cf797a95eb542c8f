"""GigLens as `make run` starts it, in a folder and on ports of its own, gone when the benchmark is."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gig_lens.local import BASE_DIR, valkey_socket, var_dir

START_S = 300.0  # the PWA or the models may have to be built first
STOP_S = 30.0
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")
SAMPLE = BASE_DIR / "finance" / "demo" / "account-9159.csv"
# A .env of the person who runs this must lead neither to their database nor to a provider.
OFF = ("DATABASE_URL_FILE", "REDIS_URL_FILE", "EMAIL_URL_FILE", "SENTRY_DSN", "SENTRY_DSN_FILE")


def embedded(var: Path, *, port: int = 0, ml_port: int = 0) -> dict[str, str]:
    """Return the environment of the embedded default in a folder: nothing of the caller's but paths.

    DEBUG is off: it would have Django keep every query.
    """
    models = os.environ.get("MODELS_DIR") or str(var_dir() / "models")
    own = {
        "GIGLENS_VAR": str(var),
        "PORT": str(port),
        "ML_PORT": str(ml_port),
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "ML_URL": f"http://127.0.0.1:{ml_port}",
        "MODELS_DIR": models,
        "DATABASE_URL": f"sqlite:///{var / 'giglens.sqlite3'}",
        "REDIS_URL": f"unix://{valkey_socket(var)}",
        "EMAIL_URL": "consolemail://",
        "HOST": "127.0.0.1",
        "DEBUG": "false",
        "DEMO": "false",
        "DJANGO_SETTINGS_MODULE": "gig_lens.settings",
    }
    return {name: os.environ[name] for name in KEPT if name in os.environ} | dict.fromkeys(OFF, "") | own


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Start everything, wait until it is ready, stop everything; yields its environment."""
    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as folder:
        env = embedded(Path(folder) / "var", port=free_port(), ml_port=free_port())
        log = Path(folder) / "up.log"
        with log.open("wb") as lines:
            up = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--with-parent"],
                cwd=BASE_DIR,
                env=env,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        try:
            wait_for(lambda: _ready(up, log), seconds=START_S, what="GigLens did not become ready")
            yield env
        except BaseException:
            sys.stderr.write(_tail(log))
            raise
        finally:
            _stop(up)


def wait_for(condition: Callable[[], bool], *, seconds: float, what: str, pause_s: float = 0.1) -> None:
    """Ask until it is so.

    Raises:
        TimeoutError: it was not so in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} within {seconds:.0f} s")
        time.sleep(pause_s)


def _ready(up: "subprocess.Popen[bytes]", log: Path) -> bool:
    if up.poll() is not None:
        raise RuntimeError(f"`manage.py up` ended with exit code {up.returncode}")
    return b"GigLens is ready" in log.read_bytes()


def _stop(up: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        up.send_signal(signal.SIGINT)
    try:
        up.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        up.kill()  # its guard ends what it started
        up.wait()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:]) + "\n"
