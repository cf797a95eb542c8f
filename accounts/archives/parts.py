"""What goes into an archive: one declaration for each model, in a module `portable` of the app that has the model.

    declare(Part(Trip, "trips", currency=None))

A model's columns come along by themselves, new ones too. Rows that other rows refer to need a `public_id`. A model
with an owner that is not exported says why, in `leave_out`; a test holds every model to one or the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from accounts.models import User


@dataclass(frozen=True)
class Part:
    """One table of an archive.

    Attributes:
        model: whose rows.
        name: of its files.
        owner: the path from a row to its user.
        only: the columns that go along; all but the keys where it is empty.
        without: columns that do not.
        renames: columns in which the ids of other rows occur; they get the new ones when they are restored.
        fixed: columns that a restored row has in any case.
        labels: what the CSV shows instead of an id: {"account": "account__name"}.
        bulky: JSON columns that are left out of the CSV.
        currency: the path to the currency of the `_minor` columns; empty where the row has none.
        rows: which rows go along, where it is not all.
        restored: whether it comes back; else it is for reading.
        fills: whether an account with such rows is no empty one.
        check: raises any error for a row that the product could not show, given its columns; needed for JSON columns,
            so that a hostile file cannot bring what a screen falls over.
    """

    model: type[Model]
    name: str
    owner: str = "user"
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    renames: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    bulky: tuple[str, ...] = ()
    currency: str = "currency"
    rows: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    restored: bool = True
    fills: bool = True
    check: Callable[[Mapping[str, Any]], None] | None = None

    @cached_property
    def fields(self) -> list["Field[Any, Any]"]:
        """The columns that go along, `public_id` first."""
        known = {one.name: one for one in self.model._meta.concrete_fields}
        if self.only:
            return [known[name] for name in self.only]
        left_out = {self.model._meta.pk.name, *self.without}
        mine = [one for one in known.values() if one.name not in left_out and one.related_model is not User]
        return sorted(mine, key=lambda one: one.name != "public_id")

    @cached_property
    def named(self) -> bool:
        """Whether its rows have an id that others can refer to."""
        return any(one.name == "public_id" for one in self.fields)

    def of(self, user: User) -> QuerySet[Any]:
        """Return the rows of a user, oldest first."""
        mine = self.model._base_manager.filter(**{self.owner: user.pk})
        return (self.rows(mine) if self.rows else mine).order_by("pk")


def told_as(one: "Field[Any, Any]") -> str:
    """Return what a column is called in an archive."""
    return "id" if one.name == "public_id" else one.name


def path_of(one: "Field[Any, Any]") -> str:
    """Return where its value is found: of a foreign key the other row's public id."""
    return f"{one.name}__public_id" if isinstance(one, ForeignKey) else one.name


_parts: list[Part] = []
_left_out: dict[str, str] = {}
_afterwards: list[Callable[[User], None]] = []


def declare(*parts: Part) -> None:
    """Let models go along; those that others refer to first."""
    _parts.extend(parts)


def leave_out(**reasons: str) -> None:
    """Say why a model with an owner does not go along: leave_out(finance_waitingupload="...")."""
    _left_out.update({label.replace("_", ".", 1): reason for label, reason in reasons.items()})


def afterwards(*done: Callable[[User], None]) -> None:
    """Say what is to be done once somebody's rows are restored, in the same transaction."""
    _afterwards.extend(done)


@cache
def all_parts() -> tuple[Part, ...]:
    """Return what goes into an archive, in the order in which it can be restored."""
    autodiscover_modules("portable")
    return tuple(_parts)


def left_out() -> Mapping[str, str]:
    """Return the models that do not go along, with the reason."""
    all_parts()
    return _left_out


def tidy(user: User) -> None:
    """Do what is to be done after a restoration."""
    for done in _afterwards:
        done(user)


def owned_models(models: list[type[Model]]) -> set[type[Model]]:
    """Return the models whose rows belong to a user, directly or through other rows."""
    owned: set[type[Model]] = {get_user_model()}
    while True:
        more = {
            model
            for model in models
            if model not in owned
            and any(isinstance(one, ForeignKey) and one.related_model in owned for one in model._meta.concrete_fields)
        }
        if not more:
            return owned
        owned |= more
