"""`manage.py phone` rings the real server, both ways."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.voice.world import PIN, World

pytestmark = pytest.mark.django_db


def rung(world: World, *options: str, **more: Any) -> str:
    out = StringIO()
    call_command("phone", *options, url=world.base, at=f"127.0.0.1:{world.port}", stdout=out, **more)
    return out.getvalue()


@pytest.mark.parametrize("way", [[], ["--relay"]])
def test_it_works(served: World, way: list[str]) -> None:
    served.forget_failures()
    out = rung(served, "--from", "+12025550100", "--digits", "1", "--digits", f"{PIN}#", "--say", "my balance", *way)
    assert "This is GigLens." in out
    assert "thousand two hundred thirty-four" in out or "mil doscientos" in out
    assert "> hangs up" in out
    assert ("Connect ConversationRelay" in out) is bool(way)


def test_a_language_can_be_chosen(served: World) -> None:
    out = rung(served, "--language", "es", "--digits", "2")
    assert "Seguimos en español." in out
    assert "GigLens muestra" in out
