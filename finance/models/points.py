"""A column of packed figures: bytes in the database, the figures by name in Python."""

from typing import Any

from django.db import models

from ml_service.packed import Points, pack


class PointsField(models.JSONField):
    """What JSON would hold, without a Python object for each number until somebody looks; see `ml_service.packed`.

    Takes a mapping or a row that is packed already, and gives `Points`.
    """

    def get_internal_type(self) -> str:
        """Name the column's type: bytes."""
        return "BinaryField"

    def db_type(self, connection: Any) -> str | None:
        """Return the column's type."""
        return models.BinaryField().db_type(connection)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Return how a value stands in a statement."""
        return "%s"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the figures; an empty dictionary where there are none."""
        if value is None:
            return None
        return Points(value) if len(value) else {}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the bytes."""
        if value is None:
            return None
        raw = bytes(value) if isinstance(value, bytes | memoryview) else pack(value) if value else b""
        return connection.Database.Binary(raw)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Return the bytes."""
        return self.get_db_prep_value(value, connection)

    def value_to_string(self, obj: models.Model) -> Any:
        """Return the figures as JSON can hold them."""
        found = self.value_from_object(obj)
        return found.plain() if isinstance(found, Points) else found
