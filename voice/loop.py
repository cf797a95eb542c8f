"""The keypad-and-speech loop: one webhook in, one document out, until somebody hangs up."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime

import structlog

from assistant.languages import nearest
from voice import conducting, twiml
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.models import Call
from voice.webhooks.parameters import Incoming

log = structlog.get_logger(__name__)
WITHIN_S = 4.0  # of the 5 s that an answer may take at most
STEP = "/api/voice/step"


async def answered(call: Call, heard: Heard, *, now: datetime, action: str) -> str:
    """Return the document that answers what was heard: in time, and never without a way to go on."""
    steps, whole = await collected(conducting.conduct(call, heard, now=now), within_s=WITHIN_S)
    language = nearest(call.language)
    if not whole:
        steps = [*steps, Said(twiml.SORRY[language], language=language)]
    return twiml.document(steps, action=action, language=language)


async def collected(steps: AsyncGenerator[Step, None], *, within_s: float) -> tuple[Sequence[Step], bool]:
    """Return what a conductor yields, and whether it came to its end in time; what was said until then is kept."""
    said: list[Step] = []
    try:
        async with asyncio.timeout(within_s), aclosing(steps) as coming:
            async for step in coming:
                said.append(step)
                if isinstance(step, Listening | Ended):
                    break
    except TimeoutError:
        log.warning("a step of a call took too long", sentences=len(said))
        return said, False
    except Exception:  # whatever breaks, somebody is on the line
        log.exception("a step of a call broke")
        return said, False
    return said, bool(said) and isinstance(said[-1], Listening | Ended)


def heard_of(incoming: Incoming) -> Heard:
    """Return what came from the line; a key counts before a word."""
    if incoming.digits:
        return Heard("digits", digits=incoming.digits)
    if incoming.speech.strip():
        return Heard("speech", text=incoming.speech, confidence=incoming.confidence, language=incoming.language)
    return Heard("silence")
