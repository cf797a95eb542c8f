"""What the fixture `sent` keeps: names of tasks, and what they were sent with."""

from typing import Any

Sent = list[tuple[str, tuple[Any, ...]]]
