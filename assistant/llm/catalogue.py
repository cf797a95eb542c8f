"""Which models a provider has: looked up at first use and every ten minutes, while turns go on."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from assistant.llm import faults, providers
from assistant.llm.calls import Counter
from assistant.llm.faults import Fault
from assistant.llm.providers import Provider, Rung

log = structlog.get_logger(__name__)
AGE_S = 600.0
AGAIN_S = 60.0  # after a list that did not come
PATIENCE_S = 5.0


@dataclass
class Catalogue:
    """One per process; a rung whose model is not in the list is let rest before anybody asks it."""

    clock: Callable[[], float] = time.monotonic
    _due_at: dict[Provider, float] = field(default_factory=dict)
    _looking: "set[asyncio.Task[None]]" = field(default_factory=set)

    def refresh(self, rungs: tuple[Rung, ...], counter: Counter) -> None:
        """Start looking, where it is time; nobody waits for it."""
        for provider in dict.fromkeys(rung.provider for rung in rungs):
            if self.clock() >= self._due_at.get(provider, 0.0):
                self._due_at[provider] = self.clock() + AGE_S
                mine = tuple(rung for rung in rungs if rung.provider == provider)
                task = asyncio.get_running_loop().create_task(self.look(provider, mine, counter))
                self._looking.add(task)
                task.add_done_callback(self._looking.discard)

    async def look(self, provider: Provider, rungs: tuple[Rung, ...], counter: Counter) -> None:
        """Ask a provider for its models, and bar the rungs that it does not have."""
        try:
            if not await providers.warmed(PATIENCE_S):
                return
            async with asyncio.timeout(PATIENCE_S):
                listed = await providers.client(provider).models.list()
            names = {str(model.id) for model in listed.data or ()}
        except Exception as error:  # whatever came, it is no list
            self._due_at[provider] = self.clock() + AGAIN_S
            if refused(error):
                await counter.bar(rungs[0], Fault("key_refused"))
            log.warning("models not listed", provider=provider.name, error=type(error).__name__)
            return
        for rung in rungs:
            if not has(names, rung.model):
                await counter.bar(rung, Fault("model_gone"))


def has(names: set[str], model: str) -> bool:
    """Tell whether a model is in a list; Ollama lists `llama3` as `llama3:latest`."""
    return model in names or f"{model}:latest" in names


def refused(error: Exception) -> bool:
    """Tell whether an exception says that the key is refused."""
    try:
        return faults.of_error(error).why == "key_refused"
    except Exception:  # it is none of the SDK's
        return False
