"""Earnings statements of platforms: gross, tip, fee and payout of each line."""

from datetime import date
from decimal import Decimal

import pytest

from finance.statements import earnings
from finance.statements.layouts import FOLDER, BadLayout, layouts, read_layout
from finance.statements.parsed import ParsedStatement, Row, TooLarge
from finance.statements.platform_table import find_layout
from finance.statements.read import read_statement
from finance.statements.table import Line
from tests.samples import sample

D = Decimal
PLATFORMS = ["uber", "lyft", "doordash", "deliveroo", "upwork", "airbnb", "generic"]


def parts(parsed: ParsedStatement) -> list[tuple[int, str, str]]:
    return [(row.line, row.part, str(row.amount)) for row in parsed.rows]


def read(name: str) -> ParsedStatement:
    return read_statement(sample(f"{name}.csv"))


def wallet(parsed: ParsedStatement) -> Decimal:
    return sum((row.amount for row in parsed.rows), D(0))


@pytest.mark.parametrize("name", PLATFORMS)
def test_each_platform_is_recognised_by_its_words(name: str) -> None:
    parsed = read(name)
    assert {row.platform for row in parsed.rows} == {"bolt" if name == "generic" else name}
    assert all(row.part and row.kind for row in parsed.rows)
    assert parsed.rejected == []


def test_uber_tells_what_the_service_fee_left() -> None:
    parsed = read("uber")
    assert parts(parsed) == [
        (2, "gross", "10.00"),
        (2, "tip", "2.00"),
        (2, "fee", "-2.50"),
        (3, "gross", "10.00"),
        (3, "fee", "-2.50"),
        (3, "refund", "1.50"),
        (3, "cash", "-10.00"),
        (4, "payout", "-8.50"),
    ]
    assert wallet(parsed) == 0
    assert {row.posted_on for row in parsed.rows} == {date(2026, 10, 5), date(2026, 10, 12)}
    assert sum(row.jobs or 0 for row in parsed.rows) == 2


def test_airbnb_pays_out_on_lines_of_its_own() -> None:
    parsed = read("airbnb")
    assert parts(parsed) == [
        (2, "payout", "-582.00"),
        (3, "gross", "400.00"),
        (3, "fee", "-12.00"),
        (4, "gross", "200.00"),
        (4, "fee", "-6.00"),
        (5, "gross", "-50.00"),
        (6, "gross", "100.00"),
        (6, "fee", "-6.00"),
    ]
    assert parsed.currency == "EUR"
    doubts = {row.line: row.doubt for row in parsed.rows if row.doubt}
    assert doubts == {6: "Gross 100.00 less fee 6.00 plus tip 0 is not the net 90.00"}


def test_upwork_lines_are_what_their_type_says() -> None:
    parsed = read("upwork")
    assert [row.part for row in parsed.rows] == ["gross", "fee", "gross", "tip", "payout", "fee"]
    assert wallet(parsed) == D("29.00")
    assert [row.doubt for row in parsed.rows][-1] == "The type “Something New” is not known"


def test_doordash_adds_up_its_kinds_of_pay_and_tells_the_work() -> None:
    first = read("doordash").rows[0]
    assert (first.amount, first.jobs, first.distance_m, first.minutes) == (D("36.00"), 6, 34_601, 210)
    assert read("doordash").rows[2].minutes == 65


def test_lyft_lines_that_do_not_add_up_are_kept_as_they_are() -> None:
    parsed = read("lyft")
    assert [(row.part, row.amount) for row in parsed.rows if row.line == 3] == [
        ("gross", D("10.00")),
        ("fee", D("-2.00")),
    ]
    assert [bool(row.doubt) for row in parsed.rows] == [False, False, False, True, True]
    assert parsed.rows[0].distance_m == 16_093


