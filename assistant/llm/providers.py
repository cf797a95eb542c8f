"""Groq and Ollama: one protocol, one SDK, two configurations. This is where the sockets are."""

import asyncio
import ssl
import sys
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from django.conf import settings

from assistant.llm.asking import Prompt, Tool

if TYPE_CHECKING:
    import httpx
    from groq import AsyncGroq

CONNECT_S = 0.5
LONGEST_READ_S = 10.0  # the ladder's own deadlines are shorter; this one is for whoever forgets them


@dataclass(frozen=True, slots=True)
class Provider:
    """Where models are asked.

    Attributes:
        tokens_per_minute, requests_per_minute: what the organisation may send to one model; None for no limit.
    """

    name: Literal["groq", "ollama"]
    url: str
    key: str
    tokens_per_minute: int | None = None
    requests_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One model of one provider."""

    provider: Provider
    model: str

    @property
    def key(self) -> str:
        """What its condition is kept under; another address or key is another condition."""
        who = sha256(f"{self.provider.url} {self.provider.key}".encode()).hexdigest()[:12]
        return f"{self.provider.name}:{who}:{self.model}"


def groq() -> Provider | None:
    """Return Groq as it is set up; None without a key."""
    if not settings.GROQ_API_KEY:
        return None
    limits = settings.GROQ_TOKENS_PER_MINUTE, settings.GROQ_REQUESTS_PER_MINUTE
    return Provider("groq", settings.GROQ_BASE_URL.rstrip("/"), settings.GROQ_API_KEY, *limits)


def ollama() -> Provider | None:
    """Return Ollama as it is set up; None without an address and a model."""
    if not (settings.OLLAMA_URL and settings.OLLAMA_MODEL):
        return None
    return Provider("ollama", settings.OLLAMA_URL.rstrip("/"), "none")


def rungs() -> tuple[Rung, ...]:
    """Return the ladder, best first."""
    first, last = groq(), ollama()
    models = [model.strip() for model in settings.GROQ_MODELS if model.strip()] if first else []
    ladder = [Rung(first, model) for model in models if first]
    return (*ladder, Rung(last, settings.OLLAMA_MODEL)) if last else tuple(ladder)


WHISPER = ("whisper-large-v3-turbo", "whisper-large-v3")


def all_rungs() -> tuple[Rung, ...]:
    """Return every model that is set up, those that hear among them."""
    first = groq()
    return (*rungs(), *(Rung(first, model) for model in WHISPER if first))


def chat(rung: Rung, prompt: Prompt, tools: tuple[Tool, ...] = ()) -> dict[str, Any]:
    """Write a request for a streamed answer, as this provider takes it."""
    body: dict[str, Any] = {
        "model": rung.model,
        "messages": [{"role": "system", "content": prompt.rules}, {"role": "user", "content": prompt.question}],
        "temperature": 0.2,
        "stream": True,
    }
    if tools:
        body["tools"] = [_function(tool) for tool in tools]
    if rung.provider.name == "ollama":  # it knows no tool_choice, and says what it used only when asked
        body["max_tokens"] = prompt.most_tokens
        body["extra_body"] = {"stream_options": {"include_usage": True}}
        return body
    body["max_completion_tokens"] = prompt.most_tokens
    if tools:
        body["tool_choice"] = "auto"
    if "gpt-oss" in rung.model:  # thinking counts as tokens, and each is a wait: as little as it can, none of it sent
        body["reasoning_effort"] = "low"
        body["include_reasoning"] = False
        body["max_completion_tokens"] += THINKING
    return body


THINKING = 200  # tokens that low effort may take; they are billed and count against max_completion_tokens


def most_tokens_out(rung: Rung, prompt: Prompt) -> int:
    """Return how many tokens it may write at most."""
    return prompt.most_tokens + (THINKING if "gpt-oss" in rung.model else 0)


def _function(tool: Tool) -> dict[str, Any]:
    slots = {name: {"type": "string", "description": line} for name, line in tool.slots.items()}
    parameters = {"type": "object", "properties": slots}
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": parameters},
    }


def warm() -> None:
    """Import the SDK, which takes most of a second: from a thread at start-up, so that nobody waits for it."""
    import groq  # noqa: F401 - the import is what it is for

    _trust()


async def warmed(within_s: float) -> bool:
    """Wait for the SDK, so long at most, without holding the event loop up; tell whether it is there."""
    if not hasattr(sys.modules.get("groq"), "AsyncGroq"):  # absent, or half imported by another thread
        try:
            await asyncio.wait_for(asyncio.to_thread(warm), max(within_s, 0.0))
        except TimeoutError:
            return False
    return True


_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Provider, "AsyncGroq"]] = WeakKeyDictionary()


def client(provider: Provider) -> "AsyncGroq":
    """Return this event loop's client of a provider: its connections live as long as the loop."""
    mine = _clients.setdefault(asyncio.get_running_loop(), {})
    if provider not in mine:
        mine[provider] = _client(provider)
    return mine[provider]


def _client(provider: Provider) -> "AsyncGroq":
    import httpx
    from groq import AsyncGroq

    async def without_prefix(request: "httpx.Request") -> None:
        """Turn the SDK's path into Ollama's: /openai/v1/... is /v1/... there."""
        request.url = request.url.copy_with(path=request.url.path.replace("/openai/v1/", "/v1/", 1))

    hooks = {"request": [without_prefix]} if provider.name == "ollama" else {}
    timeout = httpx.Timeout(LONGEST_READ_S, connect=CONNECT_S)
    http = httpx.AsyncClient(
        verify=_trust(),
        trust_env=False,
        timeout=timeout,
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=60),
        event_hooks=hooks,
    )
    return AsyncGroq(api_key=provider.key, base_url=provider.url, max_retries=0, timeout=timeout, http_client=http)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


async def close_clients() -> None:
    """Close this loop's connections."""
    for one in _clients.pop(asyncio.get_running_loop(), {}).values():
        await one.close()
