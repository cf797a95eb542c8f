"""Every scenario of being rung, on the real server: Twilio's API and its webhooks go over sockets."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import override_settings

from telephone_rig import Web
from telephone_rig.rest import FakeTwilio, running_twilio
from tests.voice.scenarios import placing
from tests.voice.scenarios.being_rung import played
from tests.voice.scenarios.reading import Scenario
from tests.voice.world import ACCOUNT, OURS, TOKEN, World

pytestmark = pytest.mark.django_db
SCENARIOS = list(placing.every())


@pytest.fixture(scope="module")
def twilio(served: World) -> Iterator[FakeTwilio]:
    """An account at Twilio whose webhooks reach the server."""
    web = Web(routes={served.base: ("127.0.0.1", served.port)})
    with (
        running_twilio(web=web, account_sid=ACCOUNT, auth_token=TOKEN) as fake,
        override_settings(
            TWILIO_API_BASE=fake.address, TWILIO_NUMBER=OURS, RINGS_PER_USER_DAY=10**6, RINGS_PER_DAY=10**6
        ),
        override_settings(CALL_USD_PER_USER_DAY=Decimal(10**6)),
    ):
        yield fake


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_it_goes_as_it_is_written(scenario: Scenario, world: World, twilio: FakeTwilio) -> None:
    played(scenario, world, twilio)


def test_there_are_enough_of_them() -> None:
    assert len({one.name for one in SCENARIOS}) >= 40
    assert {one.language for one in SCENARIOS} == {"en", "es", "hi", "te"}
