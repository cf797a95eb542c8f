"""What was changed, by whom and when: `record` is called where it is decided, in the transaction of the change.

Who acts is known at the edge: `ApiView` and the operators' site say so with `acting`; what nobody asked for is done
by the system. A change of many rows is one entry with their number.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import ApiKey, AuditEntry, User

By = AuditEntry.By
MOST_NAMED = 100  # rows of a change of many that are named; of the others there is the number


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something."""

    by: str
    id: UUID | None = None
    name: str = ""


SYSTEM, OWNER = Actor(By.SYSTEM), Actor(By.USER)
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def caller(credential: object) -> Actor:
    """Return who calls the API: a program with a key, or the person themselves."""
    if isinstance(credential, ApiKey):
        return Actor(By.API_KEY, credential.public_id, credential.name)
    return OWNER


def operator(user: User) -> Actor:
    """Return an operator as an actor; they are shown by number, not by name."""
    return Actor(By.OPERATOR, user.public_id)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Say who is behind what is done within."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def record(
    user: User,
    action: str,
    about: Model | None = None,
    *,
    changes: Mapping[str, Any] | None = None,
    undo: Mapping[str, Any] | None = None,
    name: str | None = None,
    **details: Any,
) -> AuditEntry:
    """Write down a change; inside the transaction that makes it.

    Args:
        user: whose things were changed.
        action: "rule.changed": what it was, and what was done.
        about: the row, where it is one.
        changes: field -> [before, after]; see `difference`. Never a secret.
        undo: the request that takes it back; see `request_of`.
        name: what to call the row, else what it calls itself.
        details: counts and the like.
    """
    actor = _actor.get()
    return AuditEntry.objects.create(
        user=user,
        by=actor.by,
        by_id=actor.id,
        by_name=actor.name,
        action=action,
        object_id=getattr(about, "public_id", None),
        object_name=(str(about) if name is None and about else name or "")[:120],
        changes=dict(changes or {}),
        details={key: value for key, value in details.items() if value is not None},
        undo=dict(undo) if undo else None,
    )


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the fields whose value has changed, with both values."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def columns_of(row: Model, *names: str) -> dict[str, Any]:
    """Return some columns of a row as they are now."""
    return {name: getattr(row, name) for name in names}


def request_of(method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a request to the API that takes something back; `path` comes after /api/v1/."""
    return {"method": method, "path": path, "body": dict(body) if body else None}
