"""A task's message may be lost; the request that wanted it must not be."""

import pytest
from django.db import transaction

from kit.tasks import RowTask


class Unsendable(RowTask):
    name = "tests.unsendable"

    def delay(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]  # it never returns
        raise ConnectionError("the broker is down")


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_what_has_been_committed(caplog: pytest.LogCaptureFixture) -> None:
    with transaction.atomic():
        Unsendable().delay_on_commit(1)
    assert "the broker is down" in caplog.text
