"""As many pairs as can be made, the preferred ones first: Kuhn's augmenting paths."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
DEEPEST = 40  # of a chain in which each makes room for the next


def pair_up(edges: Sequence[tuple[Key, Key]], conflict: Callable[[Key, Key], bool]) -> set[tuple[Key, Key]]:
    """Choose one right partner for each left, as many as possible.

    Args:
        edges: (left, right), the preferred ones first.
        conflict: whether two lefts cannot have the same right.
    """
    choices: dict[Key, list[Key]] = defaultdict(list)
    for left, right in edges:
        choices[left].append(right)
    held: dict[Key, list[Key]] = defaultdict(list)

    def place(left: Key, seen: set[Key], depth: int) -> bool:
        for right in choices[left]:
            if right in seen:
                continue
            seen.add(right)
            rivals = [other for other in held[right] if conflict(other, left)]
            if len(rivals) > 1 or depth > DEEPEST:
                continue
            if not rivals or place(rivals[0], seen, depth + 1):
                held[right] = [other for other in held[right] if other not in rivals]
                held[right].append(left)
                return True
        return False

    for left in list(choices):
        place(left, set(), 0)
    return {(left, right) for right, lefts in held.items() for left in lefts}
