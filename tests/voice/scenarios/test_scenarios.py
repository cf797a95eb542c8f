"""Every scenario, rung on the real server over a socket."""

import pytest

from tests.voice.scenarios.reading import Scenario, every
from tests.voice.scenarios.ringing import rung
from tests.voice.world import World

pytestmark = pytest.mark.django_db
WAYS = ("gather", "relay")


@pytest.mark.parametrize("scenario", list(every(WAYS)), ids=lambda one: one.id)
def test_it_goes_as_it_is_written(scenario: Scenario, world: World) -> None:
    rung(scenario, world)
