"""Whatever the bytes: a statement, or one of the readers' own refusals with a sentence; never anything else."""

import time
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from finance.statements.choices import Choices
from finance.statements.parsed import (
    MAX_MEMO,
    NotAStatement,
    ParsedStatement,
    SeveralAccounts,
    TooLarge,
    UnknownColumns,
)
from finance.statements.read import read_statement
from kit.errors import Refusal
from tests.samples import HERE, sample

REFUSALS = (NotAStatement, TooLarge, SeveralAccounts, UnknownColumns)
FILES = sorted(path.name for path in HERE.iterdir() if path.is_file() and path.suffix != ".py")
WORDS = [
    b"<STMTTRN>",
    b"</OFX>",
    b"&amp;",
    b"!Type:Bank\n",
    b"^\n",
    b":61:",
    b"\n:86:?20",
    b"<Ntry>",
    b"]]>",
    b"\x00",
    b"\xff\xfe",
]
WORDS += [
    b"(45.10)",
    b"1,23,456.78",
    b"99999999999999999999999999",
    b"0E+999999999",
    b"-",
    b'"',
    b";",
    b"\t",
    b"29.02.2023",
    b"\xe2\x88\x92",
]


def workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in (["Date", "Text", "Amount"], ["2026-10-03", "Fuel", -45.1], ["2026-10-14", "Payout", 1234.56]):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


SEEDS = [*map(sample, FILES), workbook()]


def read_or_refusal(content: bytes, choices: Choices | None) -> ParsedStatement | Refusal:
    try:
        return read_statement(content, choices)
    except REFUSALS as refusal:
        return refusal


def is_read_or_refused(content: bytes, choices: Choices | None = None) -> None:
    parsed = read_or_refusal(content, choices)
    if isinstance(parsed, Refusal):
        assert parsed.message
        assert parsed.code
        return
    assert parsed.rows
    places = [(row.line, row.part) for row in parsed.rows]
    assert len(set(places)) == len(places)
    for row in parsed.rows:
        assert isinstance(row.amount, Decimal)
        assert row.amount.is_finite()
        assert row.amount
        assert len(row.memo) <= MAX_MEMO
        assert len(row.external_id) <= 120
        assert 1900 <= row.posted_on.year <= 2100
    assert all(line.reason and line.line > 0 for line in parsed.rejected)


@settings(max_examples=600, deadline=None)
@given(st.binary(max_size=2000))
@example(b"PK\x03\x04")
@example(b"OFXHEADER")
@example(b"!Type:Bank\nD1\n")
def test_any_bytes(content: bytes) -> None:
    is_read_or_refused(content)


@settings(max_examples=600, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,;:-+/'\"()|\t\n\r <>&?!^DTPMN€éA日 "), max_size=600))
def test_any_text_of_the_signs_that_statements_are_made_of(text: str) -> None:
    is_read_or_refused(text.encode())
    is_read_or_refused(b"Date,Description,Amount\n" + text.encode())
    is_read_or_refused(b"!Type:Bank\n" + text.encode())
    is_read_or_refused(b":20:1\n:25:1\n:60F:C261001EUR1,00\n:61:" + text.encode())
    is_read_or_refused(b"OFXHEADER:100\n<OFX><STMTRS><STMTTRN>" + text.encode())


HEADER = b"Date,Description,Amount\n"
FIELD = b":20:1\n:25:1\n:60F:C260101EUR0,00\n:61:2601010101D1,00NTRF\n:86:"
HOSTILE = {
    "quotes without end": HEADER + b'"' * 5_000_000,
    "an amount of many digits": HEADER + b"2026-01-01,x," + b"9" * 900_000,
    "a date of many blanks": HEADER + b"2026-01-01" + b" " * 900_000 + b"x,x,1.00\n",
    "a header of brackets": b"Date," + b"(" * 900_000 + b",Amount\n2026-01-01,x,1.00\n",
    "one line": b"1," * 5_000_000,
    "signs that open tags": b"OFXHEADER:100 <OFX><STMTRS>" + b"<" * 5_000_000,
    "tags that nobody closes": b"OFXHEADER:100 <OFX><STMTRS>" + b"<PAYEE>" * 400_000 + b"</X>" * 400_000,
    "a field of many lines": FIELD + b"x\n" * 3_000_000,
    "subfields without end": FIELD + b"105?20" + b"?20SVWZ+" * 500_000,
    "lines of no record": b"!Type:Bank\n" + b"x\n" * 3_000_000,
    "nested without end": b"<Document>camt.053" + b"<a>" * 1_000_000,
    "an entry of many elements": b"<Document xmlns='camt.053'><B><Stmt><Ntry>" + b"<a/>" * 1_500_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_cost_time_costs_little(content: bytes) -> None:
    started = time.process_time()
    is_read_or_refused(content)
    assert time.process_time() - started < 20  # seconds of this process; those that grew with the square took hours


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw a sample with a few places cut out, doubled, overwritten or exchanged for another sample's."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 200)))
        way = draw(st.sampled_from(["cut", "double", "word", "noise", "other", "flip"]))
        if way == "cut":
            content = content[:start] + content[end:]
        elif way == "double":
            content = content[:end] + content[start:end] + content[end:]
        elif way == "word":
            content = content[:start] + draw(st.sampled_from(WORDS)) + content[end:]
        elif way == "noise":
            content = content[:start] + draw(st.binary(max_size=30)) + content[end:]
        elif way == "other":
            content = content[:start] + draw(st.sampled_from(SEEDS))[start : start + 300] + content[end:]
        elif start < len(content):
            content = content[:start] + bytes([content[start] ^ (1 << draw(st.integers(0, 7)))]) + content[start + 1 :]
    return content


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated(), st.sampled_from([None, True, False]))
def test_any_sample_that_was_damaged(content: bytes, day_first: bool | None) -> None:
    is_read_or_refused(content, Choices(day_first=day_first))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SEEDS), st.sampled_from(["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "gb18030", "utf-32"]))
def test_any_sample_in_another_encoding(content: bytes, encoding: str) -> None:
    text = content.decode("utf-8", errors="replace")
    is_read_or_refused(text.encode(encoding, errors="replace"))


@pytest.mark.parametrize(
    ("name", "was", "is_now"),
    [("bank-xml.ofx", b"20261003", b"30261003"), ("camt053-08.xml", b"<Dt>2026", b"<Dt>3026")],
)
def test_a_year_of_no_statement_is_no_date(name: str, was: bytes, is_now: bytes) -> None:
    content = sample(name)
    assert was in content
    is_read_or_refused(content.replace(was, is_now))
