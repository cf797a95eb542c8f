"""A task is a hint that a row wants work; the row is the truth.

It is sent by its name: what asks for work stands below the tasks that do it, and so does not import them.
"""

from typing import Any

from celery import current_app
from django.db import transaction


def send(name: str, *args: Any) -> None:
    """Put a task, such as "finance.tasks.run_forecast", into its queue.

    Raises:
        kombu.exceptions.OperationalError: the broker is down.
    """
    current_app.send_task(name, args)


def send_on_commit(name: str, *args: Any) -> None:
    """Send a task after commit. A broker that is down must not fail the request that already committed."""

    def sent() -> None:  # a function, because Django names it in the log when it fails, and a partial has no name
        send(name, *args)

    transaction.on_commit(sent, robust=True)
