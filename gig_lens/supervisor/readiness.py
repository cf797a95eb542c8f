"""Does everything answer?"""

import asyncio
import json
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

PAUSE_S = 0.15


def answer(port: int, path: str) -> dict[str, Any] | None:
    """Return what a server on this machine says, or None while it does not."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return json.loads(response.read()) if response.status == 200 else None
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()


def serves_fully(port: int) -> bool:
    """Tell whether the web server answers and finds database, broker and ML service in order."""
    said = answer(port, "/readyz")
    return said is not None and said.get("status") == "ok"


def is_younger(file: Path, since: float) -> bool:
    """Tell whether a file was touched after an instant (seconds since the epoch)."""
    return file.exists() and file.stat().st_mtime >= since


async def until(condition: Callable[[], bool]) -> None:
    """Wait for as long as it takes: a death or a signal ends the wait from outside."""
    while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - what it asks is another process
        await asyncio.sleep(PAUSE_S)
