"""QIF: a letter and a value on each line, "^" ends a record; several accounts may follow each other."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from finance.statements.choices import Choices, Numbering, Section, statement_of
from finance.statements.dates import DateOrder, date_order
from finance.statements.encoding import decode, lines_of
from finance.statements.numbers import decimal_sign, read_amount
from finance.statements.parsed import MAX_MEMO, MAX_ROWS, ParsedStatement, Rejected, Row, StatedBalance, TooLarge

CASH_TYPES = {"bank", "cash", "ccard", "oth a", "oth l"}
OWN_ACCOUNT = re.compile(r"\[(.+)\]")  # a category in brackets is another account of the same person
OPENING = re.compile(r"opening balance|saldo inicial|anfangssaldo|eröffnungssaldo", re.I)


@dataclass
class Record:
    """One transaction as written: the first value of each letter, and the amounts of its splits."""

    line: int
    said: dict[str, str] = field(default_factory=dict)
    splits: list[str] = field(default_factory=list)


@dataclass
class Book:
    """The transactions of one account."""

    name: str
    records: list[Record] = field(default_factory=list)


def read_qif(content: bytes, choices: Choices) -> ParsedStatement:
    """Read a QIF file.

    Raises:
        NotAStatement: there is no transaction in it, or its dates can be read in two ways.
        SeveralAccounts: it tells of several, and none was chosen.
        TooLarge: it is over a limit.
    """
    text, encoding = decode(content)
    books = [book for book in _books(text) if book.records]
    records = [record for book in books for record in book.records]
    order = date_order([record.said["D"] for record in records if "D" in record.said], day_first=choices.day_first)
    decimal = decimal_sign(value for record in records for value in (_total(record), *record.splits))
    numbers = Numbering()
    sections = [_section(book, order, decimal, numbers) for book in books]
    told = {"encoding": encoding, "decimal": decimal, "day_first": order.day_first}
    return statement_of("qif", sections, choices, told)


def _books(text: str) -> list[Book]:
    """Split the file by its "!" lines; lists of categories, securities and the like are passed over."""
    books = [Book("")]
    name, mode = "", "cash"
    record: Record | None = None
    for number, line in enumerate(lines_of(text), 1):
        line = line.strip()
        if line.startswith("!"):
            mode, record = _mode(line, mode), None
            if mode == "cash":
                books.append(Book(name))
        elif line.startswith("^"):
            if mode == "account" and record:
                name = record.said.get("N", "")[:60]
            record = None
        elif line and mode != "other":
            if record is None:
                record = Record(number)
                if mode == "cash":
                    books[-1].records.append(record)
                    if len(books[-1].records) > MAX_ROWS:
                        raise TooLarge(f"The file has more than {MAX_ROWS:,} transactions. Export it by year.")
            _keep(record, line[0].upper(), line[1:].strip())
    return books


def _mode(line: str, before: str) -> str:
    header, _, kind = line[1:].strip().lower().partition(":")
    if header == "account":
        return "account"
    if header == "type":
        return "cash" if kind.strip() in CASH_TYPES else "other"
    return before  # !Option and !Clear change nothing that is read


def _keep(record: Record, letter: str, value: str) -> None:
    if letter == "$":
        record.splits.append(value)
    elif letter not in "SE%":  # a split's own category, memo and share
        record.said.setdefault(letter, value)


def _total(record: Record) -> str:
    return record.said.get("T") or record.said.get("U") or ""


def _section(book: Book, order: DateOrder, decimal: str, numbers: Numbering) -> Section:
    section = Section(book.name)
    for record in book.records:
        found = _row(record, numbers.of(record.line), order, decimal)
        if isinstance(found, Row) and OPENING.search(record.said.get("P", "")):
            # What an account opens with is no income: it is the balance at the end of the day before.
            section.balances.append(StatedBalance(found.posted_on - timedelta(days=1), found.amount))
        else:
            section.add(found)
    return section


def _row(record: Record, line: int, order: DateOrder, decimal: str) -> Row | Rejected:
    said, total = record.said, _total(record)
    raw = " ".join(said.values())[:MAX_MEMO]
    on = order.read(said.get("D", ""))
    amount = read_amount(total, decimal)
    if on is None:
        return Rejected(line, f"“{said['D'][:40]}” is not a date" if said.get("D") else "There is no date", raw)
    if amount is None:
        return Rejected(line, f"“{total[:40]}” is not an amount" if total else "There is no amount", raw)
    if not amount:
        return Rejected(line, "The amount is zero", raw)
    own = OWN_ACCOUNT.fullmatch(said.get("L", "").partition("/")[0].strip())
    words = dict.fromkeys(word for word in (said.get("P", ""), said.get("M", "")) if word)
    return Row(
        line=line,
        posted_on=on,
        amount=amount,
        memo=" ".join(" ".join(words).split())[:MAX_MEMO],
        kind="transfer" if own and not record.splits else "",
        category="transfer" if own and not record.splits else "",
        doubt=_split_doubt(record, amount, decimal),
    )


def _split_doubt(record: Record, amount: Decimal, decimal: str) -> str:
    parts = [read_amount(split, decimal) for split in record.splits]
    known = [part for part in parts if part is not None]
    if parts and (len(known) < len(parts) or sum(known) != amount):
        return "Its splits do not add up to its amount"
    return ""
