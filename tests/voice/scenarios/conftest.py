"""One server for all scenarios; the people start afresh with each."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from accounts.models import User
from assistant.llm import providers
from assistant.models import Proposal
from telephone_rig.relay.talking import Talking
from tests.voice import world as worlds
from tests.voice.scenarios.reading import Scenario
from tests.voice.world import World
from voice.relay.patience import Patience


def soon(self: Patience, *, quiet_since: float, timeout_s: float) -> float:
    """Have a silence on a relay, which lives on the clock on the wall, last a tenth of what it lasts."""
    return silent_at(self, quiet_since=quiet_since, timeout_s=timeout_s / 10)


silent_at = Patience.silent_at


@pytest.fixture
def _django_db_helper(django_db_setup: None) -> None:
    """Neither roll back nor empty between two scenarios: one server and its people serve them all."""


@pytest.fixture(scope="package")
def served(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A server, and people who ring it."""
    with django_db_blocker.unblock(), override_settings(**worlds.SETTINGS), pytest.MonkeyPatch.context() as patched:
        patched.setattr(providers, "rungs", lambda: ())  # the wording is left to the templates
        with worlds.serving() as world:
            worlds.people(world)
            yield world
        worlds.let_everything_go()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def world(served: World, request: pytest.FixtureRequest) -> Iterator[World]:
    """The server as a scenario finds it: nobody locked out, everybody in its language."""
    scenario: Any = request.node.callspec.params.get("scenario")
    served.forget_failures()
    Proposal.objects.all().delete()
    if isinstance(scenario, Scenario):
        User.objects.update(language=scenario.language)
        with override_settings(TWILIO_RELAY=scenario.way == "relay"), pytest.MonkeyPatch.context() as patched:
            patched.setattr(Talking, "quiet_s", 0.03)
            if scenario.more.get("quick") or any(turn.act == "wait" for turn in scenario.turns):
                patched.setattr(Patience, "silent_at", soon)
            yield served
        return
    yield served
