"""A table that is not understood: its header, what a person may say of it, and what was said before."""

from collections import Counter
from collections.abc import Mapping, Sequence

from finance.statements.columns import role_of
from finance.statements.dates import DateOrder
from finance.statements.mapping import TableMapping, headless_signature, signature_of
from finance.statements.numbers import split_sign
from finance.statements.table import MAX_PREAMBLE, Line

SHOWN_ROWS, SHOWN_CELL = 5, 80
ENOUGH = 0.7  # of a column's cells have to be dates or amounts for it to be taken for one


def header_of(lines: Sequence[Line]) -> int | None:
    """Return which of the first lines is the header: the one before the first line with a date and an amount."""
    for index, line in enumerate(lines[:MAX_PREAMBLE]):
        if any(map(_is_date, line.cells)) and any(map(_is_amount, line.cells)):
            before = lines[index - 1] if index else None
            worded = before is not None and sum(bool(cell) for cell in before.cells) > 1
            return index - 1 if worded else None
    return 0 if lines else None


def remembered_mapping(
    lines: Sequence[Line], remembered: Mapping[str, TableMapping]
) -> tuple[TableMapping, int | None] | None:
    """Return the mapping that was said of this header before, and where the header stands."""
    if not remembered:
        return None
    for index, line in enumerate(lines[:MAX_PREAMBLE]):
        if (mapping := remembered.get(signature_of(line.cells))) is not None:
            return mapping, index
    mapping = remembered.get(headless_signature(_width(lines))) if header_of(lines) is None else None
    return (mapping, None) if mapping is not None else None


def signed(lines: Sequence[Line], header: int | None) -> tuple[str, list[str]]:
    """Return the signature that a mapping of this table is remembered by, and its header cells."""
    if header is None:
        return headless_signature(_width(lines)), []
    return signature_of(lines[header].cells), [cell[:SHOWN_CELL] for cell in lines[header].cells]


def guess(lines: Sequence[Line]) -> dict[str, object] | None:
    """Return what a mapping screen shows: header, sample rows, and the columns we would take.

    None when there is no column of dates or none of amounts: then no mapping helps.
    """
    header = header_of(lines)
    body = lines[0 if header is None else header + 1 :][:200]
    width = _width(lines)
    dates = [place for place in range(width) if _share(body, place, _is_date) >= ENOUGH]
    amounts = [place for place in range(width) if place not in dates and _share(body, place, _is_amount) >= ENOUGH]
    if not dates or not amounts:
        return None
    names = list(lines[header].cells) if header is not None else []
    signature, _ = signed(lines, header)
    return {
        "header": [name[:SHOWN_CELL] for name in names] + [""] * (width - len(names)),
        "rows": [[cell[:SHOWN_CELL] for cell in line.cells] for line in body[:SHOWN_ROWS]],
        "signature": signature,
        "guess": {"columns": _columns(names, dates, amounts, body, width)},
    }


def _columns(
    names: Sequence[str], dates: Sequence[int], amounts: Sequence[int], body: Sequence[Line], width: int
) -> dict[str, object]:
    """Take what the header names, then the likeliest: the first dates, the first amounts, the longest words."""
    found: dict[str, object] = {}
    for place, name in enumerate(names):
        role = role_of(name)
        if role and role not in ("memo", "value_date"):
            found.setdefault(role, place)
    if found.get("date") not in dates:
        found["date"] = dates[0]
    if not {"amount", "debit", "credit"} & found.keys():
        found["amount"] = next((place for place in amounts if place != found.get("balance")), amounts[0])
    taken = set(found.values())
    words = [place for place in range(width) if place not in taken and place not in dates and place not in amounts]
    return found | {"memo": sorted(words, key=lambda place: -_length(body, place))[:1]}


def _width(lines: Sequence[Line]) -> int:
    """Return how many columns most lines have."""
    return Counter(len(line.cells) for line in lines[:200]).most_common(1)[0][0] if lines else 0


def _share(lines: Sequence[Line], place: int, test: object) -> float:
    cells = [line.cells[place] for line in lines if place < len(line.cells) and line.cells[place]]
    return sum(1 for cell in cells if callable(test) and test(cell)) / len(cells) if cells else 0.0


def _length(lines: Sequence[Line], place: int) -> int:
    return sum(len(line.cells[place]) for line in lines if place < len(line.cells))


def _is_date(cell: str) -> bool:
    return DateOrder(True).read(cell) is not None or DateOrder(False).read(cell) is not None


def _is_amount(cell: str) -> bool:
    return split_sign(cell) is not None
