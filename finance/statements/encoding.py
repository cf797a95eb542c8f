"""From bytes to text: which encoding, and whether it is text at all."""

import codecs

from finance.statements.parsed import MAX_ROWS, NotAStatement, TooLarge

BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
SIGNATURES = {
    b"%PDF": "This is a PDF. Ask your bank's page for the statement as CSV, OFX, CAMT or XLSX and upload that.",
    b"PK\x03\x04": "This is a zip file. Unpack it and upload the statement inside.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel file. Save it as XLSX or CSV and upload that.",
    b"\x89PNG": "This is a picture. Upload the statement as CSV.",
    b"\xff\xd8\xff": "This is a picture. Upload the statement as CSV.",
    b"GIF8": "This is a picture. Upload the statement as CSV.",
    b"\x1f\x8b": "This is a compressed file. Unpack it and upload the statement inside.",
}
LINES_OF_A_RECORD = 12
NO_TEXT = "This is not a text file. Upload the statement as CSV."


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises:
        NotAStatement: it is empty, or no text.
    """
    if not content.strip():
        raise NotAStatement("The file is empty.", code="empty_file")
    for signature, told in SIGNATURES.items():
        if content.startswith(signature):
            raise NotAStatement(told)
    encoding = _by_bom(content) or _by_zeros(content) or _by_trial(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotAStatement(NO_TEXT) from error
    if "\x00" in text:
        raise NotAStatement(NO_TEXT)
    return text, encoding


def _by_bom(content: bytes) -> str | None:
    return next((name for bom, name in BOMS if content.startswith(bom)), None)


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a mark shows in every other byte being zero, as western digits and separators are."""
    sample = content[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 5:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _by_trial(content: bytes) -> str:
    """UTF-8 if it is valid; else GB 18030 if it reads as Chinese throughout; else the western code page."""
    if _decodes(content, "utf-8"):
        return "utf-8"
    if _decodes(content, "gb18030"):
        text = content.decode("gb18030")
        foreign = [sign for sign in text if ord(sign) > 127]
        chinese = sum("\u4e00" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" for sign in foreign)
        # Two western accents in a row also decode as one rare ideograph, so a few are no proof.
        if chinese >= 4 and chinese >= 0.8 * len(foreign) and _has_common(text):
            return "gb18030"
    return "cp1252" if _decodes(content, "cp1252") else "latin-1"


def _has_common(text: str) -> bool:
    """Tell whether words are in it that Chinese bank files always hold."""
    return any(word in text for word in ("日期", "金额", "余额", "交易", "摘要", "收入", "支出"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def lines_of(text: str) -> list[str]:
    """Return the lines of a text whose records take several lines each.

    Raises:
        TooLarge: there are more than MAX_ROWS records could fill.
    """
    if max(text.count("\n"), text.count("\r")) > MAX_ROWS * LINES_OF_A_RECORD:
        raise TooLarge(f"The file has more lines than {MAX_ROWS:,} transactions fill. Export it by year.")
    return text.removeprefix("\ufeff").splitlines()
