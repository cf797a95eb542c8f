"""The order in which things start: as much at once as they allow."""

import asyncio
import time

from django.conf import settings

from bootstrap import begin, say
from gig_lens.local import BASE_DIR, valkey_socket
from gig_lens.supervisor import programs
from gig_lens.supervisor.builds import build_models, build_pwa, models_dir
from gig_lens.supervisor.family import Family
from gig_lens.supervisor.readiness import is_younger, serves_fully, until
from gig_lens.supervisor.welcome import welcome


async def bring_up(family: Family) -> None:
    """Build what is stale, start everything, and return when people can be served."""
    began = time.time()
    await _broker(family)
    await asyncio.gather(_ml(family), _web(family))
    if (BASE_DIR / "ml_service").is_dir():
        await until(lambda: serves_fully(settings.PORT))
    # A worker that is earlier than the ML service fails the demo's first forecast, and waits for its next try.
    await family.start(programs.worker())
    await until(lambda: is_younger(settings.HEARTBEAT_FILE, began))
    say(f"{time.time() - began:6.1f} s  Ready")
    say(welcome())


async def _broker(family: Family) -> None:
    if settings.REDIS_URL != settings.EMBEDDED_REDIS_URL:
        return
    socket = valkey_socket(settings.VAR_DIR)
    program = programs.valkey(socket)
    socket.unlink(missing_ok=True)
    await family.start(program)
    await until(socket.exists)


async def _ml(family: Family) -> None:
    await build_models(family)
    if (BASE_DIR / "ml_service").is_dir():
        await family.start(programs.ml(models_dir()))


async def _web(family: Family) -> None:
    await asyncio.gather(build_pwa(family), _prepare(family))
    for program in (programs.web(), programs.beat()):
        await family.start(program)


async def _prepare(family: Family) -> None:
    begin("Database")
    started = time.monotonic()
    await family.finish(programs.prepare())
    say(f"{time.monotonic() - started:6.1f} s  Database")
