"""CSV as banks of the world write it."""

import json
from datetime import date
from decimal import Decimal

import pytest

from finance.demo import STATEMENT
from finance.statements.choices import Choices
from finance.statements.csv_reader import read_csv
from finance.statements.mapping import TableMapping, headless_signature, mapping_from, signature_of
from finance.statements.parsed import NotAStatement, ParsedStatement, TooLarge, UnknownColumns
from kit.errors import Invalid

D = Decimal


def read(text: str, encoding: str = "utf-8", *, day_first: bool | None = None) -> ParsedStatement:
    return read_csv(text.encode(encoding), Choices(day_first=day_first))


def essence(parsed: ParsedStatement) -> list[tuple[date, Decimal, str]]:
    return [(row.posted_on, row.amount, row.memo) for row in parsed.rows]


ONE = (date(2026, 10, 3), D("-45.10"), "Fuel")
TWO = (date(2026, 10, 14), D("1234.56"), "Payout")

DIALECTS = {
    "plain": "Date,Description,Amount\n2026-10-03,Fuel,-45.10\n2026-10-14,Payout,1234.56\n",
    "semicolon, decimal comma, German": "Buchungstag;Verwendungszweck;Betrag\n03.10.2026;Fuel;-45,10\n14.10.2026;Payout;1.234,56\n",
    "sep line": "sep=;\nDate;Description;Amount\n03/10/2026;Fuel;-45,10\n14/10/2026;Payout;1234,56\n",
    "tabs": "Date\tDescription\tAmount\n2026-10-03\tFuel\t-45.10\n2026-10-14\tPayout\t1234.56\n",
    "pipes": "Date|Description|Amount\n2026-10-03|Fuel|-45.10\n2026-10-14|Payout|1234.56\n",
    "quotes": '"Date","Description","Amount"\n"10/03/2026","Fuel","(45.10)"\n"10/14/2026","Payout","$1,234.56"\n',
    "trailing minus": "Date;Text;Amount\n2026-10-03;Fuel;45,10-\n2026-10-14;Payout;1.234,56+\n",
    "debit and credit": "Txn Date,Narration,Withdrawal Amt.,Deposit Amt.\n03/10/26,Fuel,45.10,\n14/10/26,Payout,,1234.56\n",
    "DR and CR": "Date,Particulars,Amount\n03-Oct-2026,Fuel,45.10 DR\n14-Oct-2026,Payout,\"1,234.56 CR\"\n",
    "side column": "Date,Description,Amount,Dr/Cr\n2026-10-03,Fuel,45.10,DR\n2026-10-14,Payout,1234.56,CR\n",
    "af and bij": "Datum,Naam / Omschrijving,Af Bij,Bedrag (EUR)\n20261003,Fuel,Af,\"45,10\"\n20261014,Payout,Bij,\"1234,56\"\n",
    "French": "Date opération;Libellé;Débit;Crédit\n03/10/2026;Fuel;45,10;\n14/10/2026;Payout;;1 234,56\n",
    "Spanish": "Fecha;Concepto;Importe\n3/10/2026;Fuel;-45,10 €\n14/10/2026;Payout;1.234,56 €\n",
    "Czech": "Datum zaúčtování;Popis;Částka\n03.10.2026;Fuel;-45,10\n14.10.2026;Payout;1 234,56\n",
    "Polish": "Data operacji;Opis operacji;Kwota\n2026-10-03;Fuel;-45,10 PLN\n2026-10-14;Payout;1 234,56 PLN\n",
    "Italian": "Data;Descrizione;Importo\n03/10/2026;Fuel;-45,10\n14/10/2026;Payout;1.234,56\n",
    "Portuguese": "Data;Histórico;Valor\n03/10/2026;Fuel;-45,10\n14/10/2026;Payout;1.234,56\n",
    "Hindi": "दिनांक,विवरण,निकासी,जमा\n03/10/2026,Fuel,45.10,\n14/10/2026,Payout,,\"1,234.56\"\n",
    "month names": "Date,Description,Amount\n\"Oct 3, 2026\",Fuel,-45.10\n\"October 14, 2026\",Payout,1234.56\n",
    "German month": "Datum;Text;Betrag\n3. Oktober 2026;Fuel;-45,10\n14. Oktober 2026;Payout;1234,56\n",
    "times": "Completed Date,Description,Amount\n2026-10-03 18:44:01,Fuel,-45.10\n2026-10-14T07:00:00Z,Payout,1234.56\n",
    "apostrophes": "Datum;Text;Betrag\n03.10.2026;Fuel;-45.10\n14.10.2026;Payout;1'234.56\n",
    "currency codes": "Date,Description,Amount\n2026-10-03,Fuel,USD -45.10\n2026-10-14,Payout,\"USD 1,234.56\"\n",
    "no header": "2026-10-03,Fuel,-45.10\n2026-10-14,Payout,+1234.56\n",
    "preamble and footer": (
        "My Bank\nStatement of account,12345\n\nDate,Description,Amount\n"
        "2026-10-03,Fuel,-45.10\n2026-10-14,Payout,1234.56\nTotal,,1189.46\nEnd of statement\n"
    ),
    "blank lines": "\n\nDate,Description,Amount\n\n2026-10-03,Fuel,-45.10\n\n2026-10-14,Payout,1234.56\n\n",
    "carriage returns": "Date,Description,Amount\r\n2026-10-03,Fuel,-45.10\r\n2026-10-14,Payout,1234.56\r\n",
    "negative debits": "Date,Description,Debit,Credit\n2026-10-03,Fuel,-45.10,\n2026-10-14,Payout,,1234.56\n",
    "a zero on the other side": "Date,Description,Debit,Credit\n2026-10-03,Fuel,45.10,0.00\n2026-10-14,Payout,0.00,1234.56\n",
    "dashes on the other side": "Date,Description,Paid out,Paid in\n03 Oct 2026,Fuel,45.10,-\n14 Oct 2026,Payout,–,\"1,234.56\"\n",
    "minus behind the currency": "Date,Description,Amount\n2026-10-03,Fuel,$-45.10\n2026-10-14,Payout,\"$1,234.56\"\n",
    "minus before the currency": "Date,Description,Amount\n2026-10-03,Fuel,-£45.10\n2026-10-14,Payout,\"£1,234.56\"\n",
    "rupees": "Txn Date,Description,Amount\n03/10/2026,Fuel,Rs. -45.10\n14/10/2026,Payout,\"₹ 1,234.56\"\n",
    "no-break spaces": "Datum;Text;Betrag\n03.10.2026;Fuel;-45,10\u00a0€\n14.10.2026;Payout;1\u202f234,56\u00a0€\n",
    "sep line in quotes with a byte order mark": "\ufeff\"sep=;\"\nDate;Description;Amount\n2026-10-03;Fuel;-45,10\n2026-10-14;Payout;1234,56\n",
    "commas in quotes": 'Date,Description,Amount\n2026-10-03,"Fuel",-45.10\n2026-10-14,"Payout","1,234.56"\n',
    "S and H": "Buchungstag;Verwendungszweck;Umsatz;Soll/Haben\n03.10.2026;Fuel;45,10;S\n14.10.2026;Payout;1.234,56;H\n",
    "newest first": "Date,Description,Amount\n10/14/2026,Payout,1234.56\n10/03/2026,Fuel,-45.10\n",
    "preamble of keys and values": "Konto;DE00;\nZeitraum;01.10.2026;31.10.2026\nSaldo;1.189,46;EUR\n\nBuchungstag;Verwendungszweck;Betrag\n03.10.2026;Fuel;-45,10\n14.10.2026;Payout;1.234,56\n",
    "ragged lines": "Date,Description,Amount,,\n2026-10-03,Fuel,-45.10\n2026-10-14,Payout,1234.56,,,\n",
    "Chinese words in UTF-8": "交易日期,摘要,支出,收入\n2026年10月03日,Fuel,45.10,\n20261014,Payout,,\"1,234.56\"\n",
    "French month": "Date;Libellé;Montant\n3 oct. 2026;Fuel;-45,10\n14 octobre 2026;Payout;1 234,56\n",
    "typographic minus": "Date,Description,Amount\n2026-10-03,Fuel,−45.10\n2026-10-14,Payout,1234.56\n",
}  # fmt: skip


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_gives_the_same_two_rows(text: str) -> None:
    parsed = read(text)
    assert sorted(essence(parsed)) == [ONE, TWO]
    assert parsed.rejected == []


