"""The templates' own words hold no number that is not a fact."""

from datetime import date

import pytest

from assistant.answers.wording import templates
from assistant.facts import Fact, Source
from assistant.languages import LANGUAGES, Language
from assistant.numbers import passes
from assistant.spoken import fill, placeholders

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_passes(language: Language) -> None:
    sentences = [sentence for told in templates().values() for sentence in told[language]]
    assert len(sentences) > 100
    for sentence in sentences:
        facts = [Fact(name, "Uber", "name", TODAY, Source("test")) for name in placeholders(sentence)]
        filled = fill(sentence, facts, language, TODAY)
        assert passes(filled.text, facts, language, TODAY), filled.text
