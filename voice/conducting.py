"""`conduct`: one step of a call. What was heard goes through the flow, and what is to be said comes out."""

from collections.abc import AsyncGenerator
from datetime import datetime

from voice.flow.values import Ended, Heard, Said, Step
from voice.models import Call


async def conduct(call: Call, heard: Heard, *, now: datetime) -> AsyncGenerator[Step, None]:
    """Answer what was heard on a call.

    Yields:
        Sentences as soon as they may be said, then exactly one Listening or Ended.
    """
    text = "This is GigLens. You are talking to an artificial voice."
    yield Said(text, text)
    yield Ended("goodbye")
