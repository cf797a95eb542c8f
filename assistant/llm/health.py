"""How the providers are, for /readyz and operators: off, on, or resting and why."""

import time

import redis

from assistant.llm import providers, shelf
from assistant.llm.conditions import RULES, Condition


def models(*, now: float | None = None) -> dict[str, str]:
    """Return the state of each model of the ladder, best first: `groq openai/gpt-oss-120b` -> "on"."""
    ladder = providers.all_rungs()
    now = time.time() if now is None else now
    try:
        known = shelf.look([rung.key for rung in ladder])
    except redis.RedisError:
        known = [None] * len(ladder)
    return {f"{rung.provider.name} {rung.model}": state(one, now) for rung, one in zip(ladder, known, strict=True)}


def provider_states(states: dict[str, str]) -> dict[str, str]:
    """Return "off", "on" where a model of it can be asked, or why none can."""
    found = {name: [how for key, how in states.items() if key.split()[0] == name] for name in ("groq", "ollama")}
    return {name: _together(hows) for name, hows in found.items()}


def state(known: Condition | None, now: float) -> str:
    """Say how a model is in a few words."""
    if known is None:
        return "on"
    if now < known.rests_until:
        return f"resting {known.rests_until - now:.0f} s: {known.because}"
    opened = known.circuit.opened_at
    if opened is not None:
        left = RULES.probe_after_s - (now - opened)
        return f"resting {left:.0f} s: breaker_open" if left > 0 else "on probation"
    return "on"


def _together(hows: list[str]) -> str:
    if not hows:
        return "off"
    return next((how for how in hows if not how.startswith("resting")), hows[0])
