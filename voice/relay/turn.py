"""A turn under way: what was heard is being answered."""

from dataclasses import dataclass


@dataclass
class Turn:
    """The one turn that is open.

    Attributes:
        protected: it is heard out, whatever comes.
        said: how many sentences it had.
        muted: nothing of it is said any more, for the caller spoke over it.
    """

    number: int
    began: float
    protected: bool = False
    said: int = 0
    muted: bool = False
