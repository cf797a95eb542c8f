"""What was said is sealed in the database, opens for the product, and follows the keys."""

import csv
import io
import json
from base64 import urlsafe_b64encode
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from accounts.archives import writing
from accounts.models import User
from accounts.sealing import field_cipher
from assistant.models import Conversation, Turn
from kit.crypto import PREFIX, Undecipherable
from tests.assistant.conversations.conftest import NOW, SAID

OLD, NEW = (urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n"))


def stored(column: str, table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - names of this test
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("column", "table"),
    [
        ("title", "assistant_conversation"),
        ("context", "assistant_conversation"),
        ("question", "assistant_turn"),
        ("answer", "assistant_turn"),
        ("details", "assistant_turn"),
    ],
)
def test_the_database_holds_no_word_of_it(talk: Conversation, column: str, table: str) -> None:
    held = stored(column, table)
    assert held.startswith(PREFIX)
    assert "clinic" not in held
    assert "1,234" not in held


def test_it_opens_for_the_product(talk: Conversation) -> None:
    turn = Turn.objects.get(conversation=talk)
    assert turn.question == SAID
    assert turn.details == {"slots": {"text": "clinic"}, "facts": []}
    assert Conversation.objects.get().context == {}


def test_a_value_moved_to_another_column_does_not_open(talk: Conversation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assistant_turn SET question = answer")
    with pytest.raises(Undecipherable):
        Turn.objects.get()


def test_rotation_seals_with_the_newest_key(talk: Conversation, settings: Settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [NEW, *settings.FIELD_ENCRYPTION_KEYS]
    field_cipher.cache_clear()
    said = StringIO()
    call_command("rotate_field_keys", stdout=said)
    assert "assistant.turn.question: 1 resealed, 0 current already, 0 unreadable" in said.getvalue()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    field_cipher.cache_clear()
    assert Turn.objects.get().question == SAID
    assert Turn.objects.get().details["slots"] == {"text": "clinic"}
    field_cipher.cache_clear()


def test_the_archive_has_it_opened(ana: User, ben: User, talk: Conversation) -> None:
    file = io.BytesIO()
    writing.write(ana, file, now=NOW)
    with ZipFile(file) as archive:
        rows = [json.loads(line) for line in archive.read("data/conversation_turns.jsonl").splitlines()]
        cells = list(csv.DictReader(io.StringIO(archive.read("tables/conversation_turns.csv").decode("utf-8-sig"))))
    assert rows[0]["question"] == cells[0]["question"] == SAID
    assert rows[0]["details"]["slots"] == {"text": "clinic"}
    other = io.BytesIO()
    writing.write(ben, other, now=NOW)
    assert ZipFile(other).read("data/conversation_turns.jsonl") == b""
