"""Cells that a spreadsheet would compute."""

import pytest

from kit.cells import plain_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "\tx", "\r=1"])
def test_a_formula_is_made_harmless_and_read_back(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["", "Airport", "-12.50", "'quoted"])
def test_other_text_stays(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text
