"""Numbers as people say them."""

from decimal import Decimal

import pytest

from assistant.languages import Language
from assistant.understanding.amounts import numbers_in
from assistant.understanding.folding import tokens


@pytest.mark.parametrize(
    ("message", "language", "values"),
    [
        ("me alcanza para dos palos", "es", [2_000_000]),
        ("20 luquitas de repuestos", "es", [20_000]),
        ("2 mil 500", "es", [2500]),
        ("uno nuevo vale 299", "es", [299]),
        ("one point five k", "en", [1500]),
        ("dhai so ka khana", "hi", [250]),
        ("ek lakshya bana do 5 hzr", "hi", [5000]),
        ("yedu vandala yaabhai", "te", [750]),
        ("aidu velu", "te", [5000]),
        ("rendunnara lakshalu", "te", [250_000]),
        ("లక్షన్నర", "te", [150_000]),
    ],
)
def test_they_are_read(message: str, language: Language, values: list[int]) -> None:
    found = [number.value for number in numbers_in(message, tokens(message, language), language)]
    assert found[: len(values)] == [Decimal(value) for value in values]


def test_they_stand_where_they_were_said() -> None:
    (number,) = numbers_in("konagalana aidu vandalu bro", tokens("konagalana aidu vandalu bro", "te"), "te")
    assert (number.value, number.first, number.last) == (Decimal(500), 1, 3)
