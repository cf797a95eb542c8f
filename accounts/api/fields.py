"""Amounts that the API takes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kit.money import AMOUNT, parse_amount


@extend_schema_field({"type": "string", "format": "decimal", "example": "1234.56", "pattern": r"^-?\d+(\.\d+)?$"})
class AmountInput(serializers.Field[str, Any, str, Any]):
    """An amount as a string; validated to the text itself, because only the row knows the currency.

    `minor_units` turns it into minor units, or refuses in the API's words.
    """

    default_error_messages = {
        "not_text": 'An amount is a string: "1234.56".',
        "form": 'An amount looks like "1234.56".',
    }

    def to_internal_value(self, value: Any) -> str:
        """Return the text of an amount; a number is refused, because JSON numbers are floats on the way."""
        if not isinstance(value, str):
            self.fail("not_text")
        if not AMOUNT.fullmatch(value):
            self.fail("form")
        return value

    def to_representation(self, value: Any) -> str:
        """Write the amount."""
        return str(value)


def minor_units(text: str, currency: str, *, field: str) -> int:
    """Return an amount in minor units of a currency.

    Raises:
        ValidationError: at `field`, when it does not fit the currency.
    """
    try:
        return parse_amount(text, currency)
    except ValueError as error:
        raise serializers.ValidationError({field: str(error)}) from error
