"""Workbooks, written by an independent library, and those that mean harm."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.utils import datetime as serials

from finance.statements import zip_guard
from finance.statements.choices import Choices
from finance.statements.parsed import NotAStatement, SeveralAccounts, TooLarge, UnknownColumns
from finance.statements.read import read_statement
from finance.statements.xlsx import serial_date

D = Decimal
serial: Callable[..., float] = serials.to_excel
ROWS: list[Sequence[object]] = [
    ["Date", "Description", "Amount", "Balance"],
    [date(2026, 10, 3), "Fuel", -45.1, 954.9],
    [datetime(2026, 10, 14, 9, 30), "Payout", 1234.567 - 0.007, 2189.46],  # noqa: DTZ001 - workbooks know no time zones
]
WANTED = [(date(2026, 10, 3), D("-45.1"), "Fuel"), (date(2026, 10, 14), D("1234.56"), "Payout")]


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*sheets: Iterable[Iterable[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(list(row))
    return book


def essence(content: bytes, choices: Choices | None = None) -> list[tuple[date, Decimal, str]]:
    return [(row.posted_on, row.amount, row.memo) for row in read_statement(content, choices).rows]


def test_a_workbook_is_read_as_a_table() -> None:
    parsed = read_statement(saved(workbook(ROWS)))
    assert (parsed.format, parsed.reading["sheet"], parsed.rejected) == ("xlsx", "Sheet 1", [])
    assert essence(saved(workbook(ROWS))) == WANTED
    assert [row.balance for row in parsed.rows] == [D("954.9"), D("2189.46")]
    assert [row.line for row in parsed.rows] == [2, 3]


def test_days_since_1904_are_other_numbers_of_the_same_days() -> None:
    book = workbook(ROWS)
    book.epoch = serials.CALENDAR_MAC_1904
    assert essence(saved(book)) == WANTED


@pytest.mark.parametrize(
    "day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2026, 10, 3), date(2099, 12, 31)]
)
def test_serial_numbers_are_the_days_that_the_library_means(day: date) -> None:
    assert serial_date(serial(day), since_1904=False) == day
    if day.year > 1904:
        assert serial_date(serial(day, epoch=serials.CALENDAR_MAC_1904), since_1904=True) == day


def test_text_cells_are_read_like_those_of_a_csv() -> None:
    rows: list[list[object]] = [
        ["Datum", "Text", "Betrag"],
        ["03.10.2026", "Fuel", "-45,10"],
        ["14.10.2026", "Payout", "1.234,56"],
    ]
    assert essence(saved(workbook(rows))) == WANTED


def test_three_decimals_are_no_group_of_thousands() -> None:
    rows: list[list[object]] = [["Date", "Description", "Amount", "Currency"], [date(2026, 10, 3), "Tea", 1.234, "KWD"]]
    assert read_statement(saved(workbook(rows))).rows[0].amount == D("1.234")


def test_a_preamble_blank_rows_and_gaps_are_borne() -> None:
    book = workbook([])
    sheet = book.worksheets[0]
    sheet["B2"] = "My bank"
    for row, values in enumerate(ROWS, 5):
        for column, value in enumerate(values, 3):
            sheet.cell(row, column).value = value  # type: ignore[assignment]  # dates, texts and numbers
    assert essence(saved(book)) == WANTED
    assert [row.line for row in read_statement(saved(book)).rows] == [6, 7]


def test_shared_strings_and_their_runs_are_read() -> None:
    strings = b"<sst><si><t>Date</t></si><si><r><t>Fu</t></r><r><t>el</t></r><rPh><t>x</t></rPh></si></sst>"
    inline = b'<c r="B2" t="inlineStr"><is><t>Fuel</t></is></c>'
    for index, wanted in ((b"1", WANTED), (b"9", [(WANTED[0][0], WANTED[0][1], ""), WANTED[1]])):
        cell = b'<c r="B2" t="s"><v>' + index + b"</v></c>"
        content = saved(workbook(ROWS))
        more = {"xl/sharedStrings.xml": strings}
        assert essence(rewritten(content, "xl/worksheets/sheet1.xml", (inline, cell), more=more)) == wanted


def test_several_statements_are_asked_about_and_other_sheets_are_not() -> None:
    notes: list[Sequence[object]] = [["Notes"], ["Nothing here"]]
    assert essence(saved(workbook(notes, ROWS, []))) == WANTED
    both = saved(workbook(ROWS, ROWS[:2]))
    with pytest.raises(SeveralAccounts) as refused:
        read_statement(both)
    assert refused.value.details == {"sections": ["Sheet 1", "Sheet 2"]}
    assert essence(both, Choices(section="Sheet 2")) == WANTED[:1]
    with pytest.raises(SeveralAccounts):
        read_statement(both, Choices(section="Sheet 3"))


def test_hidden_sheets_are_left_alone() -> None:
    book = workbook(ROWS, ROWS)
    book.worksheets[1].sheet_state = "hidden"
    assert essence(saved(book)) == WANTED


def test_columns_that_are_not_understood_are_shown() -> None:
    rows: list[list[object]] = [["When", "What", "How much"], [date(2026, 10, 3), "Fuel", -45.1]]
    with pytest.raises(UnknownColumns) as refused:
        read_statement(saved(workbook(rows)))
    assert refused.value.details["header"] == ["When", "What", "How much"]


def rewritten(content: bytes, name: str, *changes: tuple[bytes, bytes], more: dict[str, bytes] | None = None) -> bytes:
    """Return the workbook with a member changed, and others added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in set(old.namelist()) - set(more or {}):
            text = old.read(member)
            for before, after in changes if member == name else ():
                assert before in text
                text = text.replace(before, after)
            new.writestr(member, text)
        for member, text in (more or {}).items():
            new.writestr(member, text)
    return out.getvalue()


