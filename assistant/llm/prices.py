"""What models cost: a table with its day and source. A model that is not in it is priced too high rather than free."""

from dataclasses import dataclass
from datetime import date

LEAST_AUDIO_MS = 10_000  # Groq bills a transcription as 10 seconds at least


@dataclass(frozen=True, slots=True)
class Price:
    """In 10⁻⁹ US dollars: a token read, a token written, an hour of audio."""

    token_in: int
    token_out: int
    audio_hour: int
    on: date
    source: str

    def of_tokens(self, tokens_in: int, tokens_out: int) -> int:
        """Return what so many tokens cost."""
        return tokens_in * self.token_in + tokens_out * self.token_out

    def of_audio(self, milliseconds: int) -> int:
        """Return what so much audio costs, rounded up."""
        return -(-max(milliseconds, LEAST_AUDIO_MS) * self.audio_hour // 3_600_000)


GROQ_MODELS = "https://console.groq.com/docs/models"
READ_ON = date(2026, 11, 21)


def _tokens(thousandths_in: int, thousandths_out: int) -> Price:
    """Price tokens, given in thousandths of a dollar a million: $0.15 is 150."""
    return Price(thousandths_in, thousandths_out, 0, READ_ON, GROQ_MODELS)


def _audio(thousandths: int) -> Price:
    return Price(0, 0, thousandths * 1_000_000, READ_ON, GROQ_MODELS)


PRICES = {
    "openai/gpt-oss-120b": _tokens(150, 600),
    "openai/gpt-oss-20b": _tokens(75, 300),
    "whisper-large-v3-turbo": _audio(40),
    "whisper-large-v3": _audio(111),
}
OWN_MACHINE = Price(0, 0, 0, READ_ON, "a machine of one's own")
UNKNOWN = Price(2_000, 8_000, 500_000_000, READ_ON, "not in the table: assumed dear")


def price_of(provider: str, model: str) -> Price:
    """Return what a model costs."""
    return OWN_MACHINE if provider == "ollama" else PRICES.get(model, UNKNOWN)
