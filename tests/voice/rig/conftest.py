"""An application, and a line to it."""

from collections.abc import Callable, Iterator

import pytest

from telephone_rig import Call, Line, Signer, Web, Webhooks, ring
from tests.voice.rig import application
from tests.voice.rig.application import SECRET, Application


@pytest.fixture
def app() -> Iterator[Application]:
    with application.running() as started:
        yield started


@pytest.fixture
def line(app: Application) -> Line:
    return Line(f"{app.address}/voice", Webhooks(Signer(SECRET), Web(scale=0.02)))


@pytest.fixture
def rung(app: Application, line: Line) -> Callable[[str], Call]:
    """Return a function that rings an application whose first document is this."""

    def rung(body: str) -> Call:
        app.page("/voice", body)
        return ring(line)

    return rung
