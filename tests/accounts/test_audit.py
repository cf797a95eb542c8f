"""What was changed, by whom: written with the change, never changed itself."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import api_keys, audit, farewell
from accounts.models import ApiKey, AuditEntry, Receipt, User

AUDIT = "/api/v1/audit"
ME = "/api/v1/me"


def entries(api: APIClient, **query: str) -> list[dict[str, object]]:
    answer = api.get(AUDIT, query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, object]] = answer.json()["results"]
    return found


def test_a_changed_setting_is_told_with_both_values(api: APIClient) -> None:
    api.patch(ME, {"name": "Ana", "buffer": "0.00"}, format="json")
    (entry,) = entries(api)
    assert (entry["action"], entry["by"]) == ("settings.changed", "user")
    assert entry["changes"] == {"name": ["", "Ana"]}


def test_what_does_not_change_is_not_told(api: APIClient) -> None:
    api.patch(ME, {"name": ""}, format="json")
    assert entries(api) == []


def test_a_program_is_named(ana: User) -> None:
    key, secret = api_keys.make(
        user=ana, name="my script", scope=ApiKey.Scope.WRITE, expires_at=None, now=timezone.now()
    )
    program = APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert program.patch(ME, {"name": "A"}, format="json").status_code == 200
    told = AuditEntry.objects.get(action="settings.changed")
    assert (told.by, told.by_name, told.by_id) == ("api_key", "my script", key.public_id)
    assert not any(secret in str(entry) for entry in entries(program))


def test_an_operator_is_told_of_by_number(ana: User, staff: User, api_of: Callable[[User], APIClient]) -> None:
    page = f"/admin/accounts/user/{ana.pk}/change/"
    form = {"name": "Anna", "language": "en", "time_zone": "UTC", "home_currency": "CZK", "buffer_minor": 0}
    answer = api_of(staff).post(page, form | {"working_days": 127, "is_active": "on"})
    assert answer.status_code == 302, answer.content
    told = AuditEntry.objects.get(user=ana)
    assert (told.by, told.by_id, told.action) == ("operator", staff.public_id, "settings.changed")
    assert told.changes == {"name": ["", "Anna"]}
    assert "staff@example.com" not in str(api_of(ana).get(AUDIT).content)


def test_what_nobody_asked_for_is_done_by_the_system(ana: User) -> None:
    assert audit.record(ana, "settings.changed").by == "system"


def test_who_acts_ends_with_the_request(api: APIClient, ana: User) -> None:
    api.patch(ME, {"name": "A"}, format="json")
    assert audit.record(ana, "settings.changed").by == "system"


def test_a_change_that_fails_leaves_no_entry(ana: User) -> None:
    with transaction.atomic():
        audit.record(ana, "settings.changed")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_ben_sees_nothing_of_ana(api: APIClient, ben: User, api_of: Callable[[User], APIClient]) -> None:
    api.patch(ME, {"name": "A"}, format="json")
    assert entries(api_of(ben)) == []


def test_it_is_read_page_by_page_and_by_what_it_is_about(api: APIClient, ana: User) -> None:
    key, _ = api_keys.make(user=ana, name="k", scope=ApiKey.Scope.READ, expires_at=None, now=timezone.now())
    for name in "abcde":
        api.patch(ME, {"name": name}, format="json")
    first = api.get(AUDIT, {"limit": 4}).json()
    rest = api.get(first["next"]).json()
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (4, 2, None)
    assert [one["action"] for one in entries(api, object=str(key.public_id))] == ["api_key.made"]
    assert len(entries(api, action="settings")) == 5
    assert api.get(AUDIT, {"action": "x'; --"}).status_code == 400
    assert api.get(AUDIT, {"object": "7"}).status_code == 400


def test_a_page_costs_the_same_however_long_it_is(
    api: APIClient, ana: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(30):
        audit.record(ana, "settings.changed")
    with django_assert_num_queries(3):  # type: ignore[attr-defined]  # session, user, entries
        api.get(AUDIT, {"limit": 30})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_of_it_is_written_over_http(api: APIClient, method: str) -> None:
    assert getattr(api, method)(AUDIT).status_code == 405


def test_the_database_refuses_to_change_an_entry(ana: User) -> None:
    entry = audit.record(ana, "settings.changed")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(action="settings.made")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        entry.save()


def test_the_database_refuses_to_delete_an_entry(ana: User) -> None:
    entry = audit.record(ana, "settings.changed")
    with pytest.raises(IntegrityError, match="only with their user"), transaction.atomic():
        entry.delete()
    with pytest.raises(IntegrityError, match="only with their user"), transaction.atomic():
        ana.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditentry")
    assert AuditEntry.objects.count() == 1


def test_entries_go_with_their_user_and_leave_a_receipt(ana: User, ben: User) -> None:
    audit.record(ana, "settings.changed")
    audit.record(ben, "settings.changed")
    receipt = farewell.delete(user=ana, now=timezone.now())
    assert receipt.counts["audit entries"] == 1
    assert [entry.user for entry in AuditEntry.objects.all()] == [ben]
    assert "ana" not in str(Receipt.objects.values().get())


def test_an_unknown_sort_of_actor_or_action_is_refused(ana: User) -> None:
    for wrong in ({"by": "nobody", "action": "a.b"}, {"by": "user", "action": "Something else"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.create(user=ana, **wrong)
