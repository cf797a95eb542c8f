"""A task is a hint that a row wants work; the row is the truth."""

from typing import TYPE_CHECKING, Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction

if TYPE_CHECKING:
    AnyTask = DjangoTask[Any, Any]
else:
    AnyTask = DjangoTask  # generic in the stubs only


class RowTask(AnyTask):
    """A task whose message may be lost: the sweeper finds the row again."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]  # it returns None; the stub errs
        """Send after commit. A broker that is down must not fail the request that already committed."""

        def send() -> None:  # a function, because Django names it in the log when it fails, and a partial has no name
            self.delay(*args, **kwargs)

        transaction.on_commit(send, robust=True)
