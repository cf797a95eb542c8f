"""The keypad-and-speech loop: one webhook in, one document out, until somebody hangs up."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from asgiref.sync import sync_to_async

from assistant.languages import nearest
from voice import conducting, transfers, twiml
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.models import Call
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


async def answered(call: Call, heard: Heard, *, now: datetime, asked: Asked, goes_on_at: str) -> str:
    """Return the document that answers what was heard: in time, and never without a way to go on.

    Args:
        goes_on_at: the path that is told what is heard next.
    """
    found = await collected(conducting.conduct(call, heard, now=now), within_s=WITHIN_S)
    language = nearest(call.language)
    if (
        found.whole
        and _puts_through(found.steps)
        and (dialling := await sync_to_async(transfers.document)(call, found.steps))
    ):
        return dialling
    if found.whole:
        # A step that could not be claimed has the number of the one before, whose address is answered already.
        turn = max(call.step, (asked.turn or 0) + 1)
        action = twiml.url(goes_on_at, turn=turn, lang=language)
        return twiml.document(found.steps, action=action, language=language)
    said = [one for one in found.steps if isinstance(one, Said)]
    return safe.document(asked, goes_on_at=goes_on_at, language=language, turn=call.step, said=said)


async def collected(steps: AsyncGenerator[Step, None], *, within_s: float) -> Collected:
    """Collect what a conductor yields; what was said until its time is over, or until it breaks, is kept."""
    found = Collected()
    try:
        async with asyncio.timeout(within_s), aclosing(steps) as coming:
            async for step in coming:
                found.steps.append(step)
                found.whole = isinstance(step, Listening | Ended)
                if found.whole:
                    break
    except TimeoutError:
        log.warning("a step of a call took too long", sentences=len(found.steps))
    except Exception:  # whatever breaks, somebody is on the line
        log.exception("a step of a call broke")
    return found


def _puts_through(steps: list[Step]) -> bool:
    last = steps[-1]
    return isinstance(last, Ended) and last.why == "human"


def heard_of(incoming: Incoming, asked: Asked, call: Call) -> Heard:
    """Return what came from the line; a key counts before a word."""
    if not call.state:
        return Heard("start")  # its first document was lost
    if incoming.digits:
        return Heard("digits", digits=incoming.digits)
    if incoming.speech.strip():
        return Heard("speech", text=incoming.speech, confidence=incoming.confidence, language=incoming.language)
    return Heard("again" if asked.again else "silence")
