"""A few of the simulated calls; `python -m tests.voice.calls` rings ten thousand."""

import pytest
from django.test import override_settings

from tests.voice.simulating import simulate
from tests.voice.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("relay", "calls"), [(False, 40), (True, 10)])
def test_nobody_hears_an_error_or_what_is_not_theirs(served: World, relay: bool, calls: int) -> None:
    served.forget_failures()
    with override_settings(TWILIO_RELAY=relay):
        tally = simulate(served, calls, 11)
    bad = [call for call in tally.calls if call.bad]
    assert not bad, f"{bad[0]}\n{bad[0].transcript}"
    assert sum(call.acts for call in tally.calls) > 3 * calls
