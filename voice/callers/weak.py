"""PINs that are guessed first. Pure."""

import re
from collections.abc import Sequence

from kit.errors import Invalid

DIGITS = 6
SIX_DIGITS = re.compile(r"[0-9]{6}")  # not \d, which takes digits of every script
RUNS = ("01234567890123456789", "09876543210987654321")
# Beside repetitions and runs: paths over the keys, words, and days that many were born on or like to name.
KNOWN = """
789456 159753 147258 258369 369258 147852 951753 753951 159357 357159 741852 852963 963852 147369 789123 456123
123789 456789 123654 321654 520131 520520 521521 142536 124578 131420 142857 314159 271828 007007 696969 420420
101010 010101 020202 030303 111222 112233 223344 332211 445566 778899 998877 102030 121314 111213 246810 135790
010180 010190 010100 311299 311200 250500 251225 122512 241200 140214 102938 564738 192837 918273 135791 246802
198080 199090 202020 201020 202122 202324 200000 199999 198765 123698 987412 147896 258456 159951 753159 852456
225588 336699 114477 445500 115599 335577 246246 135135 147147 258258 369369 159159 357357 951951 753753 456456
"""
COMMON = frozenset(KNOWN.split())


def refuse_weak(pin: str, *, numbers: Sequence[str] = (), email: str = "") -> None:
    """Refuse a PIN that somebody who knows a little would try.

    Args:
        numbers: the owner's telephone numbers: their digits stand on every call.

    Raises:
        Invalid: it is not six digits, or weak.
    """
    if not SIX_DIGITS.fullmatch(pin):
        raise Invalid("A PIN has six digits.", fields={"pin": "Six digits."})
    if is_common(pin) or any(pin in text or pin[::-1] in text for text in (*numbers, email)):
        message = "That PIN is easily guessed: choose another."
        raise Invalid(message, code="weak_pin", fields={"pin": "No repetition, no run, nothing of your number."})


def is_common(pin: str) -> bool:
    """Tell whether anybody would try it: one block repeated, a run up or down, the same backwards, or well known."""
    block = any(pin == pin[:size] * (DIGITS // size) for size in (1, 2, 3))
    twins = pin[::2] == pin[1::2] and (pin[::2] in RUNS[0] or pin[::2] in RUNS[1])
    steps = {(int(after) - int(before)) % 10 for before, after in zip(pin, pin[1:], strict=False)}
    return block or twins or len(steps) == 1 or pin == pin[::-1] or pin in COMMON
