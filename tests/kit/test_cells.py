"""Cells that a spreadsheet would compute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.cells import plain_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "\tx", "\r=1", "\n=1", "  =1", "＝1", "'=1"])
def test_a_formula_is_made_harmless_and_read_back(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["", "Airport", "-12.50", "'quoted"])
def test_other_text_stays(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


@given(st.text("=+-@\t\r\n 'a1.", max_size=8))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
