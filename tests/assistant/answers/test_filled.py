"""Whole answers: filled in, they pass the gate that every sentence passes, as read and as heard."""

from dataclasses import replace

import pytest

from assistant.answers.labels import labels
from assistant.answers.wording import placeholders, templates
from assistant.languages import LANGUAGES, Language
from assistant.numbers.gate import passes
from assistant.numbers.reading import mentions
from assistant.spoken.filling import fill
from tests.assistant.answers.sample import TODAY, fact

ALL = [(key, language) for key in templates() for language in LANGUAGES]


@pytest.mark.parametrize(("key", "language"), ALL)
@pytest.mark.parametrize("rough", [False, True])
def test_every_answer_passes_the_gate(key: str, language: Language, rough: bool) -> None:
    sentences = templates()[key][language]
    facts = [fact(name) for name in sorted(placeholders(sentences))]
    facts = [replace(one, rough=rough) if one.unit == "money" else one for one in facts]
    for sentence in sentences:
        filled = fill(sentence, facts, language, TODAY)
        assert passes(filled.text, facts, language, TODAY), filled.text
        assert passes(filled.spoken, facts, language, TODAY), filled.spoken


@pytest.mark.parametrize(("key", "language"), ALL)
def test_no_template_mentions_a_number(key: str, language: Language) -> None:
    for sentence in templates()[key][language]:
        assert mentions(sentence.replace("{{", "").replace("}}", ""), language) == [], sentence


@pytest.mark.parametrize("group", labels())
def test_no_name_of_ours_mentions_a_number(group: str) -> None:
    for told in labels()[group].values():
        for language in LANGUAGES:
            assert mentions(told[language], language) == [], told[language]
