"""What somebody might do to a request of Twilio's, or in place of one. Each function changes a request in place."""

import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from random import Random
from urllib.parse import urlencode

from tests.voice.forged.shapes import Request
from tests.voice.signing import TOKEN, signature
from voice.webhooks.signatures import sign

Change = Callable[[Request, Random], None]
SIGNATURE, SCHEME = "X-Twilio-Signature", "X-Twilio-Webhooks-Signature-Settings"
ODD = (
    "",
    "=",
    "====",
    "a",
    "A" * 27,
    "A" * 28,
    "\xff\xfe",
    "é" * 28,
    "\u0000",
    "null",
    "None",
    "[]",
    "A" * 10_000,
    " ",
    ",",
)
SIGNED_TWICE = "application/json"


def _set(request: Request, name: str, value: str | None) -> None:
    request.headers = [pair for pair in request.headers if pair[0] != name]
    if value is not None:
        request.headers.append((name, value))


def _get(request: Request, name: str) -> str:
    return dict(request.headers).get(name, "")


def _at(request: Request, random: Random) -> int:
    return random.randrange(len(request.pairs))


# --- The signature
def unsigned(request: Request, random: Random) -> None:
    _set(request, SIGNATURE, None)


def odd_signature(request: Request, random: Random) -> None:
    _set(request, SIGNATURE, random.choice(ODD))


def random_signature(request: Request, random: Random) -> None:
    _set(request, SIGNATURE, b64encode(random.randbytes(random.choice((20, 32)))).decode())


def bent_signature(request: Request, random: Random) -> None:
    made = list(_get(request, SIGNATURE))
    place = random.randrange(len(made) - 2)
    made[place] = random.choice([one for one in "ABCxyz019+/" if one != made[place]])
    _set(request, SIGNATURE, "".join(made))


def cut_signature(request: Request, random: Random) -> None:
    made = _get(request, SIGNATURE)
    _set(request, SIGNATURE, made[: random.randrange(len(made))])


def padded_signature(request: Request, random: Random) -> None:
    _set(request, SIGNATURE, _get(request, SIGNATURE) + random.choice((" ", "=", "\n", "A", ",")))


def signed_twice(request: Request, random: Random) -> None:
    request.headers.append((SIGNATURE, _get(request, SIGNATURE)))


def other_secret(request: Request, random: Random) -> None:
    secret = random.choice(("", "None", TOKEN[:-1], TOKEN.upper(), "secret", f"{TOKEN} "))
    _set(request, SCHEME, None)
    _set(request, SIGNATURE, signature("http://testserver" + request.address, dict(request.pairs), secret or "-"))


def other_scheme(request: Request, random: Random) -> None:
    schemes = (
        "algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_1,algorithm=HMAC_SHA1",
        "key=webhooks_sharedkey_1,algorithm=none",
        "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA1",
        "key=,algorithm=HMAC_SHA256",
        "key=é,algorithm=HMAC_SHA256",
        "HMAC_SHA256",
        ",,,",
        "=" * 500,
    )
    _set(request, SCHEME, random.choice(schemes))


def lower_scheme(request: Request, random: Random) -> None:
    """A signature of one scheme announced as one of the other."""
    _set(request, SCHEME, None if _get(request, SCHEME) else "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256")


# --- What is signed
def other_value(request: Request, random: Random) -> None:
    place = _at(request, random)
    name, value = request.pairs[place]
    request.pairs[place] = (name, random.choice((f"{value}1", value[:-1] + "~", f" {value}", value.swapcase() + "x")))


def other_name(request: Request, random: Random) -> None:
    place = _at(request, random)
    name, value = request.pairs[place]
    request.pairs[place] = (random.choice((name.lower(), f"{name}x", name[:-1], f"x{name}")), value)


def dropped(request: Request, random: Random) -> None:
    request.pairs.pop(_at(request, random))


def added(request: Request, random: Random) -> None:
    extra = (
        ("Digits", "1"),
        ("AnsweredBy", "human"),
        ("StirVerstat", "TN-Validation-Passed-A"),
        ("x", ""),
        ("Zz", "1"),
    )
    new = random.choice([pair for pair in extra if pair not in request.pairs])
    request.pairs.insert(_at(request, random), new)


def twice(request: Request, random: Random) -> None:
    """The signature stays right: Twilio signs each name and value once."""
    request.pairs.insert(_at(request, random), request.pairs[_at(request, random)])


def twice_otherwise(request: Request, random: Random) -> None:
    name, value = request.pairs[_at(request, random)]
    request.pairs.append((name, f"{value}0"))


# --- Another reading of what is signed: the signature stays right
def glued(request: Request, random: Random) -> None:
    """A name, its value and the next name become one name."""
    place = random.randrange(len(request.pairs) - 1)
    (name, value), (then, last) = request.pairs[place : place + 2]
    request.pairs[place : place + 2] = [(name + value + then, last)]


def swallowed(request: Request, random: Random) -> None:
    """The next name and its value become a part of a value."""
    place = random.randrange(len(request.pairs) - 1)
    (name, value), (then, last) = request.pairs[place : place + 2]
    request.pairs[place : place + 2] = [(name, value + then + last)]


def moved(request: Request, random: Random) -> None:
    """A part of a value becomes a part of its name, or the other way round."""
    place = random.choice([here for here, pair in enumerate(request.pairs) if len(pair[0] + pair[1]) > 2])
    name, value = request.pairs[place]
    text = name + value
    cut = random.choice([here for here in range(1, len(text) + 1) if here != len(name)])
    request.pairs[place] = (text[:cut], text[cut:])


