"""What somebody said, as text: Whisper at Groq, in two sizes. Off without a key, and says so."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import ModelUse
from assistant.languages import Language, known
from assistant.llm import audio, faults, prices, providers
from assistant.llm.asking import Tried
from assistant.llm.calls import Counter, Passed
from assistant.llm.faults import Fault
from assistant.llm.ladder import current
from assistant.llm.ledger import Bill, Intent
from assistant.llm.providers import Rung
from kit.errors import Unavailable

FIRST_S, WHOLE_S = 5.0, 9.0
SILENCE = 0.8  # Whisper makes words of silence up: above this chance of none they are not believed
MOST_CHARS = 1_000
# Whisper names a language by its English name.
LANGUAGES: dict[str, Language] = {"english": "en", "spanish": "es", "hindi": "hi", "telugu": "te"}


class TranscriptionOff(Unavailable):
    """No key: speech is not transcribed here; the browser may do it, or the person types."""

    code = "transcription_off"


class NotHeard(Unavailable):
    """No model transcribed it in time.

    Attributes:
        tried: which, and why not.
    """

    code = "not_heard"

    def __init__(self, tried: tuple[Tried, ...]) -> None:
        super().__init__("The recording could not be turned into text just now.")
        self.tried = tried


@dataclass(frozen=True, slots=True)
class Heard:
    """The words, cleaned of nothing: they are what a person said, hence data. Empty where nobody spoke."""

    text: str
    language: str


def on() -> bool:
    """Tell whether speech can be transcribed."""
    return providers.groq() is not None


async def transcribe(
    content: bytes, *, content_type: str, user_id: int, turn: UUID | None = None, language: Language | None = None
) -> Heard:
    """Turn a recording into text. It is kept nowhere, and its name is not sent on.

    Raises:
        TranscriptionOff: there is no key.
        Invalid: it is no recording, too large or too long.
        NotHeard: no model answered.
    """
    provider = providers.groq()
    if provider is None:
        raise TranscriptionOff("Speech is not transcribed here: no key is set.")
    clip = audio.clip(content, content_type=content_type)
    loop, tried, counter = asyncio.get_running_loop(), list[Tried](), current().counter
    whole_at = loop.time() + WHOLE_S
    for model in providers.WHISPER:
        rung = Rung(provider, model)
        call = Transcription(counter, rung, clip, language, user_id, turn)
        try:
            return await call.made(until=min(whole_at, loop.time() + FIRST_S))
        except Passed as passed:
            tried.append(Tried(provider.name, model, passed.why))
        except Fault as fault:
            tried.append(Tried(provider.name, model, fault.why))
    raise NotHeard(tuple(tried))


@dataclass
class Transcription:
    """One call of one model."""

    counter: Counter
    rung: Rung
    clip: audio.Clip
    language: Language | None
    user_id: int
    turn: UUID | None

    async def made(self, *, until: float) -> Heard:
        """Make the call, and settle it however it ends.

        Raises:
            Passed: it may not be made.
            Fault: it went wrong.
        """
        await providers.warmed(FIRST_S)
        price = prices.price_of(self.rung.provider.name, self.rung.model)
        use = await self.counter.open(self.rung, self._intent(price), held=0)
        loop, fault, outcome = asyncio.get_running_loop(), None, ModelUse.Outcome.CANCELLED
        began, headers, ms = loop.time(), {}, self.clip.ms
        try:
            async with asyncio.timeout_at(until):
                answer = await self._asked()
            headers, said = dict(answer.headers), await answer.parse()
            outcome, ms = ModelUse.Outcome.WHOLE, length(said, ms)
            return heard(said, self.language)
        except TimeoutError:
            fault = Fault("late")
        except Exception as error:
            headers = dict(getattr(getattr(error, "response", None), "headers", {}))
            fault = faults.of_error(error)
        finally:
            outcome = ModelUse.Outcome.FAILED if fault else outcome
            cost = 0 if fault and not fault.billed else price.of_audio(ms)
            took = round((loop.time() - began) * 1000)
            bill = Bill(outcome, cost, reason=fault.why if fault else "", estimated=bool(fault), total_ms=took)
            closing = self.counter.close(self.rung, use, bill, fault=fault, surplus=0, headers=headers)
            await asyncio.shield(asyncio.ensure_future(closing))
        raise fault

    async def _asked(self) -> Any:
        """Send it under a name of ours, which carries the right ending: Groq goes by it."""
        form: dict[str, Any] = {"model": self.rung.model, "response_format": "verbose_json", "temperature": 0.0}
        if self.language:
            form["language"] = self.language
        sound = (f"speech.{self.clip.kind}", self.clip.content)
        return await providers.client(self.rung.provider).audio.transcriptions.with_raw_response.create(
            file=sound, **form
        )

    def _intent(self, price: prices.Price) -> Intent:
        return Intent(
            user_id=self.user_id,
            turn=self.turn,
            kind=ModelUse.Kind.TRANSCRIPTION,
            provider=self.rung.provider.name,
            model=self.rung.model,
            most_nano_usd=price.of_audio(max(self.clip.ms, audio.MOST_MS)),
            priced_on=price.on,
            audio_ms=self.clip.ms,
        )


def heard(said: Any, asked: Language | None) -> Heard:
    """Read an answer: nothing where it was silence, and a language that we know where it is one."""
    segments = [one for one in getattr(said, "segments", None) or () if isinstance(one, dict)]
    silent = bool(segments) and all(_chance(one.get("no_speech_prob")) > SILENCE for one in segments)
    text = "" if silent else " ".join(str(getattr(said, "text", "") or "").split())[:MOST_CHARS]
    named = str(getattr(said, "language", "") or "").lower()
    language = LANGUAGES.get(named) or (named if known(named) else asked or "")
    return Heard(text, language)


def length(said: Any, otherwise: int) -> int:
    """Return how long the provider says the recording is, which is what it bills."""
    seconds = getattr(said, "duration", None)
    return round(seconds * 1000) if isinstance(seconds, int | float) and 0 < seconds < 600 else otherwise


def _chance(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
