"""`python -m assistant.understanding.table FILE`: the phrase lists as the table that the intent model is fitted on.

Needs neither Django nor a database. The table has a line for each phrasing: text (read and masked, exactly as a message
will be), intent, language, and the number of the line that it was drawn from.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant.languages import Language
from assistant.understanding.reading import masked, read
from assistant.understanding.templates import LISTS, drawn, lines

COLUMNS = ("text", "intent", "language", "line")
READ_ON = date(2026, 11, 18)  # a Wednesday in the middle of a month: the text is the same whenever it is made


def rows() -> Iterator[tuple[str, str, Language, int]]:
    """Yield the lines of the table; the same phrasing of one intent comes once."""
    seen: set[tuple[str, str, str]] = set()
    number = 0
    for path in sorted(LISTS.glob("*.yaml")):
        if path.stem in {"values", "frames"}:
            continue
        language = _language(path.stem)
        for intent, line in lines(path.stem):
            number += 1
            for phrase in drawn(line, path.stem):
                text = masked(read(phrase, language, READ_ON), READ_ON)
                if text and (text, intent, language) not in seen:
                    seen.add((text, intent, language))
                    yield text, intent, language, number


def _language(stem: str) -> Language:
    return {"en": "en", "es": "es", "hi": "hi", "te": "te"}[stem[:2]]  # type: ignore[return-value] # four literals


def write(path: Path) -> int:
    """Write the table; return how many lines it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for row in rows():
            table.writerow(row)
            count += 1
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))} phrasings\n")
