"""A task is a hint that a row wants work; the row is the truth."""

from functools import partial
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
        transaction.on_commit(partial(self.delay, *args, **kwargs), robust=True)
