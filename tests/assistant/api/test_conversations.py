"""/conversations: ana's to read, search, share and delete; ben gets 404, an operator counts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from assistant import tasks
from assistant.models import Conversation, Turn
from tests.assistant.conversations.conftest import SAID, talk

__all__ = ["talk"]
URL = "/api/v1/conversations"
ApiOf = Callable[[User], APIClient]


@pytest.fixture(autouse=True)
def kept(talk: Conversation) -> None:
    Conversation.objects.update(expires_at=timezone.now() + timedelta(days=1))


def test_a_list_of_ones_own(api: APIClient, ben: User, api_of: ApiOf, talk: Conversation) -> None:
    (row,) = api.get(URL).json()["results"]
    assert (row["id"], row["title"], row["turns"], row["shared_at"]) == (str(talk.public_id), SAID, 1, None)
    assert api_of(ben).get(URL).json() == {"results": [], "next": None}


def test_a_list_asks_the_database_no_more_for_more(
    api: APIClient, talk: Conversation, django_assert_num_queries: Any
) -> None:
    for _ in range(9):
        talk.pk, talk.public_id = None, __import__("uuid").uuid4()
        talk.save(force_insert=True)
    with django_assert_num_queries(3):  # the session, the user, the list
        first = api.get(f"{URL}?limit=4").json()
    assert len(first["results"]) == 4
    assert len(api.get(first["next"]).json()["results"]) == 4


def test_one_with_its_turns(api: APIClient, ben: User, api_of: ApiOf, talk: Conversation) -> None:
    (turn,) = api.get(f"{URL}/{talk.public_id}").json()["said"]
    assert (turn["question"], turn["intent"], turn["facts"]) == (SAID, "spending", [])
    assert api_of(ben).get(f"{URL}/{talk.public_id}").status_code == 404


@pytest.mark.parametrize(
    ("words", "found"), [("clinic", 1), ("BRNO cost", 1), ("1,234", 1), ("zebra", 0), ("clinic zebra", 0)]
)
def test_searching(api: APIClient, ben: User, api_of: ApiOf, words: str, found: int) -> None:
    answer = api.get(URL, {"q": words}).json()
    assert (len(answer["results"]), answer["complete"]) == (found, True)
    if found:
        assert answer["results"][0]["snippet"]
    assert api_of(ben).get(URL, {"q": words}).json()["results"] == []


def test_a_search_that_is_too_long_is_refused(api: APIClient) -> None:
    assert api.get(URL, {"q": "x" * 201}).status_code == 400


def test_deleting_one_and_all(api: APIClient, ben: User, api_of: ApiOf, talk: Conversation) -> None:
    assert api_of(ben).delete(f"{URL}/{talk.public_id}").status_code == 404
    assert api_of(ben).delete(URL).json() == {"deleted": 0}
    assert api.delete(f"{URL}/{talk.public_id}").status_code == 204
    assert not Turn.objects.exists()
    assert api.delete(URL).json() == {"deleted": 0}


def test_an_expired_one_is_not_there_and_is_forgotten(api: APIClient, talk: Conversation) -> None:
    Conversation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert api.get(URL).json()["results"] == []
    assert api.get(f"{URL}/{talk.public_id}").status_code == 404
    assert api.get(URL, {"q": "clinic"}).json()["results"] == []
    assert tasks.forget_conversations() == 1
    assert tasks.forget_conversations() == 0


def test_how_long_they_are_kept(api: APIClient, talk: Conversation) -> None:
    assert api.get(f"{URL}/settings").json() == {"keep_days": 30}
    assert api.patch(f"{URL}/settings", {"keep_days": 3}, format="json").json() == {"keep_days": 3}
    talk.refresh_from_db()
    assert talk.expires_at == talk.last_at + timedelta(days=3)
    for wrong in (-1, 3651, "x"):
        assert api.patch(f"{URL}/settings", {"keep_days": wrong}, format="json").status_code == 400


def test_an_operator_counts_and_reads_only_what_was_shared(
    api: APIClient, staff: User, client: Client, talk: Conversation
) -> None:
    client.force_login(staff)
    pages = [f"/admin/assistant/conversation/{talk.pk}/change/", "/admin/assistant/conversation/"]
    pages += ["/admin/assistant/turn/", f"/admin/assistant/turn/{Turn.objects.get().pk}/change/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "clinic" not in answer.content.decode()
    assert api.patch(f"{URL}/{talk.public_id}", {"shared": True}, format="json").json()["shared_at"]
    assert "clinic" in client.get(pages[0]).content.decode()
    assert "clinic" not in client.get(pages[2]).content.decode()
    assert api.patch(f"{URL}/{talk.public_id}", {"shared": False}, format="json").json()["shared_at"] is None
    assert "clinic" not in client.get(pages[0]).content.decode()
