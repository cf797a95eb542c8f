"""Outlives a supervisor that was killed outright, and ends what it left running.

It runs as a process of its own with the standard library only. Its standard input is a pipe from the supervisor: a line
"+123" or "-123" adds or drops a process group; the end of the pipe means that the supervisor is gone, however it went.
"""

import contextlib
import os
import signal
import sys
import time

SECONDS_TO_STOP = 3.0


def end(groups: set[int]) -> None:
    """Ask every group to end, then kill what did not."""
    signal_all(groups, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while any(alive(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.1)
    signal_all(groups, signal.SIGKILL)


def signal_all(groups: set[int], number: signal.Signals) -> None:
    """Send a signal to each group that still exists."""
    for group in groups:
        with contextlib.suppress(OSError):
            os.killpg(group, number)


def alive(group: int) -> bool:
    """Tell whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


def main() -> None:
    """Keep the list until the pipe ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # only the end of the pipe ends it
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    end(groups)


if __name__ == "__main__":
    main()
