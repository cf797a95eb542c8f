"""A caller's ear: what is heard of each sound, when it is cut short, and when they have had enough."""

from dataclasses import dataclass, field

from telephone_rig import voices
from telephone_rig.clock import Clock
from telephone_rig.transcript import Transcript
from telephone_rig.twiml.walking import Gather, Sound


@dataclass
class Ear:
    """Listens on the call's clock, and writes down what it hears.

    Attributes:
        leaves_at: the caller hangs up at this second of the clock, whatever is being said.
        said: what the line has said since the caller's last act.
    """

    clock: Clock
    transcript: Transcript = field(default_factory=Transcript)
    leaves_at: float | None = None
    said: list[str] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Whether the caller has had enough."""
        return self.leaves_at is not None and self.clock.now() >= self.leaves_at

    def hear(self, sound: Sound, upto: float | None = None, *, told: bool = True) -> None:
        """Listen to a sound, or to its first seconds. `told`: it counts as said."""
        now, seconds = self.clock.now(), sound.seconds if upto is None else min(upto, sound.seconds)
        if self.leaves_at is not None:
            seconds = max(0.0, min(seconds, self.leaves_at - now))
        if sound.kind == "say":
            text = voices.said_by(sound.text, seconds, sound.language) if seconds < sound.seconds else sound.text
            self.transcript.add(now, "line", text + (" ..." if seconds < sound.seconds else ""), sound.language)
            if told:
                self.said.append(text)
        elif sound.kind != "pause":
            self.note(f"{'plays' if sound.kind == 'play' else 'tones'} {sound.text}")
        self.clock.pass_by(seconds)

    def prompt(self, gather: Gather, upto: float | None) -> None:
        """Listen to what is said while something is awaited, or to its first seconds."""
        left = upto if gather.barge_in else None
        for sound in gather.sounds:
            if self.gone or (left is not None and left <= 0):
                return
            self.hear(sound, left, told=False)
            left = None if left is None else left - sound.seconds
        if left is not None and left > 0:
            self.silence(left)

    def silence(self, seconds: float) -> None:
        """Hear nothing for a while."""
        until = self.clock.now() + seconds
        self.clock.pass_by((until if self.leaves_at is None else min(until, self.leaves_at)) - self.clock.now())

    def acts(self, text: str) -> None:
        """Write down what the caller does."""
        self.transcript.add(self.clock.now(), "caller", text)
        self.said.clear()

    def note(self, text: str) -> None:
        """Write down what neither side said."""
        self.transcript.add(self.clock.now(), "note", text)
