"""What a caller says, put together from its pieces."""

from voice.relay.wire import Prompt


class Words:
    """A prompt until it is complete."""

    def __init__(self) -> None:
        self._so_far = ""

    def __repr__(self) -> str:
        return "Words()"

    def take(self, prompt: Prompt) -> str:
        """Take a piece; return the words once they are complete, else nothing."""
        words = joined(self._so_far, prompt.text)
        self._so_far = "" if prompt.last else words
        return words if prompt.last else ""


def joined(before: str, piece: str) -> str:
    """Put a prompt together, whether its pieces follow on each other or each tells it anew."""
    old, new = before.strip(), piece.strip()
    if not old or not new:
        return old or new
    first, again = old.casefold().split(), new.casefold().split()
    same = sum(1 for one, other in zip(first, again, strict=False) if one == other)
    return new if same * 2 >= len(first) else f"{old} {new}"
