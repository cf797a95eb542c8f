"""How long a caller may be silent, and how long a call may last."""

from voice.flow.values import Why

IDLE_S = 120.0  # without a word or a key: noise that passes for speech must not hold a call for ever
CALLER_S = 30.0  # a caller who, by Twilio's word, never stops to speak is a noise
MOST_SILENCES = 4  # the flow says goodbye after two; this is for a flow that does not


class Patience:
    """The times that matter, and what they mean."""

    def __init__(self, *, now: float, most_s: float) -> None:
        self._most = now + most_s
        self._input = self._stirred = now
        self._speaking_since: float | None = None
        self._silences = 0

    def stirred(self, *, now: float) -> None:
        """Something was on the line: a silence begins anew."""
        self._stirred = now

    def heard(self, *, now: float) -> None:
        """A word or a key was for us."""
        self._input = self._stirred = now
        self._speaking_since, self._silences = None, 0

    def caller(self, speaking: bool, *, now: float) -> None:
        """Take Twilio's word for whether the caller speaks."""
        self._stirred, self._speaking_since = now, now if speaking else None

    def limit(self) -> float:
        """Return when the call is over, whatever happens until then."""
        return min(self._most, self._input + IDLE_S)

    def over(self, *, now: float) -> Why | None:
        """Return why the call is over, where it is."""
        return "too_long" if now >= self._most else "silence" if now >= self._input + IDLE_S else None

    def silent_at(self, *, quiet_since: float, timeout_s: float) -> float:
        """Return when a silence has lasted long enough to say something."""
        since = max(quiet_since, self._stirred)
        if self._speaking_since is not None:
            since = max(since, self._speaking_since + CALLER_S)
        return since + timeout_s

    def lost(self) -> bool:
        """Count a silence; tell whether it was one too many."""
        self._silences += 1
        return self._silences >= MOST_SILENCES
