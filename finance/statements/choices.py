"""What a person says about a file where the file does not say it itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from finance.statements.mapping import TableMapping
from finance.statements.parsed import NotAStatement, ParsedStatement, Rejected, Row, SeveralAccounts, StatedBalance


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers; None where nothing was said.

    Attributes:
        day_first: whether dates are written day first.
        section: which account, or sheet, of a file that holds several.
        mapping: which column is what, for a table that is not understood.
        remembered: mappings of before, by the signature of the header they were said of.
    """

    day_first: bool | None = None
    section: str | None = None
    mapping: TableMapping | None = None
    remembered: Mapping[str, TableMapping] = field(default_factory=dict)


@dataclass
class Section:
    """What a file tells of one account in one currency."""

    name: str
    currency: str | None = None
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    balances: list[StatedBalance] = field(default_factory=list)

    def add(self, found: Row | Rejected) -> None:
        """Keep a row, or a line that could not be read."""
        if isinstance(found, Row):
            self.rows.append(found)
        else:
            self.rejected.append(found)

    @property
    def label(self) -> str:
        """The account as it is shown and chosen; the currency tells apart two of one number."""
        return " ".join(part for part in (self.name, self.currency) if part)[:120] or "unnamed"


class Numbering:
    """Line numbers that no two records share, also in a file that is all one line."""

    def __init__(self) -> None:
        self._last = 0

    def of(self, line: int) -> int:
        """Return the line a record starts on, or the next free number where that one is taken."""
        self._last = max(line, self._last + 1)
        return self._last


def statement_of(
    file_format: str, sections: Sequence[Section], choices: Choices, told: Mapping[str, object]
) -> ParsedStatement:
    """Return the one account's statement that is meant; accounts and currencies are never mixed.

    Raises:
        SeveralAccounts: there are several, and none or no such one was chosen.
        NotAStatement: there is no transaction in it.
    """
    joined = _joined(sections)
    filled = [section for section in joined if section.rows or section.rejected]
    if not filled:
        raise NotAStatement("The file is readable, and there is no transaction in it.", code="empty_statement")
    section = chosen([one.label for one in filled], choices.section)
    found = filled[section]
    if not found.rows:
        first = found.rejected[0]
        raise NotAStatement(
            f"None of its {len(found.rejected)} transactions could be read; line {first.line}: {first.reason}."
        )
    told = dict(told) | ({"account": found.label} if found.name else {})
    return ParsedStatement(file_format, found.rows, found.rejected, found.currency, told, found.balances)


def chosen(labels: Sequence[str], said: str | None) -> int:
    """Return which of several is meant.

    Raises:
        SeveralAccounts: it cannot be told.
    """
    if said is not None and said in labels:
        return labels.index(said)
    if len(labels) == 1 and said is None:
        return 0
    raise SeveralAccounts(
        f"The file holds several accounts or sheets: {', '.join(labels)[:300]}. Say which one to take."
        if said is None
        else f"There is no “{said[:120]}” in the file. It holds: {', '.join(labels)[:300]}.",
        details={"sections": list(labels)},
    )


def _joined(sections: Sequence[Section]) -> list[Section]:
    """Put together the statements of one account and currency, such as the days of a month."""
    found: dict[str, Section] = {}
    for section in sections:
        one = found.setdefault(section.label, Section(section.name, section.currency))
        one.rows += section.rows
        one.rejected += section.rejected
        one.balances += section.balances
    return list(found.values())
