"""The keypad-and-speech loop: one webhook in, one document out, until somebody hangs up."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from asgiref.sync import sync_to_async

from assistant.languages import nearest
from voice import conducting, twiml
from voice.calls import keeping
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.models import Call, CallEvent
from voice.webhooks import safe
from voice.webhooks.asked import Asked
from voice.webhooks.parameters import Incoming

log = structlog.get_logger(__name__)
WITHIN_S = 4.0  # of the 5 s that an answer may take at most


@dataclass
class Collected:
    """What a conductor yielded until its end, or until its time was over."""

    steps: list[Step] = field(default_factory=list)
    whole: bool = False
    first_ms: float | None = None
    total_ms: float = 0.0


async def answered(call: Call, heard: Heard, *, now: datetime, asked: Asked, goes_on_at: str) -> str:
    """Return the document that answers what was heard: in time, and never without a way to go on.

    Args:
        goes_on_at: the path that is told what is heard next.
    """
    turn = asked.turn or 0
    found = await collected(conducting.conduct(call, heard, now=now), within_s=WITHIN_S)
    language = nearest(call.language)
    await sync_to_async(_noted)(call, found, heard, turn=turn, now=now)
    if not found.whole:
        return safe.document(asked, goes_on_at=goes_on_at, language=language, said=_said(found))
    action = twiml.url(goes_on_at, **safe.onward_of(turn, language))
    return twiml.document(found.steps, action=action, language=language)


async def collected(steps: AsyncGenerator[Step, None], *, within_s: float) -> Collected:
    """Collect what a conductor yields; what was said until its time is over, or until it breaks, is kept."""
    found, started = Collected(), time.perf_counter()
    try:
        async with asyncio.timeout(within_s), aclosing(steps) as coming:
            async for step in coming:
                found.first_ms = found.first_ms or _since(started)
                found.steps.append(step)
                found.whole = isinstance(step, Listening | Ended)
                if found.whole:
                    break
    except TimeoutError:
        log.warning("a step of a call took too long", sentences=len(found.steps))
    except Exception:  # whatever breaks, somebody is on the line
        log.exception("a step of a call broke")
    found.total_ms = _since(started)
    return found


def heard_of(incoming: Incoming, asked: Asked, call: Call) -> Heard:
    """Return what came from the line; a key counts before a word."""
    if not call.state:
        return Heard("start")  # its first document was lost
    if incoming.digits:
        return Heard("digits", digits=incoming.digits)
    if incoming.speech.strip():
        return Heard("speech", text=incoming.speech, confidence=incoming.confidence, language=incoming.language)
    return Heard("again" if asked.again else "silence")


def at_turn(asked: Asked, turn: int) -> Asked:
    """Return what was asked, as a step of this number."""
    return replace(asked, turn=turn)


def _said(found: Collected) -> list[Said]:
    return [one for one in found.steps if isinstance(one, Said)]


def _noted(call: Call, found: Collected, heard: Heard, *, turn: int, now: datetime) -> None:
    timings = {"first_step": found.first_ms, "total": found.total_ms}
    keeping.event(
        call,
        CallEvent.Kind.TURN,
        f"turn:{turn}:{heard.kind}",
        now=now,
        sequence=turn,
        timings_ms={name: round(ms, 1) for name, ms in timings.items() if ms is not None},
        details={"heard": heard.kind, "whole": found.whole},
    )


def _since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)
