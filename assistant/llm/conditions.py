"""How a rung of the ladder is: its breaker, its rest, its share of the limits. Values; the clock is given."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from assistant.llm.faults import Fault
from kit.breaker import CLOSED, Circuit, Rules

RULES = Rules(failures=5, window_s=60.0, probe_after_s=30.0)
REST_S = 30.0  # a refused key, a model that is gone: asked again after so long, for an operator may have put it right
SPAN = re.compile(r"(?:(?P<d>\d+)d)?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>[\d.]+)s)?(?:(?P<ms>[\d.]+)ms)?")


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many a minute, filling up again continuously."""

    capacity: float
    level: float
    at: float

    def now(self, now: float) -> "Bucket":
        """Fill up for the time that went by."""
        gained = max(0.0, now - self.at) * self.capacity / 60
        return replace(self, level=min(self.capacity, self.level + gained), at=now)

    def taken(self, amount: float) -> "Bucket":
        """Take something out, or put it back."""
        return replace(self, level=min(self.capacity, self.level - amount))


def full(per_minute: float, now: float) -> Bucket:
    """Return a bucket nobody has taken from."""
    return Bucket(per_minute, per_minute, now)


@dataclass(frozen=True, slots=True)
class Condition:
    """What all processes know of a rung.

    Attributes:
        circuit: its breaker.
        rests_until: when it may be asked again; `because` says why it rests.
        tokens, requests: what may still be sent this minute; None for a provider without limits.
    """

    circuit: Circuit = CLOSED
    rests_until: float = 0.0
    because: str = ""
    tokens: Bucket | None = None
    requests: Bucket | None = None

    def barred(self, now: float) -> str:
        """Say why it may not be asked now; empty where it may."""
        if now < self.rests_until:
            return self.because or "resting"
        return "" if RULES.asked(self.circuit, now=now) else "breaker_open"


def admitted(known: Condition, *, now: float, tokens: int) -> tuple[Condition, str]:
    """Let a call of so many tokens through, or say why not: `limit` sends it down the ladder, it does not wait."""
    if why := known.barred(now):
        return known, why
    held_tokens = known.tokens.now(now) if known.tokens else None
    held_requests = known.requests.now(now) if known.requests else None
    if (held_tokens and held_tokens.level < tokens) or (held_requests and held_requests.level < 1):
        return known, "limit"
    circuit = RULES.asked(known.circuit, now=now) or known.circuit
    return replace(
        known,
        circuit=circuit,
        tokens=held_tokens and held_tokens.taken(tokens),
        requests=held_requests and held_requests.taken(1),
    ), ""


def answered(known: Condition, *, now: float, surplus: int, headers: Mapping[str, str]) -> Condition:
    """Note a whole answer: well again, what was not used is put back, what the headers say is believed."""
    resting = now < known.rests_until  # since this call began, another was told to come back later
    known = replace(known, circuit=CLOSED, because=known.because if resting else "")
    return _learned(known, now=now, surplus=surplus, headers=headers)


def faulted(known: Condition, fault: Fault, *, now: float, surplus: int, headers: Mapping[str, str]) -> Condition:
    """Note a fault: rest, count, or neither."""
    known = _learned(known, now=now, surplus=surplus, headers=headers)
    if fault.why in ("key_refused", "model_gone", "too_many"):
        rest = REST_S if fault.retry_after is None else fault.retry_after
        circuit = RULES.unused(known.circuit, now=now)
        return replace(known, circuit=circuit, rests_until=max(known.rests_until, now + rest), because=fault.why)
    if fault.trips:
        return replace(known, circuit=RULES.failed(known.circuit, now=now))
    return replace(known, circuit=RULES.unused(known.circuit, now=now))


def cancelled(known: Condition, *, now: float, surplus: int) -> Condition:
    """Note a call that its user ended: neither good nor bad."""
    known = _learned(known, now=now, surplus=surplus, headers={})
    return replace(known, circuit=RULES.unused(known.circuit, now=now))


def _learned(known: Condition, *, now: float, surplus: int, headers: Mapping[str, str]) -> Condition:
    if known.tokens is None:
        return known
    tokens = known.tokens.now(now).taken(-surplus)
    limit, left = _number(headers.get("x-ratelimit-limit-tokens")), _number(headers.get("x-ratelimit-remaining-tokens"))
    if limit:
        level = tokens.level * limit / tokens.capacity if limit > tokens.capacity else min(tokens.level, limit)
        tokens = Bucket(limit, min(level, left) if left is not None else level, now)
    return _day_over(replace(known, tokens=tokens), now=now, headers=headers)


def _day_over(known: Condition, *, now: float, headers: Mapping[str, str]) -> Condition:
    """Rest when the day's requests are used up, until they come again."""
    left = _number(headers.get("x-ratelimit-remaining-requests"))
    if left is None or left > 0:
        return known
    again = span_s(headers.get("x-ratelimit-reset-requests", "")) or REST_S
    return replace(known, rests_until=max(known.rests_until, now + again), because="too_many")


def span_s(text: str) -> float | None:
    """Read a span as Groq writes it: `7.66s`, `2m59.56s`, `1h2m`, `120ms`."""
    found = SPAN.fullmatch(text.strip())
    if not found or not any(found.groups()):
        return None
    parts = {name: _number(value) or 0.0 for name, value in found.groupdict().items()}
    return parts["d"] * 86_400 + parts["h"] * 3_600 + parts["m"] * 60 + parts["s"] + parts["ms"] / 1_000


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None


def written(known: Condition) -> str:
    """Write it for the cache."""
    return json.dumps(asdict(known), separators=(",", ":"))


def read(text: str | bytes | None) -> Condition | None:
    """Read it from the cache; None for what is not there or not ours."""
    try:
        raw = json.loads(text or "")
        circuit = Circuit(tuple(raw["circuit"]["failed_at"]), raw["circuit"]["opened_at"])
        buckets = {name: Bucket(**raw[name]) if raw[name] else None for name in ("tokens", "requests")}
        return Condition(**{**raw, **buckets, "circuit": circuit})
    except (ValueError, TypeError, KeyError):
        return None
