"""How a request is tried, tried again, and given up."""

import socket
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from telephone_rig import Call, Limits, Line, Signer, Web, Webhooks, ring
from telephone_rig.notices import Broken
from tests.voice.rig.application import SECRET, Application, Reply

Rung = Callable[[str], Call]


@pytest.fixture
def hooks(app: Application) -> Webhooks:
    return Webhooks(Signer(SECRET), Web(scale=0.02))


@pytest.fixture
def nobody() -> Iterator[str]:
    """Return an address where nobody listens."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{kept.getsockname()[1]}/voice"


@pytest.mark.parametrize(
    ("url", "limits"),
    [
        ("https://a.example/v", Limits()),
        ("https://a.example/v#rc=2&rp=ct,rt&rt=4500", Limits(5, 4.5, 15, 2, frozenset({"ct", "rt"}))),
        ("https://a.example/v#ct=50&tt=99999&rc=9", Limits(0.1, 15, 15, 5)),
        ("https://a.example/v#rp=all", Limits(policy=frozenset({"all"}))),
        ("https://a.example/v#nonsense", Limits()),
    ],
)
def test_an_address_says_how_it_is_tried(url: str, limits: Limits) -> None:
    assert Limits.of(url) == limits


def test_the_fragment_is_not_sent(app: Application, hooks: Webhooks) -> None:
    app.page("/voice", "")
    hooks.send(f"{app.address}/voice#rc=2", [("A", "1")])
    assert app.asked[0].genuine
    assert hooks.attempts[0].url == f"{app.address}/voice"


def test_an_answer_that_does_not_come_in_time_is_given_up(app: Application, hooks: Webhooks) -> None:
    app.pages["/voice"] = Reply("", waits_s=0.6)  # more than 15 s of a fiftieth
    with pytest.raises(Broken) as caught:
        hooks.send(f"{app.address}/voice", [])
    assert caught.value.notice.code == 11205
    assert len(hooks.attempts) == 1  # a time-out is not tried again unless the address says so


def test_all_attempts_together_have_the_same_fifteen_seconds(app: Application, hooks: Webhooks) -> None:
    app.pages["/voice"] = Reply("", waits_s=0.25)
    with pytest.raises(Broken):
        hooks.send(f"{app.address}/voice#rc=5&rp=rt&rt=6000", [])
    assert 2 <= len(hooks.attempts) <= 4  # 6 s, 6 s and what is left


def test_every_attempt_has_the_same_token(app: Application, hooks: Webhooks) -> None:
    tries = count()
    app.pages["/voice"] = lambda request: Reply("", cut=True) if next(tries) < 2 else "<Response/>"
    hooks.send(f"{app.address}/voice#rc=2&rp=rt", [("Digits", "1")])
    tokens = [request.headers["i-twilio-idempotency-token"] for request in app.asked]
    assert len(tokens) == 3
    assert len(set(tokens)) == 1
    hooks.send(f"{app.address}/voice", [])
    assert app.asked[-1].headers["i-twilio-idempotency-token"] != tokens[0]


@pytest.mark.parametrize(("fragment", "tries"), [("", 1), ("#rp=5xx", 2), ("#rc=3&rp=5xx", 4), ("#rc=3&rp=4xx", 1)])
def test_an_error_is_tried_again_where_the_address_says_so(
    app: Application, hooks: Webhooks, fragment: str, tries: int
) -> None:
    app.pages["/voice"] = Reply("", 503)
    assert hooks.send(f"{app.address}/voice{fragment}", []).status == 503
    assert len(app.asked) == tries


def test_a_connection_that_cannot_be_made_is_tried_once_more(hooks: Webhooks, nobody: str) -> None:
    with pytest.raises(Broken) as caught:
        hooks.send(nobody, [])
    assert caught.value.notice.code == 11205
    assert len(hooks.attempts) == 2


def test_a_host_that_does_not_exist_has_a_number_of_its_own(hooks: Webhooks) -> None:
    with pytest.raises(Broken) as caught:
        hooks.send("http://giglens.invalid/voice", [])
    assert caught.value.notice.code == 11210


def test_an_answer_that_gets_lost_is_asked_for_again(app: Application, hooks: Webhooks) -> None:
    app.page("/voice", "")
    lost = iter([True, False])
    hooks.loses = lambda url: next(lost)
    hooks.send(f"{app.address}/voice#rp=rt", [])
    assert len(app.asked) == 2
    assert hooks.attempts[0].token == hooks.attempts[1].token


def test_a_redirect_loses_what_was_pressed(app: Application, hooks: Webhooks) -> None:
    app.pages["/voice"] = Reply("", 301, headers={"Location": "/voice/"})
    app.page("/voice/", "")
    hooks.send(f"{app.address}/voice", [("Digits", "1")])
    first, second = app.asked
    assert (first.method, first.params) == ("POST", {"Digits": "1"})
    assert (second.method, second.params, second.genuine) == ("GET", {}, True)


def test_redirects_without_end_are_given_up(app: Application, hooks: Webhooks) -> None:
    app.pages["/voice"] = Reply("", 302, headers={"Location": "/voice"})
    with pytest.raises(Broken) as caught:
        hooks.send(f"{app.address}/voice", [])
    assert caught.value.notice.code == 11215


def test_a_get_carries_its_parameters_in_the_address(app: Application, hooks: Webhooks) -> None:
    app.page("/voice", "")
    hooks.send(f"{app.address}/voice?a=1", [("Digits", "1#")], "GET")
    assert (app.asked[0].params, app.asked[0].genuine) == ({"a": "1", "Digits": "1#"}, True)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("<Response/>", 404), 11200),
        (Reply("<Response/>", 500), 11200),
        (Reply("{}", kind="application/json"), 12300),
        (Reply("<Response/>", kind=""), 12300),
        (Reply("", 204, kind="text/xml"), 12100),
        (Reply("<Response>", kind="text/xml"), 12100),
        (Reply("", cut=True), 11206),
    ],
)
def test_what_is_no_document_has_a_number(app: Application, line: Line, reply: Reply, code: int) -> None:
    app.pages["/voice"] = reply
    call = ring(line)
    assert call.over == "application error"
    assert [notice.code for notice in call.errors] == [code]


def test_plain_text_is_said(app: Application, line: Line) -> None:
    app.pages["/voice"] = Reply("Fish & chips", kind="text/plain; charset=utf-8")
    assert ring(line).heard == "Fish & chips"


def test_audio_is_played(app: Application, line: Line) -> None:
    app.pages["/voice"] = Reply("RIFF", kind="audio/wav")
    assert f"plays {app.address}/voice" in str(ring(line).transcript)


def test_a_fallback_that_fails_too_is_not_asked_again(app: Application, line: Line) -> None:
    line.fallback_url = f"{app.address}/fallback"
    call = ring(line)
    assert app.counted() == {"/voice": 1, "/fallback": 1}
    assert call.over == "application error"


def test_the_real_address_may_be_another(app: Application) -> None:
    """What is signed is the public address; where the server really listens is nobody's business."""
    where = ("127.0.0.1", int(app.address.rpartition(":")[2]))
    app.page("/voice", "<Gather action='/next' numDigits='1'/>")
    app.page("/next", "<Say>Here.</Say>")
    app.address = "https://giglens.example"
    web = Web(routes={"https://giglens.example": where})
    call = ring(Line("https://giglens.example/voice", Webhooks(Signer(SECRET), web))).press("1")
    assert call.heard == "Here."
    assert all(request.genuine for request in app.asked)
