"""Who presses a key and hangs up at once: the decision and the end of the call are written at the same moment."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from assistant.proposals import keeping
from assistant.tools import acting
from finance.models import Recommendation
from telephone_rig.rest import FakeTwilio
from tests.voice.callers.conftest import PIN
from tests.voice.outbound.conftest import NOW, Clock, asked, may_be_rung
from voice.calls import truth
from voice.flow.values import Heard
from voice.models import Call, Ring
from voice.outbound import answering, dialling, rings


@pytest.mark.django_db(transaction=True)
def test_a_key_and_the_end_of_its_call_wait_for_each_other(
    transactional_db: None, twilio: FakeTwilio, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = User.objects.create_user("ana@example.com")
    may_be_rung(ana)
    ring = rings.about(user=ana, proposal=asked(ana).public_id, now=NOW)
    dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    sid = twilio.calls[0].sid
    for turn, what in enumerate((None, Heard("digits", "5"), Heard("digits", PIN))):
        answering.answer(ring.nonce, sid, what, turn=turn, now=NOW)
    errors: list[Exception] = []
    deciding, confirm = threading.Event(), keeping.confirm

    def slowly(**given: Any) -> Any:
        row = confirm(**given)
        deciding.set()
        time.sleep(0.5)
        return row

    monkeypatch.setattr(keeping, "confirm", slowly)

    def key() -> None:
        answering.answer(ring.nonce, sid, Heard("digits", "1"), turn=3, now=NOW)

    def over() -> None:
        deciding.wait(10)
        truth.stands(Call.objects.get(), Call.Status.COMPLETED, duration_s=20, now=NOW)

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # a deadlock is one
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in (key, over)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    assert (Ring.objects.get().outcome, Call.objects.get().status) == ("approved", "completed")


@pytest.mark.django_db(transaction=True)
def test_an_advice_that_is_asked_for_twice_at_once_is_one_call(
    transactional_db: None, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = User.objects.create_user("ana@example.com")
    may_be_rung(ana)
    advice = Recommendation.objects.create(
        user=ana,
        kind="build_reserve",
        deduplication_key="k",
        currency="USD",
        evidence=[{"name": "monthly_amount", "value": "120.00", "unit": "USD", "source": "forecast"}],
        priority=1,
        as_of=NOW.date(),
    )
    both, draft_of = threading.Barrier(2), acting.draft_of

    def together(*given: Any) -> Any:
        both.wait(10)
        return draft_of(*given)

    monkeypatch.setattr(acting, "draft_of", together)

    def work() -> None:
        try:
            rings.about_advice(user=ana, recommendation=advice.public_id, now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Ring.objects.count() == 1
