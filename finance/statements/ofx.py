"""OFX 1 (SGML) and 2 (XML), and QFX, which is OFX with additions: one tolerant reader of tags for all.

It expands no entity but the predefined ones and refuses document types, so that it needs no XML parser. Banks leave
leaves unclosed, write "&" as it is, and lie about the character set: all three are borne.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import unescape

from finance.statements.choices import Choices, Numbering, Section, statement_of
from finance.statements.dates import calendar_day
from finance.statements.encoding import decode
from finance.statements.numbers import decimal_sign, read_amount
from finance.statements.parsed import (
    MAX_MEMO,
    MAX_ROWS,
    NotAStatement,
    ParsedStatement,
    Rejected,
    Row,
    StatedBalance,
    TooLarge,
)
from kit.money import known_currencies

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_.]{0,40})\s*/?>")
CHARSET = re.compile(rb"CHARSET:\s*([A-Za-z0-9_-]{1,20})|encoding=[\"']([A-Za-z0-9_-]{1,20})", re.I)
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
STATEMENTS = {"STMTRS", "CCSTMTRS"}
TRANSACTIONS = {"STMTTRN", "STMTTRNP"}  # P: pending
MAX_DEPTH = 60
KNOWN = (
    STATEMENTS
    | TRANSACTIONS
    | {"BANKACCTFROM", "CCACCTFROM", "BANKACCTTO", "CCACCTTO", "PAYEE", "CURRENCY", "ORIGCURRENCY", "LEDGERBAL"}
    | {"AVAILBAL", "BAL"}
)


@dataclass
class Record:
    """The leaves of one aggregate, by "AGGREGATE/LEAF"."""

    line: int
    pending: bool = False
    leaves: dict[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """Return the first of these leaves that says anything."""
        return next((self.leaves[name] for name in names if self.leaves.get(name)), "")


@dataclass
class Account:
    """One statement of the file, before its amounts are read."""

    leaves: dict[str, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)


def read_ofx(content: bytes, choices: Choices) -> ParsedStatement:
    """Read an OFX or QFX file.

    Raises:
        NotAStatement: it holds no statement of an account, or declares entities.
        SeveralAccounts: it tells of several, and none was chosen.
        TooLarge: it is over a limit.
    """
    text, encoding = _decoded(content)
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.I):
        raise NotAStatement("The file declares a document type or entities; a bank's file has none.")
    accounts = _accounts(text)
    if not accounts:
        raise NotAStatement("The file is OFX, and there is no statement of a bank or card account in it.")
    numbers = Numbering()
    sections = [_section(account, numbers) for account in accounts]
    version = "2" if "<?OFX" in text[:2000].upper() else "1"
    return statement_of("ofx", sections, choices, {"encoding": encoding, "version": version})


def _decoded(content: bytes) -> tuple[str, str]:
    """UTF-8 where it is valid, for headers lie; else the character set of the header, else as any text."""
    declared = CHARSET.search(content[:2000])
    name = (declared[1] or declared[2]).decode() if declared else ""
    name = (
        f"cp{name}" if name in {"1250", "1251", "1252", "1253", "1254", "1257"} else name.replace("8859-", "iso8859-")
    )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            if name and codecs.lookup(name).name not in ("utf-8", "utf-16", "ascii"):
                return content.decode(name), codecs.lookup(name).name
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(content)


def _leaves(text: str) -> Iterator[tuple[str, str, str, int]]:
    """Yield (sign, tag, the text behind it, line) for each tag."""
    line, counted, before = 1, 0, None
    for match in TAG.finditer(text):
        if before is not None:
            yield before[1], before[2].upper(), text[before.end() : match.start()].strip(), line
        line += text.count("\n", counted, match.start())
        counted, before = match.start(), match
    if before is not None:
        yield before[1], before[2].upper(), text[before.end() :].strip(), line


def _accounts(text: str) -> list[Account]:
    accounts: list[Account] = []
    inside: list[str] = []
    record: Record | None = None
    count = 0
    for closing, tag, said, line in _leaves(text):
        if closing:
            if tag in inside:
                del inside[len(inside) - 1 - inside[::-1].index(tag) :]
            record = None if tag in TRANSACTIONS else record
        elif tag in STATEMENTS:
            accounts.append(Account())
            inside, record = [tag], None
        elif tag in TRANSACTIONS and accounts:
            count += 1
            if count > MAX_ROWS:
                raise TooLarge(f"The file has more than {MAX_ROWS:,} transactions. Export it by year.")
            record = Record(line, pending=tag == "STMTTRNP")
            accounts[-1].records.append(record)
            inside = [tag]
        elif said and accounts:
            leaves = record.leaves if record else accounts[-1].leaves
            leaves.setdefault("/".join([*inside[-1:], tag]), unescape(said))
        elif tag in KNOWN and len(inside) < MAX_DEPTH:
            inside.append(tag)
    return accounts


def _section(account: Account, numbers: Numbering) -> Section:
    leaves = account.leaves
    said = next((value.upper() for name, value in leaves.items() if name.endswith("/CURDEF")), "")
    name = leaves.get("BANKACCTFROM/ACCTID") or leaves.get("CCACCTFROM/ACCTID") or ""
    section = Section(name[:60], said if said in known_currencies() else None)
    amounts = [record.first("STMTTRN/TRNAMT", "STMTTRNP/TRNAMT") for record in account.records]
    decimal = decimal_sign([*amounts, leaves.get("LEDGERBAL/BALAMT", "")])
    for record in account.records:
        section.add(_row(record, numbers.of(record.line), decimal))
    on, balance = _day(leaves.get("LEDGERBAL/DTASOF", "")), leaves.get("LEDGERBAL/BALAMT", "")
    amount = read_amount(balance, decimal)
    if on and amount is not None:
        section.balances.append(StatedBalance(on, amount))
    return section


def _row(record: Record, line: int, decimal: str) -> Row | Rejected:
    at = "STMTTRNP" if record.pending else "STMTTRN"
    raw = " ".join(record.leaves.values())[:MAX_MEMO]
    day, said = record.first(f"{at}/DTPOSTED", f"{at}/DTTRAN", f"{at}/DTUSER"), record.first(f"{at}/TRNAMT")
    on = _day(day)
    amount: Decimal | None = read_amount(said, decimal)
    if on is None:
        return Rejected(line, f"“{day[:40]}” is not a date" if day else "There is no date", raw)
    if amount is None:
        return Rejected(line, f"“{said[:40]}” is not an amount" if said else "There is no amount", raw)
    if not amount:
        return Rejected(line, "The amount is zero", raw)
    words = dict.fromkeys([record.first(f"{at}/NAME", "PAYEE/NAME"), record.first(f"{at}/MEMO")])
    foreign = record.first("CURRENCY/CURSYM").upper()
    return Row(
        line=line,
        posted_on=on,
        amount=amount,
        memo=" ".join(" ".join(words).split())[:MAX_MEMO],
        external_id=record.first(f"{at}/FITID")[:120],
        currency=foreign if foreign in known_currencies() else None,
        pending=record.pending,
    )


def _day(said: str) -> date | None:
    """Read the day as the bank writes it, in the bank's own time zone: 20261003120000[-5:EST]."""
    match = DAY.match(said)
    return calendar_day(*map(int, match.groups())) if match else None