def test_a_decimal_point_among_decimal_commas_is_refused_and_not_guessed() -> None:
    parsed = read("Date;Text;Amount\n2026-10-03;x;1.234,56\n2026-10-04;y;2.234,56\n2026-10-05;z;45.10\n")
    assert [row.amount for row in parsed.rows] == [D("1234.56"), D("2234.56")]
    assert [(line.line, line.reason) for line in parsed.rejected] == [(4, "“45.10” is not an amount")]


def test_a_memo_over_two_lines_keeps_its_line_number() -> None:
    parsed = read('Date,Description,Amount\n2026-10-03,"Fuel\nand ""more""",-45.10\n2026-10-14,Payout,x\n')
    assert (parsed.rows[0].memo, parsed.rows[0].line, parsed.rejected[0].line) == ('Fuel and "more"', 2, 4)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_is_recognised(encoding: str) -> None:
    parsed = read("Date;Description;Montant\n2026-10-03;Café à Orléans;-45,10\n", encoding)
    assert parsed.rows[0].memo == "Café à Orléans"


def test_chinese_in_its_own_encoding() -> None:
    parsed = read("交易日期,摘要,支出,收入,余额\n2026-10-03,加油,45.10,,900.00\n", "gb18030")
    assert essence(parsed) == [(date(2026, 10, 3), D("-45.10"), "加油")]
    assert parsed.rows[0].balance == D("900.00")


