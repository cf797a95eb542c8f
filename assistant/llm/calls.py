"""Calls: let through, paid for, settled. What stands between the ladder and the one model that it asks."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from django.db import DatabaseError

from accounts.models import ModelUse
from assistant.llm import conditions, prices, providers, tokens
from assistant.llm.asking import Budget, Prompt, Tool, Tried
from assistant.llm.attempts import Attempt, deadlines
from assistant.llm.conditions import Condition, full
from assistant.llm.faults import Fault
from assistant.llm.ledger import Bill, Intent, Ledger, OverCap
from assistant.llm.providers import Rung
from assistant.llm.shelf import Shelf

LEAST_S = 0.1  # with less time than this no model is asked
Outcome = ModelUse.Outcome


@dataclass
class Turn:
    """One question on its way down the ladder."""

    prompt: Prompt
    budget: Budget
    kind: ModelUse.Kind
    asked_at: float
    tools: tuple[Tool, ...] = ()
    tried: list[Tried] = field(default_factory=list)

    def left(self, now: float) -> float:
        """Return the seconds in which some model must have begun."""
        return self.asked_at + self.budget.ladder_s - now

    def note(self, rung: Rung, why: str) -> None:
        """Note why a rung did not answer."""
        self.tried.append(Tried(rung.provider.name, rung.model, why))


@dataclass
class Call:
    """A call that was let through and paid for."""

    attempt: Attempt
    use: int
    held: int
    price: prices.Price

    def bill(self, outcome: ModelUse.Outcome, fault: Fault | None) -> Bill:
        """Say what it cost: what the provider said; where it said nothing, what it may have done at most."""
        attempt, used = self.attempt, self.attempt.reading.used
        estimated = not used and (fault is None or fault.billed)
        tokens_in, tokens_out = (used.tokens_in, used.tokens_out) if used else (0, 0)
        if estimated:
            tokens_in, tokens_out = attempt.bound, attempt.reading.text_chars
        return Bill(
            outcome=outcome,
            cost_nano_usd=self.price.of_tokens(tokens_in, tokens_out),
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            estimated=estimated,
            reason=fault.why if fault else "",
            first_token_ms=attempt.first_token_ms,
            total_ms=attempt.total_ms,
        )


@dataclass
class Counter:
    """Lets calls through and settles them. The shelf and the ledger are shared by all processes.

    Attributes:
        rungs: the ladder; a key that is refused bars all rungs of its provider.
        clock: the wall clock in seconds, of breakers and limits.
    """

    rungs: Callable[[], tuple[Rung, ...]]
    shelf: Shelf = field(default_factory=Shelf)
    ledger: Ledger = field(default_factory=Ledger)
    clock: Callable[[], float] = time.time

    async def let_through(self, rung: Rung, turn: Turn) -> Call | None:
        """Admit a call and put its cost aside; or note why not."""
        loop, price = asyncio.get_running_loop(), prices.price_of(rung.provider.name, rung.model)
        bound = turn.prompt.bound + tokens.of_tools(turn.tools)
        most_out = providers.most_tokens_out(rung, turn.prompt)
        why = "" if await providers.warmed(turn.left(loop.time()) - LEAST_S) else "starting"
        why = why or ("no_time" if turn.left(loop.time()) < LEAST_S else "")
        if not why and not (why := await self._admit(rung, bound + most_out)):
            try:
                use = await self.ledger.reserve(self._intent(rung, turn, price, price.of_tokens(bound, most_out)))
                until = deadlines(turn.budget, asked_at=turn.asked_at, now=loop.time())
                attempt = Attempt(rung, turn.prompt, until, bound, turn.tools)
                return Call(attempt, use, bound + most_out, price)
            except (OverCap, TimeoutError, DatabaseError) as error:
                why = "over_cap" if isinstance(error, OverCap) else "ledger_away"
                await self._given_back(rung, bound + most_out)
        turn.note(rung, why)
        return None

    async def words(self, call: Call) -> AsyncGenerator[str, None]:
        """Yield the words of a call, and settle it however it ends.

        Raises:
            Fault: it brought no whole answer.
        """
        fault: Fault | None = None
        outcome = Outcome.CANCELLED
        try:
            async with aclosing(call.attempt.deltas()) as deltas:
                async for delta in deltas:
                    yield delta
            outcome = Outcome.WHOLE
        except Fault as found:
            fault = found
            outcome = Outcome.CUT if call.attempt.reading.begun else Outcome.FAILED
            raise
        finally:
            await asyncio.shield(asyncio.ensure_future(self._settled(call, outcome, fault)))

    async def bar(self, rung: Rung, fault: Fault) -> None:
        """Let a rung rest whose model is gone, or every rung of a provider that refuses the key; tell an operator."""
        now, refused = self.clock(), fault.why == "key_refused"
        for one in self.rungs():
            if one == rung or (refused and one.provider == rung.provider):
                await self.shelf.change(
                    one.key,
                    self._first(one),
                    lambda known: (conditions.faulted(known, fault, now=now, surplus=0, headers={}), None),
                )
        await self.ledger.alert(provider=rung.provider.name, model=rung.model, why=fault.why)

    async def _settled(self, call: Call, outcome: ModelUse.Outcome, fault: Fault | None) -> None:
        attempt, rung, now = call.attempt, call.attempt.rung, self.clock()
        bill = call.bill(outcome, fault)
        surplus = call.held - bill.tokens_in - bill.tokens_out

        def change(known: Condition) -> tuple[Condition, str]:
            if fault:
                return conditions.faulted(known, fault, now=now, surplus=surplus, headers=attempt.headers), ""
            if outcome is Outcome.CANCELLED:
                return conditions.cancelled(known, now=now, surplus=surplus), ""
            well = conditions.answered(known, now=now, surplus=surplus, headers=attempt.headers)
            return well, known.because

        was = await self.shelf.change(rung.key, self._first(rung), change)
        await self.ledger.settle(call.use, bill)
        if fault and fault.why in ("key_refused", "model_gone"):
            await self.bar(rung, fault)
        elif was in ("key_refused", "model_gone"):
            await self.ledger.well_again(provider=rung.provider.name, model=rung.model)

    async def _admit(self, rung: Rung, held: int) -> str:
        now = self.clock()
        return await self.shelf.change(
            rung.key, self._first(rung), lambda known: conditions.admitted(known, now=now, tokens=held)
        )

    async def _given_back(self, rung: Rung, held: int) -> None:
        now = self.clock()
        await self.shelf.change(
            rung.key, self._first(rung), lambda known: (conditions.cancelled(known, now=now, surplus=held), None)
        )

    def _first(self, rung: Rung) -> Condition:
        provider, now = rung.provider, self.clock()
        return Condition(
            tokens=full(provider.tokens_per_minute, now) if provider.tokens_per_minute else None,
            requests=full(provider.requests_per_minute, now) if provider.requests_per_minute else None,
        )

    def _intent(self, rung: Rung, turn: Turn, price: prices.Price, most: int) -> Intent:
        return Intent(
            user_id=turn.budget.user_id,
            turn=turn.budget.turn,
            kind=turn.kind,
            provider=rung.provider.name,
            model=rung.model,
            most_nano_usd=most,
            priced_on=price.on,
        )
