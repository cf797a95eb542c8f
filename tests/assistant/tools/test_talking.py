"""What is said around the questions."""

import pytest

from tests.assistant.tools.conftest import Ask


@pytest.mark.parametrize("intent", ["greeting", "help", "human", "goodbye"])
def test_it_has_words_and_no_figures(ask: Ask, intent: str) -> None:
    found = ask(intent)
    assert (found.template, found.facts) == (intent, ())


def test_languages(ask: Ask) -> None:
    assert ask("language", language=None).template == "language.ask"
