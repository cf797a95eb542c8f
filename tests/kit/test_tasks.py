"""A task's message may be lost; the request that wanted it must not be."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gig_lens import celery_app
from kit.tasks import send_on_commit

ROOT = Path(__file__).parents[2]
ROOMS = ("kit", "accounts", "finance", "assistant", "voice", "gig_lens")


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_what_has_been_committed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unsendable(*_: Any) -> None:
        raise ConnectionError("the broker is down")

    monkeypatch.setattr(celery_app, "send_task", unsendable)
    with transaction.atomic():
        send_on_commit("finance.tasks.run_forecast", 1)
    assert "the broker is down" in caplog.text


def test_every_name_that_is_sent_is_a_task() -> None:
    sources = "".join(path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    names = set(re.findall(r"\bsend(?:_on_commit)?\(\s*\"([a-z_.]+)\"", sources))
    celery_app.loader.import_default_modules()
    assert len(names) > 5
    assert names <= set(celery_app.tasks)
