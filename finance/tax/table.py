"""The reviewed tables, one YAML file for each country and year in `tables/`: each value with its source.

What is not in them is not known, and is never guessed: the user then sets a percentage of their own.
"""

from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent / "tables"


class BadTable(ValueError):
    """A table is not as it has to be; says which and where."""


def _exact(value: object) -> Decimal:
    """Take whole numbers and text: a YAML float has lost its exactness already."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("write it as a whole number or between quotes")
    return Decimal(value)


Exact = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0)]
Share = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=2)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Strict):
    """Values that one document tells, and when somebody last looked there."""

    source: str = Field(min_length=8, max_length=200)
    checked_on: date


class MileageRate(Sourced):
    """What one unit of business driving deducts, on the days first_on..last_on."""

    first_on: date
    last_on: date
    rate: Exact
    unit: Literal["mi", "km"]


class Amount(Sourced):
    amount: Exact


class Rate(Sourced):
    rate: Share


class SelfEmployment(Sourced):
    """Tax on net earnings: `share` of them is taxed, from `least_net` on; `deductible` of the tax lowers income."""

    share: Share
    social_security: Share
    medicare: Share
    least_net: Exact
    deductible: Share


class AdditionalMedicare(Rate):
    over: dict[str, Exact]


class Deduction(Sourced):
    amounts: dict[str, Exact]


class Bracket(Strict):
    """Income up to an amount, the last without end, and its rate."""

    up_to: Exact | None
    rate: Share


class IncomeTax(Sourced):
    brackets: dict[str, list[Bracket]]

    @model_validator(mode="after")
    def _rise(self) -> "IncomeTax":
        for name, rows in self.brackets.items():
            ends = [row.up_to for row in rows[:-1]]
            if rows[-1].up_to is not None or None in ends or any(a >= b for a, b in pairwise(filter(None, ends))):
                raise ValueError(f"{name}: brackets rise, and the last alone has no end")
        return self


class Rebate(Sourced):
    """Tax that is waived up to an income; over it the tax is at most what the income is over it."""

    income_limit: Exact
    most: Exact
    marginal_relief: bool


class Scheme(Strict):
    """Profit as a share of receipts, up to so many of them."""

    share: Share
    receipts_up_to: Exact


class Presumptive(Sourced):
    schemes: dict[str, Scheme]


class SafeHarbour(Sourced):
    """The share of a year's tax whose payment in time costs no penalty."""

    this_year: Share
    last_year: Share
    last_year_high_income: Share


class Instalment(Strict):
    """A day on which a share of the year's tax is due, all earlier ones included.

    Attributes:
        through: income up to this day counts.
        times: what makes a year of it; without it, the days of the year over the days gone.
    """

    due_on: date
    through: date
    times: Exact | None = None
    share: Share


class Instalments(Sourced):
    """Due dates; none where the year's tax is under `least_tax`."""

    least_tax: Exact
    rows: list[Instalment] = Field(min_length=1)
    presumptive_rows: list[Instalment] = []


class Table(Strict):
    """One country's tax year. A part that is absent is not known."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    year: str
    first_on: date
    last_on: date
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    mileage: list[MileageRate] = []
    self_employment: SelfEmployment | None = None
    wage_base: Amount | None = None
    additional_medicare: AdditionalMedicare | None = None
    standard_deduction: Deduction | None = None
    income_tax: IncomeTax | None = None
    rebate: Rebate | None = None
    cess: Rate | None = None
    known_up_to: Amount | None = None
    presumptive: Presumptive | None = None
    safe_harbour: SafeHarbour | None = None
    instalments: Instalments | None = None
    not_counted: list[str] = []

    @property
    def statuses(self) -> list[str]:
        """How people file."""
        return list(self.income_tax.brackets) if self.income_tax else []

    @property
    def days(self) -> int:
        """The days of the year."""
        return (self.last_on - self.first_on).days + 1


def read_table(text: str, name: str) -> Table:
    """Read one table.

    Raises:
        BadTable: it is no YAML, or not of the form; the message names the file and the place.
    """
    try:
        return Table.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BadTable(f"{name} is no YAML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadTable(f"{name}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from error


@cache
def tables() -> tuple[Table, ...]:
    """Return every table, oldest first."""
    found = [read_table(path.read_text(encoding="utf-8"), path.name) for path in FOLDER.glob("*.yaml")]
    return tuple(sorted(found, key=lambda table: (table.country, table.first_on)))


def table_on(country: str, on: date) -> Table | None:
    """Return the table of a country's tax year that holds a day; None where it is not known."""
    return next((one for one in tables() if one.country == country and one.first_on <= on <= one.last_on), None)


def latest_table(country: str) -> Table | None:
    """Return the newest table of a country that tells its income tax; to be shown as such, never used for another."""
    known = [one for one in tables() if one.country == country and one.income_tax]
    return known[-1] if known else None


def countries() -> list[str]:
    """Return the countries with a table."""
    return sorted({one.country for one in tables() if one.income_tax})


def mileage_rate(country: str, on: date) -> MileageRate | None:
    """Return the rate of a trip's day; None where there is none, or it is not known."""
    table = table_on(country, on)
    return next((one for one in table.mileage if one.first_on <= on <= one.last_on), None) if table else None
