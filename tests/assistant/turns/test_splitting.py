"""Sentences come out whole, wherever the pieces end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.turns.splitting import LONGEST, Splitter

CASES = [
    ("You have $1.50 left. Rent is next.", ["You have $1.50 left.", "Rent is next."]),
    ("It costs 1,234.56 dollars. Wait.", ["It costs 1,234.56 dollars.", "Wait."]),
    ("You have {{balance.now}}. That is {{as_of}}.", ["You have {{balance.now}}.", "That is {{as_of}}."]),
    ("Pay, e.g. rent, comes on Nov. 3. Fine.", ["Pay, e.g. rent, comes on Nov. 3.", "Fine."]),
    ("Ask Dr. Smith at 5 p.m. today. Yes!", ["Ask Dr. Smith at 5 p.m. today.", "Yes!"]),
    ("J. R. owes you. Really?", ["J. R. owes you.", "Really?"]),
    ("¿Puedes? Sí, p.ej. mañana. Bien.", ["¿Puedes?", "Sí, p.ej. mañana.", "Bien."]),
    ("आपके पास पैसे हैं। किराया कल है।", ["आपके पास पैसे हैं।", "किराया कल है।"]),
    ("మీ దగ్గర డబ్బు ఉంది. అద్దె రేపు.", ["మీ దగ్గర డబ్బు ఉంది.", "అద్దె రేపు."]),
    ("First line\nSecond line", ["First line", "Second line"]),
    ('He said "no." Then left.', ['He said "no."', "Then left."]),
    ("Really?! Yes… maybe.", ["Really?!", "Yes…", "maybe."]),
    ("1. Pay rent. 2. Rest.", ["1. Pay rent.", "2. Rest."]),
    ("no end", ["no end"]),
    ("", []),
]


def split(text: str, cuts: list[int]) -> list[str]:
    splitter, found, start = Splitter(), [], 0
    for cut in [*sorted(cuts), len(text)]:
        found += splitter.take(text[start:cut])
        start = cut
    rest = splitter.rest()
    return [*found, *([rest] if rest else [])]


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_sentences_are_whole_a_letter_at_a_time(text: str, sentences: list[str]) -> None:
    assert split(text, []) == sentences
    assert split(text, list(range(len(text)))) == sentences


@given(st.sampled_from([text for text, _ in CASES if text]), st.data())
def test_it_does_not_matter_where_the_pieces_end(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=8))
    assert split(text, cuts) == split(text, [])


def test_a_sentence_is_there_as_soon_as_something_follows() -> None:
    splitter = Splitter()
    assert splitter.take("You have $1.") == []
    assert splitter.take("50") == []
    assert splitter.take(".") == []
    assert splitter.take(" ") == ["You have $1.50."]


def test_a_text_without_end_is_cut() -> None:
    assert len(Splitter().take("word " * LONGEST)) == 1
