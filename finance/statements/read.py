"""Which format a file is, by what it holds and not by its name; then its one reader."""

import re

from finance.statements.camt import read_camt
from finance.statements.choices import Choices
from finance.statements.csv_reader import read_csv
from finance.statements.mt940 import read_mt940
from finance.statements.ofx import read_ofx
from finance.statements.parsed import MAX_BYTES, ParsedStatement, TooLarge
from finance.statements.qif import read_qif
from finance.statements.xlsx import read_xlsx

HEAD = 8192
OFX = re.compile(r"OFXHEADER|<OFX>", re.I)
CAMT = re.compile(r"BkToCstmr(Stmt|AcctRpt)|camt\.05[23]")
QIF = re.compile(r"\s*!(Type|Account|Option|Clear)\b", re.I)
MT940 = re.compile(r"(?:^|\n|\{4:)\s*:20:.*(?:\n.*){1,12}?\n\s*:(?:60[FM]|61|62[FM]):", re.ASCII)


def read_statement(content: bytes, choices: Choices | None = None) -> ParsedStatement:
    """Read a statement in any of the formats that are known.

    Args:
        content: the file.
        choices: what the user said about it.

    Raises:
        NotAStatement, TooLarge, SeveralAccounts, UnknownColumns: it cannot be read, and why; nothing else is raised.
    """
    choices = choices or Choices()
    if len(content) > MAX_BYTES:
        raise TooLarge("The file is over 25 MB. Split it by year and upload the parts.")
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content, choices)
    head = _head(content)
    if OFX.search(head):
        return read_ofx(content, choices)
    if CAMT.search(head):
        return read_camt(content, choices)
    if QIF.match(head):
        return read_qif(content, choices)
    if MT940.search(head):
        return read_mt940(content, choices)
    return read_csv(content, choices)


def rough_count(content: bytes) -> int:
    """Return about how many transactions a file holds, without reading it."""
    if content.startswith(b"PK\x03\x04"):
        return len(content) // 40  # a row of a zipped sheet
    marks = (b"<STMTTRN>", b"</Ntry>", b"\n^", b"\n:61:")
    found = max(content.count(mark) for mark in marks)
    return found if found > 10 else max(content.count(b"\n"), content.count(b"\r"))


def _head(content: bytes) -> str:
    """Return the beginning as text, good enough to recognise a format by."""
    piece = content[:HEAD]
    if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or piece[1:2] == b"\x00" or piece[:1] == b"\x00":
        piece = piece.replace(b"\x00", b"")
    text = piece.decode("latin-1").removeprefix("ÿþ").removeprefix("þÿ").removeprefix("ï»¿")
    return text.replace("\r\n", "\n").replace("\r", "\n")
