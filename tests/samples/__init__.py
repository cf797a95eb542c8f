"""Small statements of our own making, one for each manner of a format."""

from pathlib import Path

HERE = Path(__file__).parent


def sample(name: str) -> bytes:
    """Return a sample's bytes."""
    return (HERE / name).read_bytes()
