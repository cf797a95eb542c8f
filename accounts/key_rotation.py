"""Sealing again, with the newest of FIELD_ENCRYPTION_KEYS, whatever an older one sealed.

Columns made with `accounts.sealed_fields` are found by themselves. Another secret at rest gets a function here that
yields its counts; then `manage.py rotate_field_keys` covers it.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.adapters import MFA_CONTEXT
from accounts.idempotency import sealing_context
from accounts.models import IdempotentRequest
from accounts.sealed_fields import SealedField, sealed_columns
from accounts.sealed_fields import sealing_context as column_context
from accounts.sealing import field_cipher
from kit.crypto import Undecipherable

BATCH = 500
SEALED = frozenset({"secret", "seed", "migrated_codes"})  # what allauth.mfa gives the adapter to encrypt


def rotate() -> dict[str, Counter[str]]:
    """Seal everything again that is due; returns for each kind how many were resealed, current and unreadable.

    Each batch is a transaction of its own: what was done before an interruption stays done, and is passed over the
    next time.
    """
    return {
        "second factors": _in_batches(Authenticator.objects.exclude(type="webauthn"), _reseal_authenticator),
        "kept answers": _in_batches(IdempotentRequest.objects.exclude(sealed_body=""), _reseal_answer),
        **{f"{model._meta.label_lower}.{column.name}": _column(model, column) for model, column in sealed_columns()},
    }


def _column(model: Any, column: SealedField) -> Counter[str]:
    """Reseal a column made with `accounts.sealed_fields`, read as it is stored."""
    stored = model._base_manager.annotate(stored=Cast(F(column.name), TextField())).only("pk")
    return _in_batches(stored, partial(_reseal_column, column))


def _reseal_column(column: SealedField, row: Any) -> bool:
    """Write the column of a row if it was due."""
    context = column_context(column)
    if not row.stored or field_cipher().is_current(row.stored, context=context):
        return False
    value = column.from_db_value(row.stored, None, None)
    type(row)._base_manager.filter(pk=row.pk).update(**{column.name: value})
    return True


def _in_batches(rows: QuerySet[Any], reseal: Callable[[Any], bool]) -> Counter[str]:
    counts = Counter(resealed=0, current=0, unreadable=0)
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            last = _one_batch(rows.filter(pk__gt=last), reseal, counts)
    return counts


def _one_batch(rows: QuerySet[Any], reseal: Callable[[Any], bool], counts: Counter[str]) -> int | None:
    """Reseal the next rows, locked; returns the key of the last one, None when there were none."""
    batch = list(rows.order_by("pk").select_for_update()[:BATCH])
    for row in batch:
        try:
            counts["resealed" if reseal(row) else "current"] += 1
        except (Undecipherable, ValueError):
            counts["unreadable"] += 1
    return int(batch[-1].pk) if batch else None


def _reseal_authenticator(row: Authenticator) -> bool:
    """Write the row if a part of it was due."""
    renewed = {name: _renew(value) if name in SEALED else value for name, value in row.data.items()}
    if renewed == row.data:
        return False
    row.data = renewed
    row.save(update_fields=["data"])
    return True


def _renew(value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [field_cipher().renew(token, context=MFA_CONTEXT) for token in value]
    return field_cipher().renew(value, context=MFA_CONTEXT)


def _reseal_answer(row: IdempotentRequest) -> bool:
    """Write the row if it was due."""
    renewed = field_cipher().renew(row.sealed_body, context=sealing_context(row))
    if renewed == row.sealed_body:
        return False
    row.sealed_body = renewed
    row.save(update_fields=["sealed_body"])
    return True
