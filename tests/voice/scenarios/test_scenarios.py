"""Every scenario, rung on the real server over a socket."""

import os

import pytest

from tests.voice.scenarios.reading import Scenario, every
from tests.voice.scenarios.ringing import rung
from tests.voice.world import World

pytestmark = pytest.mark.django_db
ALL = bool(os.environ.get("ALL_SCENARIOS"))  # in every language over the relay too


@pytest.mark.parametrize("scenario", list(every(all_relayed=ALL)), ids=lambda one: one.id)
def test_it_goes_as_it_is_written(scenario: Scenario, world: World) -> None:
    rung(scenario, world)
