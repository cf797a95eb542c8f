"""Short names of what the domains call by a code, in four languages: categories, reasons, changes and the like."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.languages import Language

HERE = Path(__file__).parent
Table = Mapping[str, Mapping[str, str]]


@cache
def labels() -> Mapping[str, Table]:
    """Return group -> code -> language -> name."""
    found: dict[str, Any] = yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    return found


def label(group: str, code: str, language: Language) -> str | None:
    """Return the name of a code; None where there is none."""
    return labels()[group].get(code, {}).get(language)


def must(group: str, code: str, language: Language) -> str:
    """Return the name of a code, or the code as a person would write it."""
    return label(group, code, language) or code.replace("_", " ").lower()


def category_name(category: str, language: Language) -> str:
    """Return what a category is called; one that the user made is called as they call it."""
    return label("category", category, language) or category.replace("_", " ")
