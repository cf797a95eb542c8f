"""The application served in this process, as `manage.py up` serves it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gig_lens.serve import server
from tests.ml import free_port


@contextmanager
def served() -> Iterator[str]:
    """Serve on a free port until the block is left; yield the address."""
    running = server("127.0.0.1", port := free_port())
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(timeout=15)
