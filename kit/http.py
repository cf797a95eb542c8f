"""One outbound HTTP client per process: making one costs 50 ms of TLS set-up."""

from functools import cache

import httpx2


@cache
def outbound() -> httpx2.Client:
    """Return the process's client: short to connect, bounded to read, no redirects, no proxies from the environment."""
    return httpx2.Client(
        timeout=httpx2.Timeout(5.0, connect=0.5),
        limits=httpx2.Limits(max_connections=20, max_keepalive_connections=10),
        trust_env=False,
    )
