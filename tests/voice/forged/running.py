"""Sends them to the application that is served, and counts what comes back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.voice.asking import Answered, App, send
from tests.voice.forged import changes
from tests.voice.forged.shapes import Request, genuine

REFUSALS = frozenset({400, 403, 404, 405, 413})
CONTROLS = 50  # one request in so many is Twilio's own, and has to be taken


@dataclass
class Told:
    """What came of them.

    Attributes:
        wrong: by what was done to it, the requests that were taken, or that broke something.
    """

    sent: int = 0
    controls: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_change: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, int, str]] = field(default_factory=list)


async def run(app: App, *, requests: int, seed: int) -> Told:
    """Send so many forged requests, and Twilio's own among them."""
    told = Told()
    for name, request, control in stories(requests, seed):
        answered = await put(app, request)
        if control:
            told.controls += 1
            if answered.status != 200:
                told.wrong.append(("control", answered.status, request.address))
            continue
        told.sent += 1
        told.statuses[answered.status] += 1
        told.by_change[name] += 1
        if answered.status not in REFUSALS or b"<Response" in answered.body:
            told.wrong.append((name, answered.status, f"{request.address} {request.payload()[:2000]!r}"))
    return told


def stories(requests: int, seed: int) -> Iterator[tuple[str, Request, bool]]:
    """Yield what is sent: each way of forging as often as every other, and now and then a genuine request."""
    random = Random(seed)  # noqa: S311 - the same requests for the same seed
    for number in range(requests):
        if number % CONTROLS == 0:
            yield "control", genuine(random, seed * 10_000_000 + number + 1), True
        request = genuine(random, 99)
        before = (request.address, list(request.pairs), list(request.headers), request.kind)
        change = changes.EVERY[number % len(changes.EVERY)]
        while (request.address, request.pairs, request.headers, request.kind) == before and request.body is None:
            change(request, random)
            if request.method != "POST":
                break
        yield change.__name__, request, False


async def put(app: App, request: Request) -> Answered:
    """Send one."""
    path, _, query = request.address.partition("?")
    return await send(
        app, path, request.payload(), request.raw_headers(), method=request.method, query=query.encode("utf-8")
    )
