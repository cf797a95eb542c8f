"""A number becomes somebody's by a code that its line has heard, and by nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.models import Alert
from telephone_rig import Call as Line
from telephone_rig.rest import FakeTwilio, Fault, faults, running_twilio
from tests.voice.callers.conftest import NOW, NUMBER, OTHER, PIN, own
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.models import BlockedNumber, Call, CodeAllowance, Lockout, OutboundSwitch, PhoneNumber, PhonePin

NUMBERS = "/api/v1/telephone/numbers"
GIGLENS = "+12025550000"
WORDS = {
    word: str(digit)
    for digit, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}


@pytest.fixture
def twilio(settings: Settings, live_server: LiveServer) -> Iterator[FakeTwilio]:
    """Run an account at Twilio that fetches from this application."""
    settings.PUBLIC_BASE_URL = live_server.url
    with running_twilio() as account:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = account.account_sid, account.auth_token
        settings.TWILIO_API_BASE, settings.TWILIO_NUMBER = account.address, GIGLENS
        yield account


def add(api: APIClient, number: str = NUMBER, **more: str) -> Any:
    return api.post(NUMBERS, {"number": number, **more}, format="json")


def verify(api: APIClient, code: str, row: dict[str, Any]) -> Any:
    return api.post(f"{NUMBERS}/{row['id']}/verify", {"code": code}, format="json")


def code_in(line: Line) -> str:
    """Return the code that was spoken."""
    said = re.search(r"The code is: ([a-z, ]+)\.", line.heard)
    assert said, line.heard
    return "".join(WORDS[word] for word in said[1].split(", "))


def listen(twilio: FakeTwilio) -> str:
    """Answer the last call, and listen to the code."""
    return code_in(twilio.pick_up(twilio.calls[-1]).press("1"))


def test_it_is_rung_the_code_is_typed_in_and_the_number_is_theirs(
    ana: User, api: APIClient, twilio: FakeTwilio
) -> None:
    answer = add(api, "(202) 555-0100")
    assert answer.status_code == 201
    row = answer.json()
    assert {name: row[name] for name in ("ends", "verified_at", "code_expires_at")} == {
        "ends": "0100",
        "verified_at": None,
        "code_expires_at": None,
    }
    (placed,) = twilio.calls
    assert (placed.get("To"), placed.get("From")) == (NUMBER, GIGLENS)
    line = twilio.pick_up(placed)
    assert line.heard.startswith("This is Gig Lens, with an automated call.")
    line.press("1")
    code = code_in(line)
    assert line.heard.count(", ".join(word for digit in code for word, value in WORDS.items() if value == digit)) == 2
    verified = verify(api, f"{code[:3]} {code[3:]}", row)
    assert verified.status_code == 200
    assert verified.json()["verified_at"]
    kept = PhoneNumber.objects.get()
    assert (kept.user, kept.number, kept.fingerprint, kept.code_hash) == (ana, NUMBER, fingerprint(NUMBER), "")
    actions = AuditEntry.objects.for_user(ana).order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["phone_number.added", "phone_number.verified"]
    call = Call.objects.get()
    assert (call.purpose, call.user, call.number_ends) == ("verification", ana, "0100")
    assert code not in str(call.state) + str(list(call.events.values()))


@pytest.mark.parametrize(("language", "who"), [("es", "Aquí Gig Lens"), ("hi", "यह गिग लेंस"), ("te", "ఇది గిగ్ లెన్స్")])
def test_it_speaks_the_users_language_and_says_no_name(
    ana: User, api: APIClient, twilio: FakeTwilio, language: str, who: str
) -> None:
    User.objects.filter(pk=ana.pk).update(language=language, name="Ana Nováková")
    ana.refresh_from_db()
    add(api)
    line = twilio.pick_up(twilio.calls[0])
    assert line.heard.startswith(who)
    line.press("1")
    assert "Ana" not in str(line.transcript)
    assert PhoneNumber.objects.get().code_expires_at


def test_a_voicemail_presses_nothing_and_hears_no_code(api: APIClient, twilio: FakeTwilio) -> None:
    add(api)
    line = twilio.pick_up(twilio.calls[0], by="machine")
    while not line.over:
        line.wait()
    assert "code is" not in str(line.transcript)
    assert PhoneNumber.objects.get().code_hash == ""
    assert line.heard.endswith("Goodbye.")


def test_nine_takes_the_number_off_tells_its_user_and_nobody_is_rung_again(
    ana: User, api: APIClient, twilio: FakeTwilio
) -> None:
    row = add(api).json()
    line = twilio.pick_up(twilio.calls[0]).press("1")
    code = code_in(line)
    line.press("9")
    assert line.over
    assert "taken off" in line.heard
    assert not PhoneNumber.objects.exists()
    assert verify(api, code, row).status_code == 404
    assert AuditEntry.objects.for_user(ana).filter(action="phone_number.disowned", by="system").exists()
    assert Alert.objects.for_user(ana).get().evidence[0]["value"] == "number_disowned"
    assert add(api).status_code == 201
    assert len(twilio.calls) == 1


def test_another_code_on_the_same_call_makes_the_first_one_void(api: APIClient, twilio: FakeTwilio) -> None:
    row = add(api).json()
    line = twilio.pick_up(twilio.calls[0]).press("1")
    first = code_in(line)
    second = code_in(line.press("1"))
    if first != second:
        assert verify(api, first, row).json()["error"]["code"] == "wrong_code"
    assert verify(api, second, row).status_code == 200


def test_the_demo_has_nobody_rung(api: APIClient, twilio: FakeTwilio, ana: User) -> None:
    """Everybody has its log-in."""
    User.objects.filter(pk=ana.pk).update(is_demo=True)
    answer = add(api)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "demo_not_rung")
    assert not twilio.calls


def test_by_text(api: APIClient, twilio: FakeTwilio) -> None:
    row = add(api, by="text").json()
    assert row["code_expires_at"]
    assert twilio.calls == []
    (message,) = twilio.messages
    code = re.search(r"[0-9]{6}", message.body)
    assert code
    assert verify(api, code[0], row).status_code == 200


def test_a_code_is_good_for_ten_minutes(api: APIClient, twilio: FakeTwilio) -> None:
    row = add(api).json()
    code = listen(twilio)
    with time_machine.travel(PhoneNumber.objects.get().code_expires_at, tick=False):
        assert verify(api, code, row).json()["error"]["code"] == "no_code"


def test_a_code_takes_five_tries(api: APIClient, twilio: FakeTwilio) -> None:
    row = add(api).json()
    code = listen(twilio)
    wrong = "000000" if code != "000000" else "111111"
    answers = [verify(api, wrong, row).json()["error"]["code"] for _ in range(6)]
    assert answers == ["wrong_code"] * 5 + ["no_code"]
    assert verify(api, code, row).status_code == 409
    assert not PhoneNumber.objects.verified().exists()


def test_a_code_is_good_once_and_for_its_number_only(api: APIClient, twilio: FakeTwilio) -> None:
    row, other = add(api).json(), add(api, OTHER).json()
    code = code_in(twilio.pick_up(twilio.calls[0]).press("1"))
    twilio.pick_up(twilio.calls[1]).press("1")
    if verify(api, code, other).status_code == 200:
        pytest.fail("one chance in a million, or a fault")
    assert verify(api, code, row).status_code == 200
    assert verify(api, code, row).json()["error"]["code"] == "no_code"


def test_a_number_of_somebody_else_is_answered_like_any_other_until_its_line_has_heard_a_code(
    ana: User, ben: User, api: APIClient, api_of: Callable[[User], APIClient], twilio: FakeTwilio
) -> None:
    own(ana, NUMBER)
    pins.set_pin(ana, PIN, NOW)
    bens = api_of(ben)
    taken, free = add(bens), add(bens, OTHER)
    assert {key: value for key, value in taken.json().items() if key not in ("id", "ends")} == {
        key: value for key, value in free.json().items() if key not in ("id", "ends")
    }
    assert taken.status_code == free.status_code == 201
    assert verify(bens, "123456", taken.json()).json() == verify(bens, "123456", free.json()).json()
    assert pins.check(number_fingerprint=fingerprint(NUMBER), pin=PIN, now=NOW).user == ana
    code = code_in(twilio.pick_up(twilio.calls[0]).press("1"))
    Alert.objects.all().delete()
    assert verify(bens, code, taken.json()).status_code == 200
    assert pins.check(number_fingerprint=fingerprint(NUMBER), pin=PIN, now=NOW).user is None
    assert PhoneNumber.objects.for_user(ana).get().verified_at is None
    assert Alert.objects.for_user(ana).get().evidence[0]["value"] == "number_lost"
    lost = AuditEntry.objects.for_user(ana).get(action="phone_number.lost")
    assert (lost.by, lost.object_name) == ("system", "…0100")
    assert str(ben.public_id) not in str(vars(lost))


@pytest.mark.usefixtures("twilio")
def test_ben_gets_404_and_an_api_key_403(ana: User, ben: User, api_of: Callable[[User], APIClient]) -> None:
    row = own(ana, NUMBER, verified=False)
    bens = api_of(ben)
    address = f"{NUMBERS}/{row.public_id}"
    asked = [bens.delete(address), bens.post(f"{address}/code"), bens.post(f"{address}/verify", {"code": "123456"})]
    assert [answer.status_code for answer in asked] == [404, 404, 404]
    key = bens.post("/api/v1/api-keys", {"name": "k", "scope": "write"}, format="json").json()["secret"]
    program = APIClient(headers={"Authorization": f"Bearer {key}"})
    pin = program.put("/api/v1/telephone/pin", {"pin": PIN}, format="json")
    told = [program.get("/api/v1/telephone"), add(program), pin, program.post("/api/v1/telephone/unlock")]
    assert [answer.status_code for answer in told] == [403, 403, 403, 403]


def test_who_logged_in_long_ago_gives_the_password(ana: User, api: APIClient, twilio: FakeTwilio) -> None:
    row = own(ana, OTHER)
    with time_machine.travel(timedelta(hours=1) + timezone.now()):
        refused = [
            add(api),
            api.delete(f"{NUMBERS}/{row.public_id}"),
            api.put("/api/v1/telephone/pin", {"pin": PIN}, format="json"),
            api.delete("/api/v1/telephone/pin"),
            api.post("/api/v1/telephone/unlock", {}, format="json"),
        ]
        assert [answer.json()["error"]["code"] for answer in refused] == ["reauthentication_required"] * 5
        assert add(api, password="ana-password").status_code == 201


def test_without_a_telephone_it_is_503_and_nothing_is_written(api: APIClient) -> None:
    answer = add(api)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "telephone_off")
    assert not PhoneNumber.objects.exists()


def test_an_operators_switch_stops_codes_too(api: APIClient, twilio: FakeTwilio) -> None:
    OutboundSwitch.objects.create(pk=1, stopped_at=NOW)
    assert add(api).json()["error"]["code"] == "calls_stopped"
    assert twilio.calls == []


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (faults.NO_SUCH_NUMBER, 400, "invalid"),
        (faults.BROKEN, 503, "not_sent"),
        (faults.KEY_REFUSED, 503, "not_sent"),
        (faults.TOO_MANY, 503, "not_sent"),
        (faults.CUT, 503, "not_sent"),
    ],
)
def test_what_twilio_refuses_is_told_without_more(
    api: APIClient, twilio: FakeTwilio, fault: Fault, status: int, code: str
) -> None:
    twilio.then(fault)
    answer = add(api)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert Call.objects.get().disposition == "not_placed"
    CodeAllowance.objects.all().delete()
    assert add(api).status_code == 201


def test_a_call_that_was_placed_though_nobody_was_told_brings_its_code(api: APIClient, twilio: FakeTwilio) -> None:
    twilio.then(faults.CUT_AFTERWARDS)
    assert add(api).status_code == 503
    code = listen(twilio)
    row = api.get("/api/v1/telephone").json()["numbers"][0]
    assert verify(api, code, row).status_code == 200
    assert Call.objects.get().disposition != "not_placed"


def test_haste_is_refused_and_what_others_did_is_not_told(
    ben: User, api: APIClient, api_of: Callable[[User], APIClient], twilio: FakeTwilio
) -> None:
    address = f"{NUMBERS}/{add(api).json()['id']}/code"
    again = [api.post(address, {}, format="json").status_code for _ in range(4)]
    assert again == [202, 202, 429, 429]
    others = [User.objects.create_user(f"p{number}@example.com") for number in range(5)]
    answers = [add(api_of(one)).status_code for one in others]
    assert answers == [201] * 5
    assert len(twilio.calls) == 6


def test_a_blocked_number_is_not_rung_and_nobody_sees_it(api: APIClient, twilio: FakeTwilio) -> None:
    BlockedNumber.objects.create(number_fingerprint=fingerprint(NUMBER), blocked_at=NOW)
    assert add(api).status_code == 201
    assert add(api, by="text").json()["code_expires_at"]
    assert (twilio.calls, twilio.messages) == ([], [])


@pytest.mark.usefixtures("twilio")
def test_the_number_itself_is_checked_first(ana: User, api: APIClient) -> None:
    for number in ("hello", "+266696687", "+19005551234", "+420601123456"):
        assert add(api, number).status_code == 400
    own(ana, NUMBER)
    assert add(api).json()["error"]["code"] == "already_verified"
    for ends in range(1, 3):
        own(ana, f"+1202555011{ends}")
    assert add(api, OTHER).json()["error"]["code"] == "too_many_numbers"


def test_taking_a_number_off_makes_its_calls_a_strangers(
    ana: User, api: APIClient, number: PhoneNumber, pin: str
) -> None:
    assert api.delete(f"{NUMBERS}/{number.public_id}").status_code == 204
    assert pins.check(number_fingerprint=fingerprint(NUMBER), pin=pin, now=NOW).user is None
    assert AuditEntry.objects.for_user(ana).filter(action="phone_number.removed").exists()


def test_a_strange_call_hears_goodbye(api: APIClient, twilio: FakeTwilio) -> None:
    add(api)
    call = Call.objects.get()
    Call.objects.update(call_sid="CA" + "0" * 32)
    line = twilio.pick_up(twilio.calls[0])
    assert line.over
    assert line.heard == "Goodbye."
    assert call.purpose == "verification"


def test_the_room_shows_numbers_by_their_ends_only(ana: User, api: APIClient, pin: str) -> None:
    told = api.get("/api/v1/telephone").json()
    assert told["available"] is False
    assert told["number"] is None
    assert [(one["ends"], bool(one["verified_at"])) for one in told["numbers"]] == [("0100", True)]
    assert told["pin_set_at"]
    assert told["locked_until"] is None
    assert set(told) == {
        "available",
        "number",
        "numbers",
        "pin_set_at",
        "locked_until",
        "consents",
        "countries",
        "offers",
        "settings",
    }
    assert NUMBER not in str(told)


def test_a_pin_is_set_changed_unlocked_and_removed_in_the_app(ana: User, api: APIClient, number: PhoneNumber) -> None:
    address = "/api/v1/telephone/pin"
    assert api.put(address, {"pin": "123456"}, format="json").json()["error"]["code"] == "weak_pin"
    assert api.put(address, {"pin": PIN}, format="json").status_code == 200
    for _ in range(5):
        pins.check(number_fingerprint=number.fingerprint, pin="000000", now=NOW)
    with time_machine.travel(NOW, tick=False):
        assert pins.locked_until(ana, now=NOW)
    assert api.post("/api/v1/telephone/unlock", {}, format="json").status_code == 204
    assert pins.locked_until(ana, now=NOW) is None
    assert pins.check(number_fingerprint=number.fingerprint, pin=PIN, now=NOW).user == ana
    assert api.delete(address).status_code == 204
    assert not PhonePin.objects.exists()


def test_a_lock_on_the_telephone_leaves_the_log_in_alone(ana: User, number: PhoneNumber, pin: str) -> None:
    for _ in range(30):
        pins.check(number_fingerprint=number.fingerprint, pin="000000", now=NOW)
    assert APIClient().login(email=ana.email, password="ana-password")


def test_whoever_leaves_takes_everything_along(ana: User, api: APIClient, number: PhoneNumber, pin: str) -> None:
    pins.check(number_fingerprint=number.fingerprint, pin="000000", now=NOW)
    assert api.delete("/api/v1/me", {"password": "ana-password"}, format="json").status_code == 200
    assert not PhoneNumber.objects.exists()
    assert not PhonePin.objects.exists()
    assert set(Lockout.objects.values_list("scope", flat=True)) == {"everybody"}
