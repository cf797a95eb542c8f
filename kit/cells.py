"""Cells of a CSV that a spreadsheet opens: a text that it would take for a formula is made harmless."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute; a plain number stays one."""
    if not text.startswith(FORMULA) or _is_number(text):
        return text
    return f"'{text}"


def plain_cell(cell: str) -> str:
    """Take the apostrophe of `safe_cell` away again."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return text[0] == "-" and digits.isascii() and digits.isdigit()
