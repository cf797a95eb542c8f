"""Brings everything up, keeps it up, takes it down."""

import asyncio
import os
import signal
from typing import NoReturn

from django.conf import settings

from bootstrap import Trouble, say
from gig_lens.supervisor.family import Died, Family
from gig_lens.supervisor.preconditions import check_disk, check_port, only_one
from gig_lens.supervisor.start import bring_up

PARENT_PAUSE_S = 0.5
EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 0, signal.SIGHUP: 0}


class Told(Exception):
    """A signal asked us to stop."""

    def __init__(self, code: int) -> None:
        super().__init__(f"stop with exit code {code}")
        self.code = code


def up(*, with_parent: bool) -> int:
    """Run until told to stop or something dies; return the exit code.

    Args:
        with_parent: also stop when the process that started us is gone (`make`, killed outright).
    """
    try:
        with only_one(settings.VAR_DIR, settings.PUBLIC_BASE_URL):
            check_disk(settings.VAR_DIR)
            check_port(settings.PORT, "PORT")
            check_port(settings.ML_PORT, "ML_PORT")
            asyncio.run(_run(with_parent=with_parent))
    except Told as told:
        return told.code
    except (Died, Trouble, OSError) as trouble:
        say(f"{trouble}")
    return 1


async def _run(*, with_parent: bool) -> NoReturn:
    """Bring everything up, then wait for the first reason to take it down, and raise it."""
    async with Family() as family:
        stop = _told_to_stop()
        waits = [asyncio.ensure_future(wait) for wait in (bring_up(family), family.first_death, stop)]
        if with_parent:
            waits.append(asyncio.create_task(_parent_gone(os.getppid())))
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_EXCEPTION)
        say("Stopping.")
        for wait in pending:
            wait.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        raise next(error for wait in done if (error := wait.exception()))


def _told_to_stop() -> asyncio.Future[None]:
    """Return a future that fails with Told at the first signal; a second signal changes nothing."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    for number, code in EXIT_CODES.items():
        loop.add_signal_handler(number, _fail, stop, Told(code))
    return stop


def _fail(future: asyncio.Future[None], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


async def _parent_gone(parent: int) -> NoReturn:
    while os.getppid() == parent:  # noqa: ASYNC110 - no event tells of a parent's death on every system
        await asyncio.sleep(PARENT_PAUSE_S)
    raise Told(1)
