"""OFX, QIF, MT940 and CAMT: what each sample says, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from finance.statements.choices import Choices
from finance.statements.parsed import (
    MAX_BYTES,
    NotAStatement,
    ParsedStatement,
    SeveralAccounts,
    StatedBalance,
    TooLarge,
)
from finance.statements.read import read_statement
from tests.samples import sample

D = Decimal
Essence = tuple[str, str, str, str]

# sample -> format, currency, (day, amount, memo, id) of each row, (day, amount) of each stated balance
SAMPLES: dict[str, tuple[str, str | None, list[Essence], list[tuple[str, str]]]] = {
    "bank-sgml.ofx": (
        "ofx",
        "USD",
        [("2026-10-03", "-45.10", "Fuel & More", "A1"), ("2026-10-14", "1234.56", "Payout & bonus", "A2")],
        [("2026-10-31", "2000.00")],
    ),
    "bank-xml.ofx": (
        "ofx",
        "EUR",
        [
            ("2026-10-03", "-45.10", "Gasolinera Peña", "x-1"),
            ("2026-10-14", "1234.56", "Reparto S.L. Nómina", "x-2"),
            ("2026-10-30", "-7.00", "Café", ""),
        ],
        [("2026-10-31", "-12.00")],
    ),
    "card.qfx": (
        "ofx",
        "USD",
        [("2026-10-05", "-9.99", "Music & Film <3", "q1"), ("2026-10-06", "9.99", "Refund", "q2")],
        [("2026-10-31", "-9.99")],
    ),
    "quicken.qif": (
        "qif",
        None,
        [
            ("2024-06-13", "-45.10", "Fuel Pump 3", ""),
            ("2024-06-14", "1234.56", "Payout", ""),
            ("2024-06-15", "-100.00", "To savings", ""),
            ("2024-06-16", "-10.00", "Split wrong", ""),
        ],
        [("2024-05-31", "1000.00")],
    ),
    "plain.mt940": (
        "mt940",
        "EUR",
        [
            ("2027-01-02", "-45.10", "Fuel & Co Pump 3", "B1"),
            (
                "2027-01-03",
                "1234.56",
                "Payout of the week that is told in a line which is broken just here, and goes on",
                "B2",
            ),
            ("2027-01-04", "-10", "Money taken back", ""),
            ("2027-01-05", "4.5", "Charge given back", ""),
        ],
        [("2027-01-05", "2183.96")],
    ),
    "german.sta": (
        "mt940",
        "EUR",
        [
            ("2026-10-03", "-45.10", "Tankstelle Mueller GmbH Tanken an der Tanksaeule 3, Dank", "POS 1"),
            ("2026-10-14", "1234.56", "Lieferdienst Auszahlung KW 41", "POS 2"),
        ],
        [("2026-10-14", "1189.46")],
    ),
    "camt053-02.xml": (
        "camt.053",
        "EUR",
        [
            ("2026-10-03", "-45.10", "Tankstelle Säule 3 Danke", "R1"),
            ("2026-10-05", "-40.00", "Miete", ""),
            ("2026-10-05", "-20.00", "Strom", ""),
            ("2026-10-06", "-30.00", "Ohne Betrag Auch ohne", "R3"),
            ("2026-10-07", "45.10", "Storno", ""),
            ("2026-10-31", "-5.00", "Vorgemerkt", ""),
        ],
        [("2026-10-31", "-20.00")],
    ),
    "camt053-08.xml": (
        "camt.053",
        "CHF",
        [("2026-10-14", "7.50", "Kunde RF18", "T1"), ("2026-10-14", "5.00", "Kundin", "T2")],
        [("2026-10-31", "7.50")],
    ),
}


def essence(parsed: ParsedStatement) -> list[Essence]:
    return [(row.posted_on.isoformat(), str(row.amount), row.memo, row.external_id) for row in parsed.rows]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_says_what_it_says(name: str) -> None:
    file_format, currency, rows, balances = SAMPLES[name]
    parsed = read_statement(sample(name))
    assert (parsed.format, parsed.currency) == (file_format, currency)
    assert [(on, D(amount), memo, one) for on, amount, memo, one in essence(parsed)] == [
        (on, D(amount), memo, one) for on, amount, memo, one in rows
    ]
    assert parsed.balances == [StatedBalance(date.fromisoformat(on), D(amount)) for on, amount in balances]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_two_rows_share_their_place(name: str) -> None:
    parsed = read_statement(sample(name))
    lines = [row.line for row in parsed.rows] + [line.line for line in parsed.rejected]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("ending", [b"\r\n", b"\r", b" \n"])
def test_line_endings_change_nothing(name: str, ending: bytes) -> None:
    if SAMPLES[name][0] == "mt940" and ending == b" \n":
        pytest.skip("a blank at a line's end is a character of a full line")
    turned = sample(name).replace(b"\n", ending)
    assert essence(read_statement(turned)) == essence(read_statement(sample(name)))


REJECTED = {
    "card.qfx": [(12, "“2026” is not a date"), (13, "“none” is not an amount")],
    "plain.mt940": [(16, "“990231” is not a date")],
    "camt053-02.xml": [(36, "It is for information only, not booked"), (37, "There is no booking date")],
}


@pytest.mark.parametrize("name", REJECTED)
def test_what_cannot_be_read_is_told_with_its_line(name: str) -> None:
    parsed = read_statement(sample(name))
    assert [(line.line, line.reason) for line in parsed.rejected] == REJECTED[name]


def test_pending_rows_say_so() -> None:
    for name in ("bank-xml.ofx", "camt053-02.xml"):
        assert [row.pending for row in read_statement(sample(name)).rows][-1]
        assert not any(row.pending for row in read_statement(sample(name)).rows[:-1])


def test_an_amount_in_another_currency_says_which() -> None:
    assert [row.currency for row in read_statement(sample("card.qfx")).rows] == [None, "EUR"]


def test_reversals_and_own_transfers_are_what_the_statement_says() -> None:
    assert [row.kind for row in read_statement(sample("camt053-02.xml")).rows] == ["", "", "", "", "refund", ""]
    assert [row.kind for row in read_statement(sample("plain.mt940")).rows] == ["", "", "", "refund"]
    assert [row.kind for row in read_statement(sample("quicken.qif")).rows] == ["", "", "transfer", ""]


def test_splits_that_do_not_add_up_are_a_doubt() -> None:
    doubts = [row.doubt for row in read_statement(sample("quicken.qif")).rows]
    assert doubts == ["", "", "", "Its splits do not add up to its amount"]


@pytest.mark.parametrize(
    ("name", "sections", "memos"),
    [("two-accounts.ofx", ["111 GBP", "222 GBP"], ["Tea", "Cake"]), ("accounts.qif", ["Everyday", "Card"], ["Bäckerei", "Werkstatt"])],
)  # fmt: skip
def test_several_accounts_are_never_mixed(name: str, sections: list[str], memos: list[str]) -> None:
    with pytest.raises(SeveralAccounts) as refused:
        read_statement(sample(name))
    assert (refused.value.code, refused.value.details) == ("several_accounts", {"sections": sections})
    for section, memo in zip(sections, memos, strict=True):
        parsed = read_statement(sample(name), Choices(section=section))
        assert [row.memo for row in parsed.rows] == [memo]
        assert parsed.reading["account"] == section
    with pytest.raises(SeveralAccounts, match="no “333”"):
        read_statement(sample(name), Choices(section="333"))


def test_two_currencies_of_one_account_are_two() -> None:
    text = sample("two-accounts.ofx").replace(b"222", b"111").replace(b"GBP", b"USD", 1)
    with pytest.raises(SeveralAccounts) as refused:
        read_statement(text)
    assert refused.value.details == {"sections": ["111 USD", "111 GBP"]}


def test_two_statements_of_one_account_are_put_together() -> None:
    for ending in (b"\n", b""):
        text = sample("two-accounts.ofx").replace(b"222", b"111").replace(b"\n", ending)
        rows = read_statement(text).rows
        assert len({row.line for row in rows}) == len(rows) == 2


def test_every_version_of_camt_is_read_alike() -> None:
    for version in range(2, 15):
        text = sample("camt053-02.xml").replace(b"camt.053.001.02", b"camt.053.001.%02d" % version)
        assert len(read_statement(text).rows) == 6
    report = sample("camt053-08.xml").replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt").replace(b"Stmt>", b"Rpt>")
    assert len(read_statement(report).rows) == 2


def test_declared_character_sets_are_followed_where_the_text_is_not_utf8() -> None:
    text = sample("bank-sgml.ofx").decode().replace("Fuel & More", "Заправка").replace("CHARSET:1252", "CHARSET:1251")
    assert read_statement(text.encode("cp1251")).rows[0].memo == "Заправка"
    assert read_statement(text.encode("utf-8")).rows[0].memo == "Заправка"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>&b;</Id></Stmt></BkToCstmrStmt></Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><Document>camt.053 &a;</Document>"""


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        OUTSIDE,
        b"<!DOCTYPE OFX [<!ENTITY x 'y'>]>" + sample("bank-xml.ofx"),
        sample("camt053-02.xml")[:-200],
        sample("camt053-02.xml").replace(b"<Ntry>", b"<Ntri>", 1),
        b'<?xml version="1.0" encoding="no-such"?><Document>camt.053</Document>',
        b"<Document>camt.053" + b"<a>" * 100,
        b"<Document>camt.053</Document>",
        b"OFXHEADER:100\n<OFX></OFX>",
        b"OFXHEADER:100\n<OFX><STMTRS><CURDEF>USD</STMTRS></OFX>",
        b"!Type:Bank\n^\n",
        b"!Type:Bank\nDfoo\nT1.00\n^\n",
        b":20:x\n:25:1\n:60F:C261001EUR0,00\n:62F:C261001EUR0,00\n",
    ],
)
def test_what_is_none_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(NotAStatement) as refused:
        read_statement(content)
    assert refused.value.message.endswith(".")


def test_an_ambiguous_order_of_days_is_asked_in_qif_too() -> None:
    with pytest.raises(NotAStatement) as refused:
        read_statement(b"!Type:Bank\nD03/04/2026\nT1.00\nPx\n^\n")
    assert refused.value.code == "ambiguous_dates"


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        read_statement(b" " * (MAX_BYTES + 1))
