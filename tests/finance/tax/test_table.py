"""The reviewed tables: their form, their sources, and their sums against those that the authority prints."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from pydantic import BaseModel

from finance.tax.table import (
    FOLDER,
    BadTable,
    Bracket,
    Sourced,
    Table,
    latest_table,
    mileage_rate,
    read_table,
    table_on,
    tables,
)

D = Decimal
# What the tables of the revenue procedures print as the tax at the start of each bracket, from the second on.
PRINTED = {
    ("2024", "single"): "1160 5426 17168.50 39110.50 55678.50 183647.25",
    ("2024", "head_of_household"): "1655 7241 15469 37417 53977 181954.50",
    ("2024", "married_jointly"): "2320 10852 34337 78221 111357 196669.50",
    ("2024", "married_separately"): "1160 5426 17168.50 39110.50 55678.50 98334.75",
    ("2025", "single"): "1192.50 5578.50 17651 40199 57231 188769.75",
    ("2025", "head_of_household"): "1700 7442 15912 38460 55484 187031.50",
    ("2025", "married_jointly"): "2385 11157 35302 80398 114462 202154.50",
    ("2025", "married_separately"): "1192.50 5578.50 17651 40199 57231 101077.25",
    ("2026", "single"): "1240 5800 17966 41024 58448 192979.25",
    ("2026", "head_of_household"): "1770 7740 16155 39207 56631 191171",
    ("2026", "married_jointly"): "2480 11600 35932 82048 116896 206583.50",
    ("2026", "married_separately"): "1240 5800 17966 41024 58448 103291.75",
}


def blocks(table: Table) -> Iterator[BaseModel]:
    for name in Table.model_fields:
        value = getattr(table, name)
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, BaseModel))


def starts(rows: list[Bracket]) -> list[Decimal]:
    total, low, found = D(0), D(0), []
    for row in rows[:-1]:
        assert row.up_to is not None
        total, low = total + (row.up_to - low) * row.rate, row.up_to
        found.append(total)
    return found


@pytest.mark.parametrize("table", tables(), ids=lambda table: f"{table.country}-{table.year}")
def test_each_value_names_its_source_and_the_day_it_was_checked(table: Table) -> None:
    for block in blocks(table):
        assert isinstance(block, Sourced)
        assert table.first_on - timedelta(days=500) < block.checked_on


@pytest.mark.parametrize("table", tables(), ids=lambda table: f"{table.country}-{table.year}")
def test_a_year_hangs_together(table: Table) -> None:
    assert 365 <= table.days <= 366
    for before, after in pairwise(table.mileage):
        assert after.first_on == before.last_on + timedelta(days=1)
    if table.mileage:
        assert (table.mileage[0].first_on, table.mileage[-1].last_on) == (table.first_on, table.last_on)
    if table.standard_deduction and table.additional_medicare:
        assert set(table.statuses) == set(table.standard_deduction.amounts) == set(table.additional_medicare.over)
    if table.instalments:
        rows = table.instalments.rows
        assert all(a.due_on < b.due_on and a.share < b.share for a, b in pairwise(rows))
        assert all(table.first_on <= row.through <= row.due_on for row in rows)
        assert all(row.due_on.isoweekday() <= 5 for row in rows) or table.country == "IN"


@pytest.mark.parametrize(("year", "status"), PRINTED)
def test_the_brackets_come_to_what_the_authority_prints(year: str, status: str) -> None:
    table = next(one for one in tables() if (one.country, one.year) == ("US", year))
    assert table.income_tax is not None
    assert starts(table.income_tax.brackets[status]) == [D(text) for text in PRINTED[year, status].split()]


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        ("2022-06-30", "0.585"),
        ("2022-07-01", "0.625"),
        ("2023-05-05", "0.655"),
        ("2024-02-29", "0.67"),
        ("2025-12-31", "0.70"),
        ("2026-06-30", "0.725"),
        ("2026-07-01", "0.76"),
    ],
)
def test_the_mileage_rate_is_that_of_the_day(on: str, rate: str) -> None:
    found = mileage_rate("US", date.fromisoformat(on))
    assert found is not None
    assert found.rate == D(rate)


def test_a_year_that_is_not_known_is_not_guessed() -> None:
    assert table_on("US", date(2031, 5, 5)) is None
    assert mileage_rate("US", date(2031, 5, 5)) is None
    assert mileage_rate("IN", date(2026, 5, 5)) is None
    latest = latest_table("US")
    assert latest is not None
    assert latest.year == "2026"
    assert latest_table("FR") is None


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('rate: "0.10"', "rate: 0.10", "between quotes"),
        ("up_to: 50400", "up_to: 5", "brackets rise"),
        ('source: "IRS Notice 2026-10"', 'source: ""', "mileage.0.source"),
        ("currency: USD", "currency: USD\nguess: 1", "guess"),
        ("country: US", "country: [", "no YAML"),
    ],
)
def test_a_table_that_is_not_of_the_form_is_refused(before: str, after: str, place: str) -> None:
    text = (FOLDER / "us-2026.yaml").read_text(encoding="utf-8").replace(before, after)
    with pytest.raises(BadTable, match=place):
        read_table(text, "us-2026.yaml")


def test_mileage_rates_change_on_the_first_of_a_month() -> None:
    for table in tables():
        assert all(rate.first_on.day == 1 and (rate.last_on + timedelta(days=1)).day == 1 for rate in table.mileage)
