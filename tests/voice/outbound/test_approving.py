"""Five opens, the PIN identifies, one approves and two declines: nothing else does, and nobody else hears of it."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry, User
from assistant.models import Proposal
from assistant.proposals import keeping
from finance.models import Goal
from telephone_rig import Call as Line
from tests.voice.callers.conftest import PIN, WRONG
from tests.voice.outbound.conftest import NOW, Clock
from voice.models import Call, CallConsent, CallEvent, Ring

Up = Callable[..., Line]


def outcome(ring: Ring) -> str:
    ring.refresh_from_db()
    return ring.outcome


def test_it_works(ana: User, ring: Ring, proposal: Proposal, picked_up: Up, clock: Clock) -> None:
    call = picked_up()
    assert call.heard.startswith("This is GigLens, an automated voice.")
    assert "bike" not in call.heard
    call.press("5").press(PIN)
    assert "You asked GigLens for this. Shall I set a goal of five hundred dollars for New bike?" in call.heard
    call.press("1")
    assert (call.heard, call.over) == (
        "Done: your goal for New bike is five hundred dollars. Goodbye.",
        "hangup",
    )
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_at, outcome(ring)) == ("executed", NOW, "approved")
    assert Goal.objects.get().target_minor == 50_000
    entry = AuditEntry.objects.get(action="proposal.executed")
    assert (entry.by, entry.details) == ("user", {"channel": "text", "via": "keypad"})
    row = Call.objects.get()
    assert (row.identified_at, row.disposition, row.purpose) == (NOW, "decided", "approval")
    assert list(row.events.filter(kind__in=["identified", "decided"]).values_list("kind", flat=True)) == [
        "identified",
        "decided",
    ]
    assert not call.errors


def test_two_declines(ring: Ring, proposal: Proposal, picked_up: Up) -> None:
    picked_up().press("5").press(PIN).press("2")
    proposal.refresh_from_db()
    assert (proposal.status, outcome(ring), Goal.objects.count()) == ("declined", "declined", 0)


def test_nine_says_the_question_again(ring: Ring, picked_up: Up) -> None:
    call = picked_up().press("5").press(PIN)
    first = call.heard
    assert call.press("9").heard == first
    assert outcome(ring) == "placed"


@pytest.mark.parametrize("at", ["opening", "pin", "question"])
def test_zero_ends_all_calls_wherever_it_is_pressed_and_asks_for_no_pin(
    ana: User, ring: Ring, proposal: Proposal, picked_up: Up, at: str
) -> None:
    call = picked_up()
    if at != "opening":
        call.press("5")
    if at == "question":
        call.press(PIN)
    call.press("0")
    assert "calls you no more" in call.heard
    assert call.over == "hangup"
    assert [row.revoked_from for row in CallConsent.objects.for_user(ana)] == ["telephone", "telephone"]
    proposal.refresh_from_db()
    assert (proposal.status, outcome(ring), ring.reason) == ("proposed", "refused", "consent_revoked")
    assert AuditEntry.objects.filter(action="call_consent.revoked", details__via="telephone").count() == 1


def test_a_wrong_pin_tells_nothing_and_three_end_the_call(ring: Ring, picked_up: Up) -> None:
    call = picked_up().press("5")
    for _ in range(2):
        call.press(WRONG)
        assert "That did not match." in call.heard
        assert "bike" not in call.heard
    call.press(WRONG)
    assert call.over == "hangup"
    assert "bike" not in str(call.transcript)
    assert (outcome(ring), ring.reason) == ("undecided", "locked")
    assert CallEvent.objects.filter(kind="refused").count() == 3
    assert not Call.objects.get().identified_at


def test_no_digit_of_a_pin_is_kept_anywhere(ring: Ring, picked_up: Up, capfd: pytest.CaptureFixture[str]) -> None:
    picked_up().press("5").press(WRONG).press(PIN).press("1")
    row = Call.objects.get()
    kept = f"{row.state} {list(CallEvent.objects.values_list('details', 'key'))}"
    out = "".join(capfd.readouterr())
    for pin in (PIN, WRONG):
        assert pin not in kept
        assert pin not in out


def test_silence_decides_nothing(ring: Ring, proposal: Proposal, picked_up: Up) -> None:
    call = picked_up().press("5").press(PIN)
    for _ in range(3):
        call.wait()
    assert call.over == "hangup"
    assert "Nothing was decided." in call.heard
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_speech_decides_nothing(ring: Ring, proposal: Proposal, picked_up: Up) -> None:
    call = picked_up().press("5").press(PIN)
    for word in ("yes", "one", "approve"):
        call.say(word)
    assert call.over
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_what_was_decided_in_the_app_while_it_rings_is_said_to_be(
    ana: User, ring: Ring, proposal: Proposal, picked_up: Up, clock: Clock
) -> None:
    call = picked_up().press("5").press(PIN)
    keeping.decline(user=ana, public_id=proposal.public_id, now=clock.goes(seconds=5), via="app")
    call.press("1")
    assert (call.heard, call.over) == ("It is already decided. Goodbye.", "hangup")
    proposal.refresh_from_db()
    assert (proposal.status, Goal.objects.count()) == ("declined", 0)


def test_after_its_time_a_one_decides_nothing(ring: Ring, proposal: Proposal, picked_up: Up, clock: Clock) -> None:
    call = picked_up().press("5").press(PIN)
    clock.goes(hours=3)
    call.press("1")
    proposal.refresh_from_db()
    assert (proposal.decided_at, Goal.objects.count()) == (None, 0)


def test_it_speaks_the_users_language(ana: User, ring: Ring, proposal: Proposal, picked_up: Up) -> None:
    Call.objects.update(language="es")
    call = picked_up()
    assert call.heard.startswith("Esto es GigLens, una voz automática.")
    call.press("5").press(PIN)
    assert "quinientos dólares" in call.heard
