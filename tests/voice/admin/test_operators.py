"""Operators see how calls go, never what was said or who rang; they block numbers and stop the line."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.voice.signing import call_of, post
from voice.calls import barring, keeping
from voice.models import BlockedNumber, Call, Lockout, OutboundSwitch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def desk(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def call(client: Client) -> Call:
    post(client, "/api/voice", call_of())
    Call.objects.update(state={"words": "my private words"})
    return Call.objects.get()


def test_the_list_and_the_page_of_a_call(desk: Client, call: Call) -> None:
    keeping.broke(call, "11205", now=timezone.now())
    pages = [desk.get(f"/admin/voice/call/{tail}") for tail in ("", "?live=yes", "?live=no", f"{call.pk}/change/")]
    assert [page.status_code for page in pages] == [200] * 4
    whole = b"".join(page.content for page in pages)
    assert (b"0200" in whole, b"11205" in whole, b"In progress" in pages[3].content) == (True, True, True)
    assert not [secret for secret in (b"5550100", b"private words", b"gl1:") if secret in whole]


def test_the_list_asks_the_database_no_more_for_more_calls(desk: Client, django_assert_max_num_queries: object) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(30) as asked:  # type: ignore[operator]  # a fixture
            desk.get("/admin/voice/call/")
        return len(asked)

    few = queries()
    for number in range(20):
        Call.objects.create(call_sid=f"CA{number:032x}", direction="inbound", created_at=NOW, last_heard_at=NOW)
    assert queries() <= few + 1


def test_a_number_is_blocked_and_unblocked(desk: Client, call: Call) -> None:
    desk.post("/admin/voice/call/", {"action": "block_number", "_selected_action": [call.pk]})
    row = BlockedNumber.objects.get()
    assert (row.number_ends, row.blocked_by is not None) == ("0200", True)
    answer = post(Client(), "/api/voice", call_of(2))
    assert b"<Reject" in answer.content
    assert Call.objects.get(call_sid=f"CA{2:032x}").disposition == "blocked"
    desk.post("/admin/voice/blockednumber/", {"action": "unblock", "_selected_action": [row.pk]})
    assert b"<Reject" not in post(Client(), "/api/voice", call_of(3)).content


def test_blocking_twice_is_once(call: Call, staff: User) -> None:
    assert [barring.block(call, by=staff, now=NOW) for _ in range(2)] == [True, True]
    assert BlockedNumber.objects.count() == 1


def test_the_one_switch(desk: Client) -> None:
    assert desk.get("/admin/voice/outboundswitch/").status_code == 200
    desk.post("/admin/voice/outboundswitch/", {"action": "stop", "_selected_action": [1]})
    assert OutboundSwitch.stopped() is not None
    assert b"stopped since" in desk.get("/admin/voice/call/").content
    desk.post("/admin/voice/outboundswitch/", {"action": "reopen", "_selected_action": [1]})
    assert OutboundSwitch.stopped() is None


def test_who_may_only_look_changes_nothing(client: Client, call: Call, ana: User, staff: User) -> None:
    looker = User.objects.create_user("looker@example.com", is_staff=True)
    looker.user_permissions.set(
        Permission.objects.filter(codename__startswith="view_", content_type__app_label="voice")
    )
    barring.block(call, by=staff, now=NOW)
    barring.stop(by=staff, now=NOW)
    lock = Lockout.objects.create(scope="account", key=str(ana.pk), user=ana, failures=9, last_at=NOW, until=NOW)
    client.force_login(looker)
    for model, action, pk in (
        ("call", "block_number", call.pk),
        ("blockednumber", "unblock", BlockedNumber.objects.get().pk),
        ("outboundswitch", "reopen", 1),
        ("lockout", "unlock", lock.pk),
    ):
        assert client.get(f"/admin/voice/{model}/").status_code == 200
        client.post(f"/admin/voice/{model}/", {"action": action, "_selected_action": [pk]})
    lock.refresh_from_db()
    assert (BlockedNumber.objects.count(), OutboundSwitch.stopped(), lock.failures) == (1, NOW, 9)
    assert BlockedNumber.objects.get().blocked_by == staff


def test_what_operators_did_is_written_down(desk: Client, call: Call) -> None:
    desk.post("/admin/voice/call/", {"action": "block_number", "_selected_action": [call.pk]})
    row = BlockedNumber.objects.get()
    desk.post("/admin/voice/blockednumber/", {"action": "unblock", "_selected_action": [row.pk]})
    desk.get("/admin/voice/outboundswitch/")
    for action in ("stop", "stop", "reopen"):
        desk.post("/admin/voice/outboundswitch/", {"action": action, "_selected_action": [1]})
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == ["Unblocked.", "Stopped.", "Opened."]


def test_nobody_adds_or_changes_by_hand(desk: Client, call: Call) -> None:
    for model in ("call", "blockednumber", "outboundswitch", "callspending"):
        assert desk.get(f"/admin/voice/{model}/").status_code == 200
        assert desk.get(f"/admin/voice/{model}/add/").status_code == 403


def test_ana_is_no_operator(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert client.get("/admin/voice/call/").status_code in (302, 403, 404)


def test_calls_under_way_are_counted(call: Call) -> None:
    assert barring.standing(now=timezone.now())["under way"] == 1
    assert barring.standing(now=timezone.now() + timedelta(days=2)) == {"under way": 0, "in the last 24 hours": 0}
