"""The languages that the assistant hears and speaks."""

from typing import Literal, TypeGuard, get_args

Language = Literal["en", "es", "hi", "te"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "en"


def known(code: str) -> TypeGuard[Language]:
    """Tell whether a code is one of the four."""
    return code in LANGUAGES


def nearest(code: str) -> Language:
    """Return the language of a tag such as `es-MX`, or the default."""
    base = code.replace("_", "-").split("-")[0].lower()
    return base if known(base) else DEFAULT
