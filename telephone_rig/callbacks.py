"""Status callbacks: best effort, in no order that can be relied on, some twice, some never."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from telephone_rig.webhooks import Params


@dataclass(frozen=True)
class Callback:
    """One message about a call, to be sent to its address."""

    url: str
    params: Params
    method: str = "POST"

    def __getitem__(self, name: str) -> str:
        return dict(self.params)[name]


@dataclass
class Weather:
    """How callbacks travel: the same seed, the same luck.

    Attributes:
        lost: the share that never arrives.
        repeats: how often each arrives at most.
        held: whether they are kept back until the call is over, and arrive in any order.
    """

    seed: int = 0
    lost: float = 0.0
    repeats: int = 1
    held: bool = False
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - chance for tests, no secret

    def arriving(self, sent: Iterable[Callback]) -> Sequence[Callback]:
        """Return what arrives, in the order it does."""
        kept = [one for one in sent if self._dice.random() >= self.lost]
        arriving = [one for one in kept for _ in range(self._dice.randint(1, self.repeats))]
        if self.held:
            self._dice.shuffle(arriving)
        return arriving


FINE = Weather()
EVENTS = ("initiated", "ringing", "answered", "completed")