# --- The address
def other_address(request: Request, random: Random) -> None:
    """Right for another address."""
    path = request.address.split("?")[0]
    others = (
        f"https://testserver{request.address}",
        f"http://TESTSERVER{request.address}",
        f"http://testserver:8443{request.address}",
        f"http://evil.example{request.address}",
        f"http://testserver{path}/",
        f"http://testserver{path}?x=1",
        "http://testserver/api/voice/other",
        f"ws://testserver{request.address}",
    )
    _set(request, SCHEME, None)
    _set(request, SIGNATURE, signature(random.choice(others), dict(request.pairs)))


def moved_address(request: Request, random: Random) -> None:
    """Sent to another address than it was signed for."""
    here = request.address
    request.address = random.choice(
        [one for one in ("/api/voice", "/api/voice/step", "/api/voice/step?turn=7", "/api/voice/status") if one != here]
        + [f"{here}{'&' if '?' in here else '?'}turn=9", f"{here.split('?')[0]}/", "/api/voice/relay"]
    )


def forwarded(request: Request, random: Random) -> None:
    """Right for a host that the request itself names."""
    _set(request, SCHEME, None)
    _set(request, SIGNATURE, signature(f"https://evil.example{request.address}", dict(request.pairs)))
    request.headers += [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https")]


# --- The body
def other_kind(request: Request, random: Random) -> None:
    request.kind = random.choice(
        ("text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "", "application/json")
    )


def as_json(request: Request, random: Random) -> None:
    """JSON with or without its hash in the address; right signature where there is a hash, wrong hash."""
    request.body = json.dumps(dict(request.pairs)).encode()
    request.kind = SIGNED_TWICE
    wrong = random.choice(("", "0" * 64, sha256(b"other").hexdigest(), "é", "0" * 63))
    request.address = f"{request.address.split('?')[0]}?bodySHA256={wrong}"
    _set(request, SCHEME, None)
    _set(request, SIGNATURE, b64encode(sign("http://testserver" + request.address, [], TOKEN)).decode())


def as_json_rightly(request: Request, random: Random) -> None:
    """Right in everything, but not a form: these addresses take no JSON."""
    as_json(request, random)
    digest = sha256(request.payload()).hexdigest()
    request.address = f"{request.address.split('?')[0]}?bodySHA256={digest}"
    _set(request, SIGNATURE, b64encode(sign("http://testserver" + request.address, [], TOKEN)).decode())


def rubbish(request: Request, random: Random) -> None:
    request.body = random.choice(
        (
            random.randbytes(random.randrange(400)),
            b"%ff%fe=1",
            b"CallSid=%ED%A0%80",
            b"&" * 500,
            b"=" * 500,
            b"a=1&" * 500,
            b"CallSid",
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--",
            urlencode(request.pairs).encode() + b"&x=" + b"y" * 70_000,
            urlencode(request.pairs).encode()[:-3],
            b"\x00" + urlencode(request.pairs).encode(),
            b"",
        )
    )


def empty(request: Request, random: Random) -> None:
    """The signature of the bare address, as a handshake or a GET has it."""
    request.pairs = []
    _set(request, SCHEME, None)
    _set(request, SIGNATURE, b64encode(sign("http://testserver" + request.address, [], TOKEN)).decode())


def other_method(request: Request, random: Random) -> None:
    request.method = random.choice(("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"))


def odd_headers(request: Request, random: Random) -> None:
    unsigned(request, random)
    odd = (
        ("Host", "evil.example"),
        ("Cookie", "sessionid=x"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Encoding", "gzip"),
    )
    request.headers.append(random.choice(odd))


# --- Rightly signed, wrongly said
def nonsense(request: Request, random: Random) -> None:
    """Values that no request of Twilio's has, signed with its token: nothing may break over them."""
    odd = {
        "CallSid": ("", "CA1", "CA" + "Z" * 32, "x" * 40, "CA" + "0" * 32 + "\n"),
        "AccountSid": ("", "AC" + "b" * 32),
        "From": ("+1555é", "+1 555", "'; DROP TABLE", "\u0000", "<script>"),
        "CallStatus": ("done", "COMPLETED", "\u0000"),
        "Digits": ("1;2", "١٢٣", "1 2", "9" * 500),
        "SequenceNumber": ("-1", "1e9", "٣", "9" * 40),
        "CallDuration": ("-1", "NaN", "9" * 40),
        "AnsweredBy": ("HUMAN", "human\n", "yes"),
        "StirVerstat": ("TN-Validation-Passed-A,TN-Validation-Passed-A", "x" * 200, "\u0000"),
    }
    name = random.choice(list(odd))
    params = {**dict(request.pairs), name: random.choice(odd[name])}
    request.pairs = sorted(params.items())
    _set(request, SCHEME, None)
    _set(request, SIGNATURE, signature("http://testserver" + request.address, params))


EVERY: tuple[Change, ...] = (
    unsigned, odd_signature, random_signature, bent_signature, cut_signature, padded_signature, signed_twice,
    other_secret, other_scheme, lower_scheme, other_value, other_name, dropped, added, twice, twice_otherwise, glued,
    swallowed, moved, other_address, moved_address, forwarded, other_kind, as_json, as_json_rightly, rubbish, empty,
    other_method, odd_headers, nonsense,
)  # fmt: skip
