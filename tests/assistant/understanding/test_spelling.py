"""Slips of the thumb, sounds and lost vowels, put right; right words left alone."""

import pytest

from assistant.languages import Language
from assistant.understanding.folding import tokens
from assistant.understanding.spelling import put_right


def mended(message: str, language: Language) -> str:
    return " ".join(word.fold for word in put_right(tokens(message, language), language, lambda word: False))


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("yestrday", "en", "yesterday"),
        ("fridya", "en", "friday"),
        ("septmber", "en", "september"),
        ("balnce", "en", "balance"),
        ("lst", "en", "last"),
        ("gasoilna", "es", "gasolina"),
        ("sabdo", "es", "sabado"),
        ("keda", "es", "queda"),
        ("hafe", "hi", "hafte"),
        ("petrl", "hi", "petrol"),
        ("vram", "te", "varam"),
    ],
)
def test_a_slip_is_put_right(typed: str, language: Language, meant: str) -> None:
    assert mended(typed, language) == meant


@pytest.mark.parametrize(
    ("right", "language"),
    [
        ("monkey", "en"),
        ("mad", "en"),
        ("five", "en"),
        ("milla", "es"),
        ("cero", "es"),
        ("inglés", "es"),
        ("yaar", "hi"),
    ],
)
def test_a_right_word_stays(right: str, language: Language) -> None:
    assert mended(right, language) == tokens(right, language)[0].fold


def test_what_the_model_has_seen_stays() -> None:
    assert put_right(tokens("balnce", "en"), "en", lambda word: True)[0].fold == "balnce"
