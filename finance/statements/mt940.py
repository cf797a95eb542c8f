"""MT940, SWIFT's customer statement: tagged fields, in the plain, the German (?20) and the Dutch (/NAME/) manner."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.statements.choices import Choices, Numbering, Section, statement_of
from finance.statements.dates import calendar_day
from finance.statements.encoding import decode, lines_of
from finance.statements.parsed import MAX_MEMO, MAX_ROWS, ParsedStatement, Rejected, Row, StatedBalance, TooLarge
from kit.money import known_currencies

FIELD = re.compile(r":(\d{2}[A-Z]?|NS):(.*)", re.ASCII)
LINE = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<side>R?[CD]|E[CD])(?P<funds>[A-Z])?(?P<amount>\d[\d.]*,?\d*)"
    r"(?P<type>[A-Z][A-Z0-9]{3})?(?P<rest>.*)",
    re.ASCII,
)
BALANCE = re.compile(r"(?P<side>[CD])(?P<day>\d{6})(?P<currency>[A-Z]{3})(?P<amount>\d[\d.]*,?\d*)", re.ASCII)
AMOUNT = re.compile(r"(\d{1,15})(?:[,.](\d*))?", re.ASCII)
SUBFIELD = re.compile(r"\?(\d\d)", re.ASCII)
PURPOSE = ("20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "60", "61", "62", "63")
SEPA_TAG = re.compile(r"(?:^|(?<=[\s+]))(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|BREF|RREF|PURP|BIC|IBAN)\+")
SLASH_TAG = re.compile(r"/(NAME|REMI|TRTP|IBAN|BIC|CSID|MARF|EREF|ORDP|BENM|RTRN|ULTD|ULTC|PURP|INIT|ADDR|ID)/")
MAX_LINES, MAX_LINE = 60, 500  # of one field, far over what SWIFT lets pass
FULL_LINE, FULL_SUBFIELD = 65, 27
MONEY_IN = {"C", "RD", "EC"}  # RD takes a debit back: money comes in


@dataclass
class Field:
    """One tagged field with its continuation lines."""

    tag: str
    line: int
    lines: list[str]


def read_mt940(content: bytes, choices: Choices) -> ParsedStatement:
    """Read an MT940 file.

    Raises:
        NotAStatement: there is no transaction in it.
        SeveralAccounts: it tells of several, and none was chosen.
        TooLarge: it is over a limit.
    """
    text, encoding = decode(content)
    fields = _fields(text)
    if sum(one.tag == "61" for one in fields) > MAX_ROWS:
        raise TooLarge(f"The file has more than {MAX_ROWS:,} transactions. Export it by year.")
    sections = [Section("")]
    numbers = Numbering()
    for one, following in zip(fields, [*fields[1:], Field("", 0, [""])], strict=True):
        section = sections[-1]
        if one.tag == "20":
            sections.append(Section(""))
        elif one.tag == "25":
            section.name = " ".join(one.lines[0].split())[:60]
        elif one.tag in ("60F", "60M", "62F", "62M"):
            _balance(section, one)
        elif one.tag == "61":
            said = following.lines if following.tag == "86" else []
            section.add(_row(one, said, numbers.of(one.line)))
    return statement_of("mt940", sections, choices, {"encoding": encoding})


def _fields(text: str) -> list[Field]:
    """Split the text at its tags; what stands between them continues the field before."""
    fields: list[Field] = []
    for number, line in enumerate(lines_of(text), 1):
        line = re.sub(r"^\{.*\{4:", "", line)  # SWIFT's envelope, where a bank left it on
        match = FIELD.match(line)
        if match:
            fields.append(Field(match[1], number, [match[2][:MAX_LINE]]))
        elif fields and line.strip() not in ("", "-", "-}") and len(fields[-1].lines) < MAX_LINES:
            fields[-1].lines.append(line[:MAX_LINE])
    return fields


def _balance(section: Section, one: Field) -> None:
    match = BALANCE.match(one.lines[0].strip())
    if match is None:
        return
    if match["currency"] in known_currencies():
        section.currency = section.currency or match["currency"]
    on, amount = _day(match["day"]), _amount(match["amount"])
    if one.tag == "62F" and on and amount is not None:
        section.balances.append(StatedBalance(on, amount if match["side"] == "C" else -amount))


def _row(one: Field, said: list[str], line: int) -> Row | Rejected:
    raw = " ".join([*one.lines, *said])[:MAX_MEMO]
    match = LINE.match(one.lines[0].strip())
    if match is None:
        return Rejected(line, "The field :61: is not of its form", raw)
    on, amount = _booked_on(match["value"], match["entry"]), _amount(match["amount"])
    if on is None:
        return Rejected(line, f"“{match['value']}” is not a date", raw)
    if amount is None:
        return Rejected(line, f"“{match['amount'][:40]}” is not an amount", raw)
    if not amount:
        return Rejected(line, "The amount is zero", raw)
    own, _, bank = match["rest"].partition("//")
    reference = bank.strip()
    memo = _memo(said) or " ".join([*one.lines[1:], own.replace("NONREF", "")])
    return Row(
        line=line,
        posted_on=on,
        amount=amount if match["side"] in MONEY_IN else -amount,
        memo=" ".join(memo.split())[:MAX_MEMO],
        external_id="" if reference in ("", "NONREF") else reference[:120],
        kind="refund" if match["side"] == "RD" else "",
    )


def _booked_on(value: str, entry: str | None) -> date | None:
    """Return the entry date; it has no year, so it is the one nearest to the value date, over New Year too."""
    day = _day(value)
    if day is None or not entry:
        return day
    near = [_day(f"{year % 100:02d}{entry}") for year in (day.year - 1, day.year, day.year + 1)]
    known = [one for one in near if one]
    return min(known, key=lambda one: abs((one - day).days)) if known else day


def _day(said: str) -> date | None:
    year = int(said[:2])
    return calendar_day(year + (2000 if year < 70 else 1900), int(said[2:4]), int(said[4:6]))


def _amount(said: str) -> Decimal | None:
    match = AMOUNT.fullmatch(said)
    return Decimal(f"{match[1]}.{match[2] or 0}") if match else None


def _memo(lines: list[str]) -> str:
    """Return what a person wants to read of field :86:, whatever the bank's manner."""
    if not lines:
        return ""
    whole = _unwrapped(lines, FULL_LINE)
    if SUBFIELD.search(whole):
        return _german("".join(lines))
    if SLASH_TAG.search(whole):
        found = SLASH_TAG.split(whole)
        tags = dict(zip(found[1::2], found[2::2], strict=True))
        told = " ".join(part.strip(" /") for name in ("NAME", "REMI") if (part := tags.get(name)))
        return told or whole.strip()
    return whole


def _german(text: str) -> str:
    """Read subfields: 32 and 33 are the other's name, 20-29 and 60-63 the purpose, of which SVWZ+ is the text."""
    found = SUBFIELD.split(text)
    subfields = dict(zip(found[1::2], found[2::2], strict=True))
    name = _unwrapped([subfields[key] for key in ("32", "33") if key in subfields], FULL_SUBFIELD)
    purpose = _unwrapped([subfields[key] for key in PURPOSE if key in subfields], FULL_SUBFIELD)
    tagged = SEPA_TAG.split(purpose)
    tags = dict(zip(tagged[1::2], tagged[2::2], strict=True))
    return f"{name} {tags.get('SVWZ') or purpose}".strip() or subfields.get("00", "")


def _unwrapped(parts: list[str], full: int) -> str:
    """Join lines: one that fills its width was broken in the middle of a word, a shorter one between two."""
    return "".join(part if len(part) >= full else f"{part} " for part in parts).strip()
