"""Whole answers: filled in, they pass the gate that every sentence passes, as read and as heard."""

from dataclasses import replace

import pytest

from assistant.answers.labels import labels
from assistant.answers.wording import PLACEHOLDER, placeholders, templates
from assistant.facts import Fact
from assistant.languages import LANGUAGES, Language
from assistant.numbers.gate import passes
from assistant.numbers.reading import mentions
from assistant.spoken.filling import fill
from tests.assistant.answers.sample import TODAY, fact


def amounts(facts: list[Fact], *, rough: bool) -> list[Fact]:
    """Return facts whose amounts may be said rounded, or not."""
    return [replace(one, rough=rough) if one.unit == "money" else one for one in facts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rough", [False, True])
def test_every_answer_passes_the_gate(language: Language, rough: bool) -> None:
    blocked = []
    for told in templates().values():
        facts = amounts([fact(name) for name in sorted(placeholders(told[language]))], rough=rough)
        for sentence in told[language]:
            filled = fill(sentence, facts, language, TODAY)
            blocked += [text for text in (filled.text, filled.spoken) if not passes(text, facts, language, TODAY)]
    assert blocked == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_and_no_name_of_ours_mentions_a_number(language: Language) -> None:
    sentences = [PLACEHOLDER.sub("Spotify", one) for told in templates().values() for one in told[language]]
    names = [told[language] for group in labels().values() for told in group.values()]
    assert [text for text in (*sentences, *names) if mentions(text, language, names=("spotify",))] == []
