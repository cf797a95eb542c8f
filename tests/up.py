"""`manage.py up` as somebody who set nothing would start it, in a folder and on ports of its own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from gig_lens.local import BASE_DIR
from tests.ml import free_port

UP = [sys.executable, "manage.py", "up"]
# What somebody might have set; where their certificates and registries are stays as it is.
SETTINGS = {"DJANGO_SETTINGS_MODULE", *re.findall(r"^#? ?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.M)}
START_S = 150.0  # models or PWA may have to be built first; with both there it takes seconds
STOP_S = 15.0


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until the condition holds; False when it did not in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


class Up:
    """A supervisor under test, in a folder and on ports of its own."""

    def __init__(self, var: Path) -> None:
        self.var, self.port, self.ml_port = var, free_port(), free_port()
        self.log = var.with_suffix(".log")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start it; what it prints goes to `log`."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command or UP, cwd=BASE_DIR, env=self.env(), stdout=log, stderr=log, start_new_session=True
            )

    def env(self) -> dict[str, str]:
        """Return the environment of somebody who set nothing but these."""
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        own = {"GIGLENS_VAR": self.var, "PORT": self.port, "ML_PORT": self.ml_port}
        return kept | {name: str(value) for name, value in own.items()} | {"MODELS_DIR": str(BASE_DIR / "var/models")}

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def says(self, text: str) -> bool:
        """Tell whether it has printed this."""
        return text in self.log.read_text(encoding="utf-8", errors="replace")

    def family(self) -> dict[str, psutil.Process]:
        """Return every process that belongs to it, by command line."""
        return {" ".join(process.cmdline()): process for process in psutil.process_iter() if self._owns(process)}

    def _owns(self, process: psutil.Process) -> bool:
        """Tell by the environment, or by the folder: valkey writes its title over its environment."""
        try:
            ours = process.environ().get("GIGLENS_VAR") == str(self.var) or process.cwd() == str(self.var / "valkey")
            return ours and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    def child(self, word: str) -> psutil.Process:
        """Return the process whose command line has this word."""
        return next(process for command, process in self.family().items() if word in command)