def test_lakhs_are_grouped_by_two() -> None:
    parsed = read(
        'Txn Date,Narration,Withdrawal Amt.,Deposit Amt.\n03/10/2026,Rent,"1,23,456.00",\n14/10/2026,x,1.00,\n'
    )
    assert parsed.rows[0].amount == D("-123456.00")


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["03/10/2026", "14/10/2026"], date(2026, 10, 3)),
        (["10/03/2026", "10/14/2026"], date(2026, 10, 3)),
        (["30/09/2026", "01/10/2026"], date(2026, 9, 30)),
        (["01/02/2026", "02/02/2026", "05/02/2026"], date(2026, 2, 1)),
        (["02/01/2026", "02/02/2026", "02/05/2026"], date(2026, 2, 1)),
        (["03.04.2026"], date(2026, 4, 3)),
        (["05/05/2026"], date(2026, 5, 5)),
    ],
)
def test_day_or_month_first_is_decided_from_the_whole_column(days: list[str], first: date) -> None:
    lines = "".join(f"{day},x,1.00\n" for day in days)
    assert read("Date,Description,Amount\n" + lines).rows[0].posted_on == first


def test_what_cannot_be_told_is_asked_and_not_guessed() -> None:
    text = "Date,Description,Amount\n03/04/2026,x,1.00\n"
    with pytest.raises(NotAStatement) as refused:
        read(text)
    assert refused.value.code == "ambiguous_dates"
    assert read(text, day_first=True).rows[0].posted_on == date(2026, 4, 3)
    assert read(text, day_first=False).rows[0].posted_on == date(2026, 3, 4)


def test_bad_rows_are_rejected_one_by_one_with_line_and_reason() -> None:
    parsed = read(
        "Date,Description,Amount\n2026-10-03,Fuel,-45.10\n2026-02-30,Ghost,1.00\n2026-10-05,Word,abc\n"
        "2026-10-06,Nothing,\n2026-10-07,Zero,0.00\n2026-10-14,Payout,1234.56\n"
    )
    assert essence(parsed) == [ONE, TWO]
    assert [(line.line, line.reason) for line in parsed.rejected] == [
        (3, "“2026-02-30” is not a date"),
        (4, "“abc” is not an amount"),
        (5, "There is no amount"),
        (6, "The amount is zero"),
    ]


UNKNOWN = "Booked,What,In money,Left\n03/10/2026,Fuel,-45.10,954.90\n14/10/2026,Payout,1234.56,2189.46\n"


def test_columns_that_are_not_understood_are_shown_with_a_guess() -> None:
    with pytest.raises(UnknownColumns) as refused:
        read("Quand,Quoi,Combien,Reste\n" + UNKNOWN.partition("\n")[2])
    told = refused.value.details
    assert (refused.value.code, told["header"]) == ("unknown_columns", ["Quand", "Quoi", "Combien", "Reste"])
    assert told["rows"] == [["03/10/2026", "Fuel", "-45.10", "954.90"], ["14/10/2026", "Payout", "1234.56", "2189.46"]]
    assert told["guess"] == {"columns": {"date": 0, "amount": 2, "memo": [1]}}


def mapping(**said: object) -> TableMapping:
    return mapping_from(json.dumps(said))


def test_a_mapping_says_which_column_is_what() -> None:
    said = mapping(columns={"date": 0, "memo": [1], "amount": 2, "balance": 3}, day_first=True)
    text = "Quand,Quoi,Combien,Reste\n" + UNKNOWN.partition("\n")[2]
    parsed = read_csv(text.encode(), Choices(mapping=said))
    assert essence(parsed) == [ONE, TWO]
    assert (parsed.rows[0].balance, parsed.reading["mapping"]) == (D("954.90"), "given")
    inverted = mapping(columns={"date": 0, "memo": [1], "amount": 2}, sign="inverted")
    assert [row.amount for row in read_csv(text.encode(), Choices(mapping=inverted)).rows] == [
        D("45.10"),
        D("-1234.56"),
    ]


def test_a_remembered_mapping_holds_for_its_header_alone() -> None:
    said = mapping(columns={"date": 0, "memo": [1], "amount": 2}, day_first=True)
    text = "Quand,Quoi,Combien,Reste\n" + UNKNOWN.partition("\n")[2]
    known = Choices(remembered={signature_of(["quand", "QUOI", "Combien:", "Reste"]): said})
    assert read_csv(("My bank\n" + text).encode(), known).reading["mapping"] == "remembered"
    with pytest.raises(UnknownColumns):
        read_csv(text.replace("Reste", "Rest").encode(), known)


