"""Has what was built been built from what stands here now?"""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(inputs: Iterable[Path], *, ignore: frozenset[str] = frozenset()) -> str:
    """Return one hash over files and folders, names and content; folders named in `ignore` are left out."""
    total = hashlib.sha256()
    for file in sorted(_files(inputs, ignore)):
        total.update(f"{file}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(inputs: Iterable[Path], ignore: frozenset[str]) -> Iterable[Path]:
    for path in inputs:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from _files((inner for inner in path.iterdir() if inner.name not in ignore), ignore)


def is_fresh(stamp: Path, value: str) -> bool:
    """Tell whether the stamp holds this value."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def set_stamp(stamp: Path, value: str) -> None:
    """Record what was built."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="utf-8")
