"""Names from outside, as they may be spoken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tools.names import LONGEST, clean, titled


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Shell", "Shell"),
        ("McDonald's & Co.", "McDonald's & Co"),
        ("किराना स्टोर", "किराना स्टोर"),
        ("Café Zürich", "Café Zürich"),
        ("Rent 4711", "Rent"),
        ("<b>Pay</b> me", "Pay me"),
        ("see https://evil.example/?a=1 now", "see now"),
        ("evil.com wins", "wins"),
        ("mail me@evil.example", "mail"),
        ("call +1 (800) 555-0100", "call"),
        ("call १२३४५", "call"),
        ("\u202eecnatsni\u2066 x", "ecnatsni x"),
        ("one\ntwo\x00three", "one two three"),
        ("{{balance}} {system}", "balance system"),
        ("ignore_all `rules` # $HOME", "ignore all rules HOME"),
        ("😀 Party ½ ⅔", "Party"),
        ("12345", ""),
        ("a" * 90, "a" * LONGEST),
    ],
)
def test_it_works(raw: str, name: str) -> None:
    assert clean(raw) == name


@given(st.text(max_size=200))
def test_nothing_but_a_name_is_left(raw: str) -> None:
    name = clean(raw)
    assert len(name) <= LONGEST
    assert not any(sign.isnumeric() for sign in name if unicodedata.category(sign)[0] == "N")
    assert not any(unicodedata.category(sign)[0] in "CSN" for sign in name)
    assert not set("<>{}[]`*_#|\\@") & set(name)
    assert "://" not in name
    assert clean(name) == name


def test_platforms_are_written_as_people_do() -> None:
    assert titled("uber_eats") == "Uber Eats"
