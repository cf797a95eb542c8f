"""CAMT.053 (and .052), ISO 20022's account statement: every version, by the names of its elements.

A batch entry becomes one row for each of its transactions where these say their amounts and add up to the entry.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from finance.statements.choices import Choices, Numbering, Section, statement_of
from finance.statements.dates import calendar_day
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
from finance.statements.xml_stream import Node, pieces, read_xml
from kit.money import known_currencies

STATEMENTS = {"Stmt", "Rpt"}
AMOUNT = re.compile(r"[+-]?\d{1,18}(\.\d{0,10})?", re.ASCII)
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
NO_REFERENCE = {"", "NOTPROVIDED", "NONREF"}


@dataclass(frozen=True, slots=True)
class Money:
    """A signed amount and its currency."""

    amount: Decimal
    currency: str


def read_camt(content: bytes, choices: Choices) -> ParsedStatement:
    """Read a CAMT.053 or .052 file.

    Raises:
        NotAStatement: it is no well-formed XML, declares entities, or holds no statement.
        SeveralAccounts: it tells of several, and none was chosen.
        TooLarge: it is over a limit.
    """
    book = _Book()
    read_xml(pieces(content), wanted=book.wanted, take=book.take)
    if not book.sections:
        raise NotAStatement("The file is XML, and there is no account statement (CAMT.053) in it.")
    told: dict[str, object] = {"version": book.version} if book.version else {}
    return statement_of("camt.053", book.sections, choices, told)


class _Book:
    """What has been read so far; elements arrive in the order of the file."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.version = ""
        self._numbers = Numbering()
        self._entries = 0

    def wanted(self, path: tuple[str, ...], namespace: str) -> bool:
        """Take the statement's own account, balances and entries; open a section for each statement."""
        if path[-1] in STATEMENTS and len(path) == 3:
            self.sections.append(Section(""))
            self.version = namespace.rpartition(":")[2][:20]
        return len(path) == 4 and path[-2] in STATEMENTS and path[-1] in ("Acct", "Bal", "Ntry")

    def take(self, node: Node) -> None:
        """Read one of them."""
        section = self.sections[-1]
        if node.tag == "Acct":
            section.name = (node.text("Id", "IBAN") or node.text("Id", "Othr", "Id"))[:60]
            currency = node.text("Ccy").upper()
            section.currency = currency if currency in known_currencies() else None
        elif node.tag == "Bal":
            _balance(section, node)
        else:
            self._entries += 1
            if self._entries > MAX_ROWS:
                raise TooLarge(f"The file has more than {MAX_ROWS:,} transactions. Export it by year.")
            _entry(section, node, self._numbers)


def _balance(section: Section, node: Node) -> None:
    kind = node.text("Tp", "CdOrPrtry", "Cd")
    money, on = _money(node, node), _day(node, "Dt")
    if money is None:
        return
    section.currency = section.currency or money.currency
    if kind == "CLBD" and on and money.currency == section.currency:
        section.balances.append(StatedBalance(on, money.amount))


def _entry(section: Section, node: Node, numbers: Numbering) -> None:
    status = node.text("Sts", "Cd") or node.text("Sts")
    money = _money(node, node)
    on = _day(node, "BookgDt") or _day(node, "ValDt")
    if status == "INFO":
        section.rejected.append(_refused(node, numbers, "It is for information only, not booked"))
    elif money is None:
        section.rejected.append(_refused(node, numbers, "There is no amount"))
    elif on is None:
        section.rejected.append(_refused(node, numbers, "There is no booking date"))
    else:
        section.currency = section.currency or money.currency
        parts = _parts(node, money)
        for position, (detail, part) in enumerate(parts):
            if not part.amount:
                section.rejected.append(_refused(detail or node, numbers, "The amount is zero"))
                continue
            # The first part may stand on the entry's own line; the numbering keeps them apart.
            line = numbers.of((detail or node).line if position else node.line)
            section.rows.append(_row(node, detail, part, on, line, many=len(parts) > 1, pending=status == "PDNG"))


def _refused(node: Node, numbers: Numbering, reason: str) -> Rejected:
    return Rejected(numbers.of(node.line), reason, " ".join(node.words())[:MAX_MEMO])


def _parts(node: Node, money: Money) -> list[tuple[Node | None, Money]]:
    """Split a batch into its transactions where their amounts are known and add up; else it stays one."""
    details = [detail for group in node.all("NtryDtls") for detail in group.all("TxDtls")]
    if len(details) < 2:
        return [(details[0] if details else None, money)]
    parts = [(detail, _detail_money(detail, node)) for detail in details]
    known = [(detail, part) for detail, part in parts if part and part.currency == money.currency]
    if len(known) == len(parts) and sum(part.amount for _, part in known) == money.amount:
        return list(known)
    return [(None, money)]


def _detail_money(detail: Node, entry: Node) -> Money | None:
    side = detail if detail.first("CdtDbtInd") else entry
    for holder in (detail, detail.first("AmtDtls", "TxAmt"), detail.first("AmtDtls", "InstdAmt")):
        if holder is not None and (money := _money(holder, side)):
            return money
    return None


def _row(entry: Node, detail: Node | None, money: Money, on: date, line: int, *, many: bool, pending: bool) -> Row:
    reference = (detail.text("Refs", "AcctSvcrRef") if detail else "") or ("" if many else entry.text("AcctSvcrRef"))
    back = entry.text("RvslInd").lower() in ("true", "1")
    return Row(
        line=line,
        posted_on=on,
        amount=money.amount,
        memo=_memo(entry, detail, money),
        external_id="" if reference in NO_REFERENCE else reference[:120],
        currency=money.currency,
        pending=pending,
        kind="refund" if back and money.amount > 0 else "",  # the indicator names the entry's own side already
    )


def _memo(entry: Node, detail: Node | None, money: Money) -> str:
    words: list[str] = []
    for one in [detail] if detail else [d for group in entry.all("NtryDtls") for d in group.all("TxDtls")][:5]:
        other = "Dbtr" if money.amount > 0 else "Cdtr"
        words.append(one.text("RltdPties", other, "Nm") or one.text("RltdPties", other, "Pty", "Nm"))
        words += [part.said for part in one.every("RmtInf", "Ustrd")]
        words.append(one.text("RmtInf", "Strd", "CdtrRefInf", "Ref"))
        words.append(one.text("RmtInf", "Strd", "AddtlRmtInf"))
        words.append("" if any(words) else one.text("AddtlTxInf"))
    if not any(words):
        words.append(entry.text("AddtlNtryInf"))
    kept = dict.fromkeys(word for word in words if word)
    return " ".join(" ".join(kept).split())[:MAX_MEMO]


def _money(holder: Node, side: Node) -> Money | None:
    amount = holder.first("Amt")
    if amount is None or not AMOUNT.fullmatch(amount.said):
        return None
    currency = amount.attributes.get("Ccy", "").upper()
    try:
        value = Decimal(amount.said)
    except InvalidOperation:
        return None
    if currency not in known_currencies():
        return None
    return Money(-value if side.text("CdtDbtInd") == "DBIT" else value, currency)


def _day(node: Node, name: str) -> date | None:
    match = DAY.match(node.text(name, "Dt") or node.text(name, "DtTm"))
    return calendar_day(*map(int, match.groups())) if match else None
