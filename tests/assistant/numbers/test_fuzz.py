"""Any text at all can be read, in any of the languages, without an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.languages import LANGUAGES, Language
from assistant.numbers import Day, mentions, passes
from assistant.numbers.lexicon import lexicon
from tests.assistant.figures import thorough
from tests.assistant.numbers.turns import TODAY, TOLD

WORDS = sorted({" ".join(phrase) for code in LANGUAGES for table in lexicon(code).values() for phrase, _ in table})
SIGNS = [
    "-",
    "$",
    ",",
    ".",
    "%",
    "/",
    ":",
    "(",
    ")",
    "'",
    "1",
    "27",
    "2026",
    "1,234.56",
    "12/31",
    "2026-13-45",
    "\u200b",
    "½",
    "k",
]
SOUP = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=12)
JOINTS = st.sampled_from([" ", "", "-", ", "])


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_text_can_be_read(language: Language) -> None:
    @thorough
    @given(st.one_of(st.text(max_size=60), st.builds(lambda words, joint: joint.join(words), SOUP, JOINTS)))
    def reads(text: str) -> None:
        for mention in mentions(text, language):
            assert 0 <= mention.start < mention.end <= len(text)
            assert mention.text == text[mention.start : mention.end]
            if isinstance(mention.value, Day):
                assert isinstance(mention.value.resolved(TODAY), date | None)
        passes(text, TOLD, language, TODAY)

    reads()
