"""Requests to addresses that users give: to public hosts over https only, so that none reaches our own network.

The name is looked up once, every address it stands for is checked, and the connection goes to the one checked: a name
that answers differently a moment later changes nothing. Certificates are checked for the name as ever.
"""

import ipaddress
import socket
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

import httpcore2
import httpx2

MAX_URL = 1000
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotPublic(ValueError):
    """An address that is not for us to call; the message says why."""


def check_url(url: str, *, allow_loopback: bool = False) -> None:
    """Refuse an address by its looks, before anything is looked up.

    Raises:
        NotPublic: not https, with a user or an unusual port, or the number of a host that is not public.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotPublic("not an address") from error
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or not host or parts.fragment:
        raise NotPublic("not an address")
    number = _number(host)
    if allow_loopback and number and number.is_loopback and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise NotPublic("only https addresses, on the usual port")
    if number and not _is_public(number):
        raise NotPublic("not a public host")
    if not number and ("." not in host.strip(".") or host.rstrip(".").endswith((".local", ".internal", ".localhost"))):
        raise NotPublic("not a public host")


def _number(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _is_public(number: Address) -> bool:
    """Tell whether a number is one of the open internet, also when it is an IPv4 number in IPv6 clothes."""
    inner = (number.ipv4_mapped or number.sixtofour) if isinstance(number, ipaddress.IPv6Address) else None
    nat64 = number in NAT64 if isinstance(number, ipaddress.IPv6Address) else False
    return number.is_global and not number.is_multicast and not nat64 and (inner is None or _is_public(inner))


class PublicHosts(httpcore2.SyncBackend):
    """Connects to public addresses only."""

    def __init__(self, *, allow_loopback: bool) -> None:
        super().__init__()
        self._allow_loopback = allow_loopback

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Look the host up, check what it stands for, and connect to that."""
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} is not known") from error
        for text in found:
            number = _number(text)
            if number is None or not (_is_public(number) or (self._allow_loopback and number.is_loopback)):
                raise NotPublic("not a public host")
        for text in found[:-1]:
            try:
                return super().connect_tcp(text, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return super().connect_tcp(found[-1], port, timeout, local_address, socket_options)


@cache
def public_client(*, allow_loopback: bool = False) -> httpx2.Client:
    """Return the process's client for such requests: no redirects, no proxies, bounded in time."""
    transport = httpx2.HTTPTransport(trust_env=False, retries=0)
    # httpx2 offers no other way to say how to connect; the pool is made anew with the one thing changed.
    transport._pool = httpcore2.ConnectionPool(
        ssl_context=httpx2.create_ssl_context(trust_env=False),
        max_connections=10,
        network_backend=PublicHosts(allow_loopback=allow_loopback),
    )
    return httpx2.Client(transport=transport, timeout=httpx2.Timeout(5.0, connect=3.0), trust_env=False)
