"""Columns that are sealed at rest and read as what they hold.

A value is opened when it is read and sealed when it is written, so that export, deletion and views need know nothing
of it. The database cannot look into it: a lookup other than by the key or by null finds nothing. The context of the
seal is the column, so that a value that was moved to another column does not open.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from accounts.sealing import field_cipher

if TYPE_CHECKING:
    Text = models.TextField[str, str]
    Json = models.JSONField[Any, Any]
else:
    Text, Json = models.TextField, models.JSONField  # generic in the stubs only


class SealedTextField(Text):
    """A text, sealed; an empty one stays empty."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open what the database holds."""
        return field_cipher().decrypt(value, context=sealing_context(self)) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes to the database."""
        text = super().get_prep_value(value)
        return field_cipher().encrypt(text, context=sealing_context(self)) if text else text


class SealedJSONField(Json):
    """Anything that JSON can hold, sealed."""

    def get_internal_type(self) -> str:
        """Be a text to the database."""
        return "TextField"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Open what the database holds."""
        return json.loads(field_cipher().decrypt(value, context=sealing_context(self))) if value else None

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal what goes to the database."""
        if value is None:
            return None
        text = json.dumps(value, cls=self.encoder, ensure_ascii=False, separators=(",", ":"))
        return field_cipher().encrypt(text, context=sealing_context(self))


SealedField = SealedTextField | SealedJSONField


def sealing_context(field: Any) -> str:
    """Return what binds a sealed value to its column."""
    return f"column:{field.model._meta.label_lower}.{field.column}"


def sealed_columns() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Yield every sealed column of every model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field