def test_a_mapping_of_a_platform_makes_parts() -> None:
    said = mapping(columns={"date": 0, "gross": 1, "fee": 2, "net": 3, "jobs": 4}, platform="tukxi", day_first=True)
    text = b"Jour,Brut,Com,Reste,Courses\n03/10/2026,100.00,20.00,80.00,7\n"
    parsed = read_csv(text, Choices(mapping=said))
    assert [(row.part, row.amount, row.platform) for row in parsed.rows] == [
        ("gross", D("100.00"), "tukxi"), ("fee", D("-20.00"), "tukxi"), ("payout", D("-80.00"), "tukxi")
    ]  # fmt: skip
    assert parsed.rows[0].jobs == 7


def test_a_table_without_a_header_may_be_mapped_too() -> None:
    text = b"03/10/2026;Fuel;45,10\n14/10/2026;Rent;1234,56\n"
    assert [row.amount for row in read_csv(text).rows] == [D("45.10"), D("1234.56")]
    said = mapping(columns={"date": 0, "memo": [1], "amount": 2}, sign="inverted", day_first=True)
    assert [row.amount for row in read_csv(text, Choices(mapping=said)).rows] == [D("-45.10"), D("-1234.56")]
    known = Choices(remembered={headless_signature(3): said})
    assert [row.amount for row in read_csv(text, known).rows] == [D("-45.10"), D("-1234.56")]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[]", "mapping: Input should be an object"),
        ("{", "mapping: Invalid JSON"),
        ('{"columns": {"memo": [1]}}', "columns.date: Field required"),
        ('{"columns": {"date": 0}}', "columns: Value error, name either amount"),
        ('{"columns": {"date": 0, "amount": 1, "gross": 2}}', "columns: Value error, name either amount"),
        ('{"columns": {"date": -1, "amount": 1}}', "columns.date: Input should be greater"),
        ('{"columns": {"date": 0, "amount": 64}}', "columns.amount: Input should be less than 64"),
        ('{"columns": {"date": 0, "amount": 1}, "sign": "other"}', "sign: Input should be"),
        ('{"columns": {"date": 0, "amount": 1}, "wine": 1}', "wine: Extra inputs"),
    ],
)
def test_a_mapping_that_is_none_says_where(said: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        mapping_from(said)
    assert told in refused.value.fields["mapping"]


def test_a_mapping_may_name_columns_that_are_not_there() -> None:
    with pytest.raises(NotAStatement):
        read_csv(UNKNOWN.encode(), Choices(mapping=mapping(columns={"date": 40, "amount": 41})))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"  \n ", "empty_file"),
        (b"%PDF-1.7 ...", "not_a_statement"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_statement"),
        (b"PK\x03\x04....", "not_a_statement"),
        (bytes(range(256)) * 4, "not_a_statement"),
        (b"<html><body><p>Please log in</p></body></html>", "not_a_statement"),
        (b"name,age,city\nAna,31,Brno\nBen,40,Leeds\n", "not_a_statement"),
        (b"Date,Description,Amount\n", "not_a_statement"),
        (b"Date,Description,Amount\nfoo,bar,baz\n", "not_a_statement"),
        (b"just words\nand more words\n", "not_a_statement"),
    ],
)
def test_a_file_that_is_no_statement_gets_one_clear_error(content: bytes, code: str) -> None:
    with pytest.raises(NotAStatement) as refused:
        read_csv(content)
    assert refused.value.code == code
    assert refused.value.message


def test_limits_are_said_and_not_run_into() -> None:
    with pytest.raises(TooLarge):
        read("Date,Description,Amount" + ",x" * 70 + "\n2026-10-03,Fuel,-45.10\n")


def test_digits_of_other_scripts_are_not_taken_for_amounts() -> None:
    parsed = read("Date,Description,Amount\n2026-10-03,Fuel,-45.10\n2026-10-04,x,١٢.00\n")
    assert len(parsed.rejected) == 1


def test_the_currency_is_taken_from_the_file() -> None:
    assert read("Date,Description,Amount (EUR)\n2026-10-03,Fuel,-45.10\n").currency == "EUR"
    assert read("Date,Description,Amount,Currency\n2026-10-03,Fuel,-45.10,INR\n").currency == "INR"
    assert read("Date,Description,Amount\n2026-10-03,Fuel,-45.10\n").currency is None


def test_the_real_sample_is_read_whole() -> None:
    parsed = read_csv(STATEMENT.read_bytes())
    assert len(parsed.rows) == 218
    assert parsed.rejected == []
    assert parsed.rows[0].balance == D("700.00")
