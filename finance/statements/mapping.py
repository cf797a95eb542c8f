"""What a person says of a table that is not understood: which column is what, and how its cells are written."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from finance.statements.columns import folded
from finance.statements.parsed import MAX_COLUMNS
from kit.errors import Invalid

Place = Annotated[int, Field(ge=0, lt=MAX_COLUMNS)]


class MappedColumns(BaseModel):
    """The column, counted from 0, of each thing; a statement of a bank has amounts, one of a platform gross or net."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    date: Place
    memo: list[Place] = Field(default=[], max_length=MAX_COLUMNS)
    amount: Place | None = None
    debit: Place | None = None
    credit: Place | None = None
    balance: Place | None = None
    currency: Place | None = None
    id: Place | None = None
    side: Place | None = None
    gross: Place | None = None
    fee: Place | None = None
    tip: Place | None = None
    net: Place | None = None
    payout: Place | None = None
    jobs: Place | None = None
    distance: Place | None = None
    time: Place | None = None

    @property
    def of_platform(self) -> bool:
        """Whether a platform's earnings are told."""
        return self.gross is not None or self.net is not None

    @model_validator(mode="after")
    def _has_money(self) -> "MappedColumns":
        of_bank = any(place is not None for place in (self.amount, self.debit, self.credit))
        if of_bank == self.of_platform:
            raise ValueError("name either amount, debit or credit columns, or gross or net columns")
        return self


class TableMapping(BaseModel):
    """A person's reading of one kind of file.

    Attributes:
        decimal: the decimal sign; None finds it out.
        sign: inverted where money out is written as positive, as card statements do.
        platform: whose earnings they are, for platform columns.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    columns: MappedColumns
    day_first: bool | None = None
    decimal: Literal[".", ","] | None = None
    sign: Literal["as_written", "inverted"] = "as_written"
    platform: str = Field(default="", max_length=40, pattern=r"^[a-z0-9_]*$")
    distance_unit: Literal["km", "mi", "m"] = "km"
    time_unit: Literal["hours", "minutes"] = "hours"


def mapping_from(said: str) -> TableMapping:
    """Read a mapping as the API takes it, JSON.

    Raises:
        Invalid: it is none; says where.
    """
    try:
        return TableMapping.model_validate_json(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "mapping"
        told = f"{place}: {first['msg']}"
        raise Invalid(f"The mapping is not understood: {told}.", fields={"mapping": told}) from error


def signature_of(cells: Sequence[str]) -> str:
    """Return what a header is remembered by: its words, whatever their case and punctuation."""
    return hashlib.sha256("|".join(folded(cell) for cell in cells).encode()).hexdigest()


def headless_signature(width: int) -> str:
    """Return what a table without a header is remembered by: its width."""
    return hashlib.sha256(f"no header, {width} columns".encode()).hexdigest()
