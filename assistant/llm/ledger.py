"""What calls cost: put aside before, settled after. A database that is slow holds no answer up."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog
from asgiref.sync import sync_to_async

from accounts import provider_alerts, spending
from accounts.models import ModelUse, ProviderAlert
from accounts.spending import Bill, Intent, OverCap

log = structlog.get_logger(__name__)
PATIENCE_S = 0.3
_under_way: set[asyncio.Future[Any]] = set()

__all__ = ["Bill", "Intent", "Ledger", "OverCap"]


class Ledger:
    """Writes rows of the database from the event loop."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now

    async def reserve(self, intent: Intent) -> int:
        """Put aside what a call may cost.

        Raises:
            OverCap: there is no room.
            TimeoutError: the database takes too long. What it still puts aside is given back as soon as it has.
        """
        task = _kept(sync_to_async(spending.reserve)(intent, now=self._now()))
        try:
            async with asyncio.timeout(PATIENCE_S):
                return int(await asyncio.shield(task))
        except (TimeoutError, asyncio.CancelledError):
            _kept(_given_back(task))
            raise

    async def settle(self, use: int, bill: Bill) -> None:
        """Settle a call; where that takes long it goes on without us."""
        await _patiently(_kept(sync_to_async(spending.settle)(use, bill)))

    async def alert(self, *, provider: str, model: str, why: str) -> None:
        """Tell an operator."""
        reason = ProviderAlert.Reason(why)
        raised = sync_to_async(provider_alerts.raise_alert)(
            provider=provider, model="" if why == "key_refused" else model, reason=reason, now=self._now()
        )
        await _patiently(_kept(raised))

    async def well_again(self, *, provider: str, model: str) -> None:
        """Close what an operator was told."""
        await _patiently(_kept(sync_to_async(provider_alerts.close)(provider=provider, model=model, now=self._now())))


async def _given_back(reserving: "asyncio.Future[int]") -> None:
    """Settle a call that was never made, once its row is there."""
    with suppress(OverCap):
        await sync_to_async(spending.settle)(await reserving, Bill(ModelUse.Outcome.CANCELLED))


def _kept(work: Awaitable[Any]) -> "asyncio.Future[Any]":
    task = asyncio.ensure_future(work)
    _under_way.add(task)
    task.add_done_callback(_done)
    return task


def _done(task: "asyncio.Future[Any]") -> None:
    _under_way.discard(task)
    if not task.cancelled() and (error := task.exception()) and not isinstance(error, OverCap):
        log.error("the ledger of models was not written", error=str(error))


async def _patiently(task: "asyncio.Future[Any]") -> None:
    await asyncio.wait({task}, timeout=PATIENCE_S)
