"""What a fact may be said as."""

from decimal import Decimal

from assistant.facts import Fact
from assistant.spoken.rounding import rough, shown, whole


def readings(fact: Fact, *, about: bool) -> frozenset[Decimal]:
    """Return the numbers that a fact may be said as.

    An exact fact: its value; with "about", without its cents too. A rough one: also without its cents, or with two
    leading digits, whether "about" is said or not.

    Args:
        fact: the figure.
        about: that the sentence says it is rounded.
    """
    if isinstance(fact.value, bool) or not isinstance(fact.value, Decimal | int):
        return frozenset()
    value = Decimal(fact.value)
    found = {value}
    if fact.unit in {"percent", "distance"}:
        found.add(shown(value))
    if fact.rough or about:
        found |= {whole(value)} if abs(value) >= 1 else set()
    if fact.rough:
        found.add(rough(value))
    return frozenset(found)
