"""The earnings statements of platforms, one YAML file each in `platforms/`: which column is what."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FOLDER = Path(__file__).parent / "platforms"
Part = Literal["gross", "tip", "fee", "payout", "refund", "cash"]
Words = Annotated[str, Field(min_length=1, max_length=200)]  # alternatives are parted by "|"


class BadLayout(ValueError):
    """A platform's file is not as it has to be; says which and where."""


class LayoutColumns(BaseModel):
    """Header words of each thing. Several of money are added up; of others the first that holds something counts.

    `gross` is the base pay and `bonus` what comes on top; `fee` and `deduction` are kept back. `promised` is a bonus
    that the statement says was promised; `job` names the job where `id` names the line; `paused` is time in `time`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: list[Words] = Field(min_length=1)
    memo: list[Words] = []
    id: list[Words] = []
    job: list[Words] = []
    status: list[Words] = []
    currency: list[Words] = []
    gross: list[Words] = []
    bonus: list[Words] = []
    promised: list[Words] = []
    fee: list[Words] = []
    deduction: list[Words] = []
    tip: list[Words] = []
    net: list[Words] = []
    payout: list[Words] = []
    cash: list[Words] = []
    refund: list[Words] = []
    jobs: list[Words] = []
    distance: list[Words] = []
    time: list[Words] = []
    paused: list[Words] = []
    type: list[Words] = []
    amount: list[Words] = []


class Layout(BaseModel):
    """One platform's manner.

    Attributes:
        platform: its name in the ledger.
        needs: header words that must all be there for a file to be taken for this platform's.
        without: header words that must not be there.
        types: what a line's `amount` is, by the words of its `type`.
        payout: whether each line is paid out with its net; else payouts have a column or a type of their own.
        jobs: whether each line with pay is one job, where no column counts them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    platform: str = Field(pattern=r"^[a-z0-9_]{0,40}$")
    title: str = Field(min_length=1, max_length=80)
    needs: list[Words] = Field(min_length=1)
    without: list[Words] = []
    columns: LayoutColumns
    types: dict[str, Part] = {}
    payout: Literal["each_line", "own_lines"] = "own_lines"
    jobs: Literal["each_line", "column"] = "column"
    distance_unit: Literal["km", "mi", "m"] = "km"
    time_unit: Literal["hours", "minutes"] = "hours"
    day_first: bool | None = None


def read_layout(text: str, name: str) -> Layout:
    """Read one platform's file.

    Raises:
        BadLayout: it is no YAML, or not of the form; the message names the file and the place.
    """
    try:
        found = Layout.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BadLayout(f"{name} is no YAML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadLayout(f"{name}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from error
    columns = found.columns
    if found.types and not (columns.type and columns.amount):
        raise BadLayout(f"{name}: types: they need the columns `type` and `amount`")
    if not (columns.gross or columns.net or found.types):
        raise BadLayout(f"{name}: columns: one of `gross`, `net`, or `amount` with types is needed")
    return found


@cache
def layouts() -> tuple[Layout, ...]:
    """Return every platform's layout, those that need most words first, so that the most particular one is found."""
    found = [read_layout(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda layout: -len(layout.needs)))
