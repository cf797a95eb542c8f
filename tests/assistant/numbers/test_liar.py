"""2,000 turns with a model that lies: not one figure without a fact goes through. Prints its counts."""

import os
from collections import Counter
from random import Random

import pytest

from assistant.languages import LANGUAGES, Language
from assistant.numbers import passes
from tests.assistant.numbers.liar import lie
from tests.assistant.numbers.turns import TODAY, turn

SEED = int(os.environ.get("LIAR_SEED", "20261121"))
TURNS = int(os.environ.get("LIAR_TURNS", "500"))  # a language


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lie_passes(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(f"{SEED} {language}")  # noqa: S311 - made-up figures
    tricks: Counter[str] = Counter()
    through = []
    for _ in range(TURNS):
        made = turn(random, language)
        told = lie(random, made)
        tricks[told.trick] += 1
        if passes(told.sentence, made.all, language, TODAY):
            through.append((told, made.facts))
    with capsys.disabled():
        print(f"\n{language}: {len(through)} of {TURNS} lies went through (seed {SEED}); {dict(tricks)}")  # noqa: T201 - the count
        for each, _ in through[:40]:
            print("  ", each)  # noqa: T201 - likewise
    assert not through
