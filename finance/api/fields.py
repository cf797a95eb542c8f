"""How money and ratios look in the API: strings, so that no float ever touches them."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kit.money import amount_string


@extend_schema_field({"type": "string", "format": "decimal", "example": "1234.56"})
class AmountField(serializers.Field[int, Any, str, Any]):
    """Minor units of the row's `currency` as an exact decimal string; read only.

    Args:
        source: the column or property in minor units; by default the field's name with `_minor`.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def bind(self, field_name: str, parent: Any) -> None:
        """Take `<name>_minor` as the source unless another is given."""
        if self.source is None:
            self.source = f"{field_name}_minor"
        super().bind(field_name, parent)

    def get_attribute(self, instance: Any) -> Any:
        """Return the amount with the currency that it is in."""
        minor = super().get_attribute(instance)
        return None if minor is None else (minor, instance.currency)

    def to_representation(self, value: Any) -> str:
        """Write the amount."""
        minor, currency = value
        return amount_string(minor, currency)


@extend_schema_field({"type": "string", "format": "decimal", "example": "0.1234"})
class RatioField(serializers.Field[Decimal, Any, str, Any]):
    """A ratio as a decimal string with four places; read only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        """Write the ratio."""
        return f"{Decimal(value):.4f}"
