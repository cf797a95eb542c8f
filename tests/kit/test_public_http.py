"""Addresses that users give reach public hosts only, whatever their name stands for."""

import socket

import httpx2
import pytest

from kit.public_http import NotPublic, check_url, public_client
from tests.fakes.push import running_push


@pytest.mark.parametrize("url", ["https://push.example.net/abc", "https://8.8.8.8/x", "https://[2606:4700::1111]/x"])
def test_a_public_address_passes(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example.net/abc",
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://[fe80::1%25eth0]/x",
        "https://224.0.0.1/x",
        "https://0.0.0.0/x",
        "https://localhost/x",
        "https://printer.local/x",
        "https://db.internal/x",
        "https://user@push.example.net/x",
        "https://push.example.net:8443/x",
        "https://push.example.net/x#y",
        "https://push.example.net/a\nb",
        "https://münchen.example/x",
        "ftp://push.example.net/x",
        "https:///x",
        "https://[bad/x",
        "",
        "https://push.example.net/" + "x" * 1000,
    ],
)
def test_what_is_not_for_us_to_call_is_refused(url: str) -> None:
    with pytest.raises(NotPublic):
        check_url(url)


@pytest.mark.parametrize("number", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "169.254.169.254"])
def test_a_public_name_that_stands_for_a_private_host_is_not_connected_to(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    connected: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_: connected.append(args))
    with pytest.raises(NotPublic):
        public_client().post("https://push.example.net/x")
    assert connected == []


def test_loopback_is_reached_only_where_a_test_allows_it() -> None:
    with running_push() as service:
        assert public_client(allow_loopback=True).post(f"{service.address}/x", content=b"1").status_code == 201
        with pytest.raises(NotPublic):
            public_client().post(f"{service.address}/x", content=b"1")
    assert len(service.requests) == 1


def test_redirects_are_not_followed() -> None:
    with running_push() as service:
        service.answers["/x"] = 302
        assert public_client(allow_loopback=True).post(f"{service.address}/x", content=b"").status_code == 302


def test_a_name_that_is_not_known_is_a_connection_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(httpx2.ConnectError):
        public_client().post("https://nowhere.example.net/x")
