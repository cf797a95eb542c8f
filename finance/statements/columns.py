"""Which column is what: by the words of bank files in the common languages, or by what the cells hold."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from finance.statements.dates import DateOrder
from finance.statements.header_words import WORDS, Role
from finance.statements.numbers import split_sign
from finance.statements.table import MAX_PREAMBLE, Line
from kit.money import known_currencies

LONGEST = 120  # of a column's name
BRACKETS = re.compile(r"[(\[].*?[)\]]")


def folded(cell: str) -> str:
    """Return a header cell in lower case, without accents and punctuation."""
    plain = cell.lower()
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("ł", "l").replace("ß", "ss")).split())


LOOKUP: dict[str, Role] = {}
for _role, _words in WORDS.items():
    for _word in _words.split("|"):
        LOOKUP.setdefault(folded(_word), _role)


@dataclass(frozen=True)
class Columns:
    """Where in a row each thing stands; memo may be in several columns."""

    header: int | None
    date: int
    memo: list[int] = field(default_factory=list)
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    balance: int | None = None
    currency: int | None = None
    id: int | None = None
    side: int | None = None
    said_currency: str | None = None


def role_of(cell: str) -> Role | None:
    """Return what a header cell names; None when it names nothing that is read."""
    if len(cell) > LONGEST:
        return None
    return LOOKUP.get(folded(cell)) or LOOKUP.get(folded(BRACKETS.sub("", cell)))


def find_columns(lines: Sequence[Line]) -> Columns | None:
    """Find the header among the first lines, else judge by what the cells hold; None when this is no statement."""
    for index, line in enumerate(lines[:MAX_PREAMBLE]):
        found = _from_header(index, line.cells)
        if found is not None:
            return found
    return _from_cells(lines[:MAX_PREAMBLE])


def _from_header(index: int, cells: Sequence[str]) -> Columns | None:
    roles: dict[Role, int] = {}
    memo: list[int] = []
    for position, cell in enumerate(cells):
        role = role_of(cell)
        if role == "memo":
            memo.append(position)
        elif role is not None:
            roles.setdefault(role, position)
    day = roles.get("date", roles.get("value_date"))
    has_amount = "amount" in roles or "debit" in roles or "credit" in roles
    if day is None or not has_amount:
        return None
    return Columns(
        header=index,
        date=day,
        memo=memo,
        amount=roles.get("amount"),
        debit=roles.get("debit"),
        credit=roles.get("credit"),
        balance=roles.get("balance"),
        currency=roles.get("currency"),
        id=roles.get("id"),
        side=roles.get("side"),
        said_currency=_currency_in(cells),
    )


def _currency_in(cells: Sequence[str]) -> str | None:
    """Return the currency that an amount's header names, as in "Amount (EUR)"."""
    for cell in cells:
        if role_of(cell) in ("amount", "debit", "credit", "balance"):
            for word in re.findall(r"\b[A-Z]{3}\b", cell):
                if word in known_currencies():
                    return str(word)
    return None


def _from_cells(lines: Sequence[Line]) -> Columns | None:
    """Without a header: one column of dates, one or two of amounts with a sign, the rest words."""
    width = max(len(line.cells) for line in lines)
    order = DateOrder(None)

    def share(position: int, test: object) -> float:
        cells = [line.cells[position] for line in lines if position < len(line.cells)]
        return sum(1 for cell in cells if callable(test) and test(cell)) / len(cells) if cells else 0.0

    dates = [p for p in range(width) if share(p, lambda cell: order.read(cell) or DateOrder(False).read(cell)) > 0.9]
    amounts = [p for p in range(width) if p not in dates and share(p, _looks_like_money) > 0.9]
    if not dates or not amounts:
        return None
    words = [p for p in range(width) if p not in dates and p not in amounts]
    balance = amounts[1] if len(amounts) > 1 else None
    return Columns(header=None, date=dates[0], memo=words, amount=amounts[0], balance=balance)


def _looks_like_money(cell: str) -> bool:
    parts = split_sign(cell)
    return parts is not None and (parts[0] < 0 or "." in parts[1] or "," in parts[1] or cell.strip()[:1] == "+")