def test_deliveroo_writes_decimal_commas() -> None:
    parsed = read("deliveroo")
    assert [(row.part, row.amount, row.minutes, row.jobs) for row in parsed.rows[:2]] == [
        ("gross", D("46.50"), 270, 9),
        ("tip", D("3.20"), None, 0),
    ]


def test_plain_words_make_each_line_a_payout() -> None:
    parsed = read("generic")
    assert parts(parsed)[:4] == [
        (2, "gross", "500.00"),
        (2, "tip", "20.00"),
        (2, "fee", "-125.00"),
        (2, "payout", "-395.00"),
    ]
    assert parsed.reading["footer_lines"] == 1
    assert parsed.rows[-1].doubt.startswith("Gross 400.00 less fee 100.00 plus tip 10.00 is not the net 300.00")
    assert (parsed.rows[0].distance_m, parsed.rows[0].minutes) == (410_500, 1800)


def test_fees_written_as_negative_are_the_same_fees() -> None:
    turned = sample("generic.csv").replace(b",125.00,", b",-125.00,").replace(b",100.00,", b",-100.00,")
    assert parts(read_statement(turned)) == parts(read("generic"))


def test_a_wallets_own_statement_with_balances_is_no_earnings_statement() -> None:
    text = b"Date,Name,Gross,Fee,Net,Balance\n2026-10-03,Client,100.00,-3.00,97.00,97.00\n2026-10-14,Tea,-4.00,0.00,-4.00,93.00\n"
    rows: list[Row] = read_statement(text).rows
    assert [(row.amount, row.balance, row.part) for row in rows] == [
        (D("97.00"), D("97.00"), ""),
        (D("-4.00"), D("93.00"), ""),
    ]


BANKS = {
    "an app bank": "Transaction ID,Date,Time,Type,Name,Category,Amount,Currency,Notes",
    "another app bank": "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
    "a wallet": "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,Balance",
    "a shop": "Date,Orders,Total sales,Amount",
    "a card": "Date,Description,Category,Type,Amount,Memo,Reference",
    "gross alone": "Date,Description,Gross amount,Amount",
}


@pytest.mark.parametrize("header", BANKS.values(), ids=BANKS)
def test_other_statements_are_not_taken_for_a_platforms(header: str) -> None:
    assert find_layout([Line(1, tuple(header.split(",")))], day_first=None) is None


def test_the_limit_of_rows_is_that_of_the_transactions_they_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earnings, "MAX_ROWS", 7)
    with pytest.raises(TooLarge):
        read("generic")


def test_every_shipped_file_is_of_the_form() -> None:
    assert len(layouts()) == len(list(FOLDER.glob("*.yaml"))) == 7
    assert sorted(layout.platform for layout in layouts()) == sorted(
        name for name in [*PLATFORMS, ""] if name != "generic"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("platform: [", "x.yaml is no YAML"),
        ("- 1", "x.yaml: the file:"),
        ("platform: x\ntitle: X\nneeds: [A]\ncolumns: {gross: [B]}", "columns.date: Field required"),
        ("platform: x\ntitle: X\nneeds: [A]\ncolumns: {date: [B]}", "one of `gross`, `net`"),
        ("platform: x\ntitle: X\nneeds: [A]\ncolumns: {date: [B], gros: [C]}", "columns.gros: Extra inputs"),
        ("platform: x\ntitle: X\nneeds: [A]\ncolumns: {date: [B]}\ntypes: {a: gross}", "types: they need"),
        (
            "platform: x\ntitle: X\nneeds: [A]\ncolumns: {date: [B], gross: [C]}\ntypes: {a: income}",
            "types.a: Input should be",
        ),
        ("platform: X Y\ntitle: X\nneeds: [A]\ncolumns: {date: [B], gross: [C]}", "platform: String should match"),
    ],
)
def test_a_file_that_is_not_of_the_form_says_where(text: str, told: str) -> None:
    with pytest.raises(BadLayout, match=r"^x\.yaml") as refused:
        read_layout(text, "x.yaml")
    assert told in str(refused.value)
