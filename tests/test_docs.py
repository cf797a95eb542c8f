"""What the documents name exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from gig_lens.local import BASE_DIR
from tests.test_env_example import named

DOCS = sorted([*BASE_DIR.glob("*.md"), *BASE_DIR.glob("docs/**/*.md")])
BACKTICKS = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FILE = re.compile(r"(?!preact/)\.?[A-Za-z0-9_][\w.-]*(?:/[\w.*-]*)+")
SETTING = re.compile(r"([A-Z][A-Z0-9_]+)(?:=\S.*)?")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
TARGET = re.compile(r"^(?:\w+=\S+ )*make ([a-z-]+)")
MADE_LATER = ("var/", ".venv/", "docker/secrets/")  # by running and installing


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def in_backticks(document: Path) -> list[str]:
    """Return inline code and the lines of code blocks."""
    text = text_of(document)
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return BACKTICKS.findall(prose) + [line.strip() for block in blocks for line in block.splitlines()]


def targets() -> set[str]:
    """Return what make can be told to do."""
    makefile = (BASE_DIR / "Makefile").read_text(encoding="utf-8")
    benches = {f"bench-{file.stem}" for file in BASE_DIR.glob("bench/*.py") if not file.stem.startswith("_")}
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) | benches


def paths(document: Path) -> list[str]:
    """Return the files and folders that a document names, without those of the app while the app is not there."""
    app = (BASE_DIR / "pwa" / "package.json").is_file()
    found = [name for name in in_backticks(document) if FILE.fullmatch(name) and not name.startswith(MADE_LATER)]
    return [name for name in found if app or not name.startswith("pwa/")]


def every(document: Path) -> str:
    return str(document.relative_to(BASE_DIR))


@pytest.mark.parametrize("document", DOCS, ids=every)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(text_of(document)) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCS, ids=every)
def test_every_file_that_is_named_exists(document: Path) -> None:
    assert [name for name in paths(document) if not (BASE_DIR / name).exists()] == []


@pytest.mark.parametrize("document", DOCS, ids=every)
def test_every_command_that_is_named_exists(document: Path) -> None:
    code = in_backticks(document)
    told = {match[1] for line in code if (match := TARGET.match(line))}
    asked = {name for line in code for name in COMMAND.findall(line)}
    assert told <= targets()
    assert asked <= set(get_commands())


def test_every_setting_in_the_operators_page_is_in_the_example() -> None:
    code = in_backticks(BASE_DIR / "docs" / "running.md")
    told = {match[1] for line in code if (match := SETTING.fullmatch(line))}
    assert len(told) > 15
    assert {name for name in told if name not in named() and name.removesuffix("_FILE") not in named()} == set()


def test_the_documents_name_something() -> None:
    """A pattern that finds nothing would agree with everything."""
    assert sum(len(paths(document)) for document in DOCS) > 60
