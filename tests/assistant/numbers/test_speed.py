"""The gate takes under a millisecond of the processor a sentence. Prints what it took."""

from random import Random
from time import process_time

import pytest

from assistant.languages import LANGUAGES, Language
from assistant.numbers import passes
from tests.assistant.numbers.liar import lie
from tests.assistant.numbers.test_honest import honest
from tests.assistant.numbers.turns import TODAY, turn

ROUNDS = 5
LIMIT = 1_000  # microseconds


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_takes_under_a_millisecond(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(f"speed {language}")  # noqa: S311 - made-up figures
    turns = [turn(random, language) for _ in range(100)]
    told = [(lie(random, made).sentence, made.all) for made in turns] + honest(language)[:200]
    took = []
    for _ in range(ROUNDS):
        began = process_time()
        for sentence, facts in told:
            passes(sentence, facts, language, TODAY)
        took.append((process_time() - began) / len(told) * 1e6)
    with capsys.disabled():
        print(f"\n{language}: {min(took):.0f} us a sentence, the best of {ROUNDS} rounds over {len(told)}")  # noqa: T201 - the figure
    assert min(took) < LIMIT
