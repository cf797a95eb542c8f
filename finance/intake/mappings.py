"""The mappings of columns that a user said, brought to the reader and kept when a file was imported by one."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from accounts.models import User
from finance.models import StatementMapping
from finance.statements.choices import Choices
from finance.statements.mapping import TableMapping, mapping_from

MAX_REMEMBERED = 200


def choices_for(
    user: User, *, day_first: bool | None = None, section: str | None = None, mapping: str | None = None
) -> Choices:
    """Return what is said of a file, with what was said before.

    Raises:
        Invalid: the mapping is none.
    """
    said = mapping_from(mapping) if mapping else None
    return Choices(day_first=day_first, section=section, mapping=said, remembered=remembered(user))


def remembered(user: User) -> dict[str, TableMapping]:
    """Return the user's mappings by the signature of their header; one of an older form is passed over."""
    found: dict[str, TableMapping] = {}
    rows = StatementMapping.objects.for_user(user).values_list("signature", "mapping")
    for signature, mapping in rows[:MAX_REMEMBERED]:
        try:
            found[signature] = TableMapping.model_validate(mapping)
        except ValidationError:
            continue
    return found


def remember(user: User, choices: Choices, reading: dict[str, Any], *, now: datetime) -> None:
    """Keep the mapping that a file was just imported by, or note that it served again."""
    signature = reading.get("signature")
    if not signature:
        return
    if choices.mapping is None:
        StatementMapping.objects.for_user(user).filter(signature=signature).update(used_at=now)
        return
    StatementMapping.objects.update_or_create(
        user=user,
        signature=signature,
        defaults={
            "header": reading.get("header", []),
            "mapping": choices.mapping.model_dump(exclude_none=True),
            "used_at": now,
        },
    )
