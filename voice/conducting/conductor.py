"""`conduct`: one step of a call. What was heard goes through the flow, and what is to be said comes out."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from asgiref.sync import sync_to_async

from assistant.conversations import keeping
from assistant.turns.engine import converse
from assistant.turns.events import Done, Sentence
from kit.errors import NotFound
from voice import flow
from voice.conducting.walk import Walk, identified
from voice.flow.values import Ended, Heard, Said, Step
from voice.models import Call

log = structlog.get_logger(__name__)
# With these nobody has asked for anything: when nothing can be written down either, the call is ended.
HOPELESS = frozenset({"start", "silence"})


async def conduct(call: Call, heard: Heard, *, now: datetime) -> AsyncGenerator[Step, None]:
    """Answer what was heard on a call.

    The call's row is kept by then: `call.language` is the language to listen in. Whoever stops listening (`aclose`, or
    by cancelling the task) stops the model; what was said until then is kept.

    Yields:
        Sentences as soon as they may be said, then exactly one Listening or Ended.
    """
    walk = Walk(call, now)
    try:
        try:
            await sync_to_async(walk.begin)(heard)
            for said in walk.take():
                yield said
            if walk.asking is not None:
                async with aclosing(_answered(walk)) as words:
                    async for said in words:
                        yield said
        except Exception:  # whatever it is, somebody is on the line
            log.exception("a step of a call broke", call=str(call.public_id))
            await _mended(walk, heard)
        for said in walk.take():
            yield said
    finally:
        if not walk.kept:
            await sync_to_async(_cut)(walk)
    yield walk.last or Ended("error")


async def interrupted(call: Call, utterance: str, *, now: datetime) -> None:
    """Cut what is kept of the last answer to what was heard of it.

    Args:
        utterance: what was spoken until the interruption, as the line tells it.
    """
    await sync_to_async(_shortened)(call, utterance, now)


async def _answered(walk: Walk) -> AsyncGenerator[Said, None]:
    """Put the question to the assistant; where the call's conversation has expired, in a new one."""
    try:
        async with aclosing(_words(walk)) as words:
            async for said in words:
                yield said
    except NotFound:
        assert walk.asking is not None  # noqa: S101 - nothing was said, so it is still being asked
        walk.asking = replace(walk.asking, conversation=None)
        async with aclosing(_words(walk)) as words:
            async for said in words:
                yield said


async def _words(walk: Walk) -> AsyncGenerator[Said, None]:
    message, state = walk.asking, walk.state
    assert message is not None  # noqa: S101 - called while something is being asked
    answer = None
    async with aclosing(converse(message)) as turn:
        async for event in turn:
            if isinstance(event, Sentence):
                pace = "slow" if state.pace == "slow" else event.pace
                said = Said(event.spoken, event.text, event.language or state.language, pace)
                walk.hear(said, filler=event.filler)
                yield said
            elif isinstance(event, Done):
                answer = event.answer
    if answer is None:
        raise RuntimeError("an answer did not come to its end")
    await sync_to_async(walk.answered)(answer)


async def _mended(walk: Walk, heard: Heard) -> None:
    """Apologise and go on; where not even that can be written down, a call that nobody speaks on is ended."""
    walk.ready.clear()
    walk.breaks()
    try:
        await sync_to_async(walk.keep)()
    except Exception:
        log.exception("a call could not be kept", call=str(walk.call.public_id))
        if heard.kind in HOPELESS:
            walk.last = Ended("error")


def _cut(walk: Walk) -> None:
    try:
        walk.cut()
    except Exception:  # the caller has gone on: what is lost is a note
        log.exception("an interruption could not be kept", call=str(walk.call.public_id))


def _shortened(call: Call, utterance: str, now: datetime) -> None:
    state = flow.restored(call.state, identified=identified(call))
    heard = flow.heard_of(state, utterance)
    if heard is None or not state.turn or call.user is None or not identified(call):
        return
    keeping.heard_until(call.user, UUID(state.turn), heard, now=now)
