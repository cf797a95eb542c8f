"""`python -m tests.assistant.understanding.measure [mode ...]`: the tables of docs/understanding.md."""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.understanding import Understood
from assistant.understanding.model import load
from tests.assistant.understanding.unseen_turns import Turn, disturbed, turns, understood

Judged = Sequence[tuple[Turn, Understood]]
SEEDS = range(7, 12)  # of the slips: each message comes with each


def wrong_and_sure(turn: Turn, found: Understood) -> bool:
    """Tell whether a wrong intent was given without asking back."""
    return found.intent != turn.intent and not found.asking and found.intent != "unknown"


def line_of(name: str, judged: Judged) -> str:
    """Return a row of the table: intents, slots of those, wrong and sure, asked back."""
    count = len(judged)
    right = [(turn, found) for turn, found in judged if turn.intent == found.intent]
    shares = (
        len(right) / count,
        sum(turn.slots_right(found) for turn, found in right) / max(len(right), 1),
        sum(wrong_and_sure(turn, found) for turn, found in judged) / count,
        sum(bool(found.asking) for _, found in judged) / count,
    )
    return f"{name:24}{count:6}" + "".join(f"{share:9.1%}" for share in shares)


def table(judged: Judged) -> list[str]:
    """Return the rows: everything, by language, by kind."""
    rows = [f"{'':24}{'count':>6}{'intent':>9}{'slots':>9}{'sure':>9}{'asked':>9}", line_of("all", judged)]
    keys: Sequence[Callable[[Turn], str]] = (lambda turn: turn.language, lambda turn: turn.kind)
    for key in keys:
        for name in dict.fromkeys(key(turn) for turn, _ in judged):
            if name:
                rows.append(line_of(name, [one for one in judged if key(one[0]) == name]))
    return rows


def errors(judged: Judged) -> list[str]:
    """Return what was not understood, and what was made of it."""
    return [
        f"{turn.language} {turn.kind:12} {turn.before} >> {turn.text} => {turn.intent} {turn.slots}"
        f"\n      {found.intent} {found.confidence:.2f} {found.asking or ''} {found.via} {found.slots.given()}"
        for turn, found in judged
        if turn.intent != found.intent or not turn.slots_right(found)
    ]


def main() -> None:
    """Judge the held-out turns by the model in var/models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modes", nargs="*")
    parser.add_argument("--slips", action="store_true", help="with slips of the thumb")
    parser.add_argument("--errors", action="store_true", help="print what went wrong: then it is no longer unseen")
    parser.add_argument("--models", type=Path, default=Path("var/models"))
    given = parser.parse_args()
    model = load(given.models)
    chosen = [turn for turn in turns() if not given.modes or turn.mode in given.modes]
    if given.slips:
        chances = [random.Random(seed) for seed in SEEDS]  # noqa: S311 - the same slips every time, no secret
        judged = [
            (turn, understood(turn, model, disturbed(turn.text, chance))) for chance in chances for turn in chosen
        ]
    else:
        judged = [(turn, understood(turn, model)) for turn in chosen]
    sys.stdout.write("\n".join([*table(judged), *(errors(judged) if given.errors else [])]) + "\n")


if __name__ == "__main__":
    main()