def test_a_bomb_is_stopped_while_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    swollen = b"<row>" + b" " * 3_000_000 + b"</row></sheetData>"
    bomb = rewritten(saved(workbook(ROWS)), "xl/worksheets/sheet1.xml", (b"</sheetData>", swollen))
    with pytest.raises(TooLarge, match="swells"):
        read_statement(bomb)
    monkeypatch.setattr(zip_guard, "MAX_UNPACKED", 1000)
    with pytest.raises(TooLarge, match="swells"):
        read_statement(saved(workbook(ROWS)))


def test_what_a_member_declares_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    lying = bytearray(
        rewritten(
            saved(workbook(ROWS)), "xl/worksheets/sheet1.xml", (b"</sheetData>", b" " * 3_000_000 + b"</sheetData>")
        )
    )
    size = len(zipfile.ZipFile(BytesIO(lying)).read("xl/worksheets/sheet1.xml")).to_bytes(4, "little")
    assert lying.count(size) == 2
    told = bytes(lying.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises((TooLarge, NotAStatement)):
        read_statement(told)


def test_many_members_are_refused() -> None:
    many = rewritten(saved(workbook(ROWS)), "", more={f"x{number}": b"" for number in range(600)})
    with pytest.raises(TooLarge):
        read_statement(many)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        ("xl/workbook.xml", b"<sheets>", b"<sheets><"),
        ("xl/_rels/workbook.xml.rels", b"sheet1.xml", b"../../../etc/passwd"),
    ],
)
def test_broken_or_hostile_members_are_refused(name: str, before: bytes, after: bytes) -> None:
    content = saved(workbook(ROWS))
    with pytest.raises(NotAStatement):
        read_statement(rewritten(content, name, (before, after)))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, saved(workbook(ROWS))[:-100], saved(workbook([]))]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NotAStatement):
        read_statement(content)


def test_another_zip_file_is_named_as_such() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("statement.csv", "Date,Amount\n")
    with pytest.raises(NotAStatement, match="Unpack it"):
        read_statement(out.getvalue())
