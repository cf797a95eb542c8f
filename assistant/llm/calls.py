"""Calls: let through, paid for, settled. What stands between the ladder and the one model that it asks."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping
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

# An answer ends as a line does: its last sentence is whole by it, and need not wait until the call is settled.
LINE_END = "\n"
LEAST_S = 0.1  # with less time than this no model is asked
Outcome = ModelUse.Outcome


class Passed(Exception):
    """A rung that is passed over.

    Attributes:
        why: resting, open breaker, limit, cap, no time.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


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
        rungs: every model that there is: a key that is refused bars all of its provider.
        clock: the wall clock in seconds, of breakers and limits.
    """

    rungs: Callable[[], tuple[Rung, ...]] = providers.all_rungs
    shelf: Shelf = field(default_factory=Shelf)
    ledger: Ledger = field(default_factory=Ledger)
    clock: Callable[[], float] = time.time

    async def let_through(self, rung: Rung, turn: Turn) -> Call | None:
        """Admit a call and put its cost aside; or note why not."""
        loop, price = asyncio.get_running_loop(), prices.price_of(rung.provider.name, rung.model)
        bound = turn.prompt.bound + tokens.of_tools(turn.tools)
        most_out = providers.most_tokens_out(rung, turn.prompt)
        intent = Intent(
            user_id=turn.budget.user_id,
            turn=turn.budget.turn,
            kind=turn.kind,
            provider=rung.provider.name,
            model=rung.model,
            most_nano_usd=price.of_tokens(bound, most_out),
            priced_on=price.on,
        )
        try:
            if not await providers.warmed(turn.left(loop.time()) - LEAST_S):
                raise Passed("starting")
            if turn.left(loop.time()) < LEAST_S:
                raise Passed("no_time")
            use = await self.open(rung, intent, held=bound + most_out)
        except Passed as passed:
            turn.note(rung, passed.why)
            return None
        until = deadlines(turn.budget, asked_at=turn.asked_at, now=loop.time())
        return Call(Attempt(rung, turn.prompt, until, bound, turn.tools), use, bound + most_out, price)

    async def open(self, rung: Rung, intent: Intent, *, held: int) -> int:
        """Admit a call of so many tokens and put its cost aside; return the key of its row.

        Raises:
            Passed: it may not be made.
        """
        now = self.clock()
        why = await self.shelf.change(
            rung.key, self._first(rung), lambda known: conditions.admitted(known, now=now, tokens=held)
        )
        if why:
            raise Passed(why)
        try:
            return await self.ledger.reserve(intent)
        except (OverCap, TimeoutError, DatabaseError) as error:
            await self.shelf.change(
                rung.key, self._first(rung), lambda known: (conditions.cancelled(known, now=now, surplus=held), None)
            )
            raise Passed("over_cap" if isinstance(error, OverCap) else "ledger_away") from error

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
            if call.attempt.reading.text_chars and not call.attempt.tools:
                yield LINE_END
        except Fault as found:
            fault = found
            outcome = Outcome.CUT if call.attempt.reading.begun else Outcome.FAILED
            raise
        finally:
            bill = call.bill(outcome, fault)
            surplus = call.held - bill.tokens_in - bill.tokens_out
            rung, headers = call.attempt.rung, call.attempt.headers
            closing = self.close(rung, call.use, bill, fault=fault, surplus=surplus, headers=headers)
            await asyncio.shield(asyncio.ensure_future(closing))

    async def close(
        self, rung: Rung, use: int, bill: Bill, *, fault: Fault | None, surplus: int, headers: Mapping[str, str]
    ) -> None:
        """Note how a call went, and settle what it cost."""
        now = self.clock()

        def change(known: Condition) -> tuple[Condition, str]:
            if fault:
                return conditions.faulted(known, fault, now=now, surplus=surplus, headers=headers), ""
            if bill.outcome == Outcome.CANCELLED:
                return conditions.cancelled(known, now=now, surplus=surplus), ""
            well = conditions.answered(known, now=now, surplus=surplus, headers=headers)
            return well, known.because if known.because != well.because else ""

        was = await self.shelf.change(rung.key, self._first(rung), change)
        await self.ledger.settle(use, bill)
        if fault and fault.why in ("key_refused", "model_gone"):
            await self.bar(rung, fault)
        elif was in ("key_refused", "model_gone"):
            await self.ledger.well_again(provider=rung.provider.name, model=rung.model)

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

    def _first(self, rung: Rung) -> Condition:
        provider, now = rung.provider, self.clock()
        return Condition(
            tokens=full(provider.tokens_per_minute, now) if provider.tokens_per_minute else None,
            requests=full(provider.requests_per_minute, now) if provider.requests_per_minute else None,
        )
