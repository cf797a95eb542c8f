""".env.example and the code name the same settings."""

import re
from pathlib import Path

from gig_lens.local import BASE_DIR
from ml_service.settings import Settings

LINE = re.compile(r"^#([A-Z][A-Z0-9_]*)=", re.MULTILINE)
READ = re.compile(r"""(?:env\.\w+|secret|environ\.get)\(\s*"([A-Z][A-Z0-9_]*)\"""")
READERS = ("gig_lens/settings.py", "gig_lens/local.py")


def named() -> list[str]:
    return LINE.findall((BASE_DIR / ".env.example").read_text(encoding="utf-8"))


def read_by_the_code() -> set[str]:
    web = {name for file in READERS for name in READ.findall(Path(BASE_DIR / file).read_text(encoding="utf-8"))}
    ml = {name.upper() for name in Settings.model_fields if not name.endswith("_file")}
    return web | ml


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert set(named()) == read_by_the_code()


def test_no_setting_is_named_twice() -> None:
    assert len(named()) == len(set(named()))


def test_every_setting_comes_with_an_explanation() -> None:
    """A comment in words stands above each block of names."""
    text = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=# )", text)
    unexplained = [name for block in blocks if not block.startswith("# ") for name in LINE.findall(block)]
    assert unexplained == []
