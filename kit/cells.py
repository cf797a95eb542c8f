"""Cells of a CSV that a spreadsheet opens: a text that it would take for a formula is made harmless (CWE-1236)."""

MARK = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the wide ones count too


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute; a plain number stays one."""
    return MARK + text if _is_risky(text) else text


def plain_cell(cell: str) -> str:
    """Take the apostrophe of `safe_cell` away again."""
    return cell[1:] if cell.startswith(MARK) and _is_risky(cell[1:]) else cell


def _is_risky(text: str) -> bool:
    """Tell whether a text begins a formula, whatever blanks or apostrophes stand before it."""
    if text[:1].isalnum():
        return False
    core = text.lstrip(MARK)
    return (core.startswith(FORMULA) or core.lstrip().startswith(FORMULA)) and not _is_number(core)


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return text[0] == "-" and digits.isascii() and digits.isdigit()
