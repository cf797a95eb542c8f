"""Files that anybody may have made: a clear refusal, and nothing done."""

import hashlib
import io
import json
import stat
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from rest_framework.test import APIClient

from accounts.archives import reading, restoring
from accounts.archives.reading import BadArchive
from accounts.models import User
from finance.models import LinkedAccount, Transaction

RESTORE = "/api/v1/me/restore"
ID = "11111111-1111-4111-8111-11111111111{}"
ACCOUNT = {"id": ID.format(1), "name": "Main", "kind": "bank", "currency": "CZK"} | {
    "created_at": "2026-01-01T00:00:00+00:00"
}
ROW = {
    "id": ID.format(2),
    "account": ID.format(1),
    "posted_on": "2026-05-01",
    "amount_minor": -100,
    "currency": "CZK",
    "kind": "expense",
    "fingerprint": "f",
    "created_at": "2026-01-01T00:00:00+00:00",
}


def told(path: str, content: bytes) -> dict[str, Any]:
    return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def made(tables: dict[str, list[Any]], **manifest: Any) -> dict[str, bytes]:
    """Return the files of an archive; a row that is no dict is written as it is."""
    files: dict[str, bytes] = {}
    parts = []
    for name, rows in tables.items():
        data = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows).encode()
        files |= {f"data/{name}.jsonl": data, f"tables/{name}.csv": b""}
        parts.append(
            {"name": name, "rows": len(rows)}
            | {"data": told(f"data/{name}.jsonl", data), "table": told(f"tables/{name}.csv", b"")}
        )
    said = {"format": "giglens-export", "version": 1, "made_at": "2026-05-01", "parts": parts} | manifest
    return files | {"manifest.json": json.dumps(said).encode()}


def zipped(files: dict[str, bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def refused(user: User, content: bytes) -> BadArchive:
    with pytest.raises(BadArchive) as caught:
        restoring.restore(user, io.BytesIO(content))
    assert not LinkedAccount.objects.for_user(user).exists()
    return caught.value


def test_a_small_archive_is_restored(ben: User) -> None:
    found = restoring.restore(ben, io.BytesIO(zipped(made({"linked_accounts": [ACCOUNT], "transactions": [ROW]}))))
    assert found.counts == {"linked_accounts": 1, "transactions": 1}
    row = Transaction.objects.get(user=ben)
    assert (row.amount_minor, row.account.name, row.memo, str(row.public_id) != ID.format(2)) == (
        -100,
        "Main",
        "",
        True,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"account": ID.format(9)}, "no such row in linked_accounts"),
        ({"account": 7}, "id of another row"),
        ({"account": None}, "id of another row"),
        ({"same_as": ID.format(9)}, "not in the file"),
        ({"user": 1}, "no column “user”"),
        ({"user_id": 1}, "no column “user_id”"),
        ({"pk": 1}, "no column “pk”"),
        ({"amount_minor": 1.5}, "whole number"),
        ({"amount_minor": True}, "whole number"),
        ({"amount_minor": 10**30}, "whole number"),
        ({"amount_minor": 0}, "transaction_amount_not_zero"),
        ({"currency": "czk"}, "transaction_currency_iso4217"),
        ({"posted_on": "2026-02-30"}, "a day"),
        ({"posted_on": "0001-01-01"}, "a day"),
        ({"created_at": "2026-01-01"}, "an instant"),
        ({"kind": "gift"}, "is none of"),
        ({"memo": "x" * 501}, "at most 500"),
        ({"memo": "\x00"}, "NUL"),
        ({"memo": "\ud800"}, "surrogate"),
        ({"memo": None}, "text"),
        ({"jobs": -1}, "range"),
        ({"id": "7"}, "UUID"),
        ({"id": ID.format(2).upper().replace("1", "A")}, "UUID"),
        ({"pending": "yes"}, "true or false"),
    ],
)
def test_a_row_that_is_none_is_refused_with_its_line(ben: User, change: dict[str, Any], words: str) -> None:
    fault = refused(ben, zipped(made({"linked_accounts": [ACCOUNT], "transactions": [ROW | change]})))
    assert words in fault.message
    assert len(fault.message) < 400


def test_the_same_id_twice_is_a_contradiction(ben: User) -> None:
    twice = [ROW, ROW | {"fingerprint": "g"}]
    fault = refused(ben, zipped(made({"linked_accounts": [ACCOUNT], "transactions": twice})))
    assert fault.code == "contradiction"


@pytest.mark.parametrize(
    "line", ["", "[]", "7", "{", '{"a": NaN}', "[" * 100_000, '{"a": ' * 50_000, '{"id": ' + "9" * 5_000 + "}"]
)
def test_a_line_that_is_no_row_is_refused(ben: User, line: str) -> None:
    assert "line 1" in refused(ben, zipped(made({"linked_accounts": [line]}))).message


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (
            "recommendations",
            {"kind": "set_buffer", "deduplication_key": "k", "currency": "CZK", "evidence": [], "priority": 1},
        ),
        ("scores", {"kind": "karma", "value": 7, "band": "x", "currency": "CZK", "components": [{}]}),
        ("forecasts", {"period": "weekly", "currency": "CZK", "status": "ready", "points": {"ds": 7}}),
        ("mappings", {"signature": "s", "header": 7, "mapping": {}, "used_at": "2026-05-01T00:00:00+00:00"}),
        ("audit", {"at": "2026-05-01T00:00:00+00:00", "by": "user", "action": "a.b", "changes": {"x": 7}}),
    ],
)
def test_what_a_screen_would_fall_over_is_refused(ben: User, table: str, row: dict[str, Any]) -> None:
    more = {"as_of": "2026-05-01", "created_at": "2026-05-01T00:00:00+00:00", "id": ID.format(3)}
    more |= {"model": "m", "model_version": "1", "computed_at": more["created_at"], "requested_at": more["created_at"]}
    from accounts.archives.parts import all_parts, told_as

    part = next(one for one in all_parts() if one.name == table)
    known = {told_as(one) for one in part.fields}
    fault = refused(ben, zipped(made({table: [row | {name: more[name] for name in more.keys() & known}]})))
    assert "cannot be shown" in fault.message, fault.message


def changed(**files: bytes | None) -> dict[str, bytes]:
    whole = made({"linked_accounts": [ACCOUNT]})
    return {name: content for name, content in (whole | files).items() if content is not None}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (changed(**{"manifest.json": None}), "no manifest.json"),
        (changed(**{"manifest.json": b"{"}), "manifest cannot be read"),
        (changed(**{"manifest.json": b"[]"}), "manifest cannot be read"),
        (changed(**{"manifest.json": b"[" * 200_000}), "manifest cannot be read"),
        (changed(**{"manifest.json": b" " * 2_000_000}), "swells"),
        (changed(**{"data/linked_accounts.jsonl": b"{}\n"}), "SHA-256"),
        (changed(**{"tables/linked_accounts.csv": b"x"}), "SHA-256"),
        (changed(**{"tables/linked_accounts.csv": None}), "is missing"),
        (changed(**{"data/more.jsonl": b"{}"}), "does not tell of it"),
        (changed(**{"../outside": b"x"}), "outside"),
        (changed(**{"/etc/passwd": b"x"}), "outside"),
        (made({"linked_accounts": []}, format="actual"), "not that of an export"),
        (made({"linked_accounts": []}, version=2), "version 2"),
        (made({"linked_accounts": []}, version="1"), "version 1"),
        (made({"linked_accounts": []}, parts=7), "manifest cannot be read: parts"),
        (made({"crypto_wallets": []}), "no table “crypto_wallets”"),
        (made({"users": [{"is_staff": True}]}), "no table “users”"),
        (made({"profile": [{"is_staff": True}, {}]}), "one profile"),
        (made({"profile": [{"home_currency": "XYZ"}]}), "ISO 4217"),
        (made({"profile": [{"language": "xx"}]}), "is none of"),
        (made({"profile": [{"buffer_minor": -1}]}), "profile"),
        ({f"{number}": b"" for number in range(300)}, "more than 200 files"),
    ],
)
def test_a_file_that_is_no_export_is_refused(ben: User, files: dict[str, bytes], words: str) -> None:
    assert words in refused(ben, zipped(files)).message


def test_a_profile_gives_nobody_powers(ben: User) -> None:
    profile = {"name": "B", "is_demo": True, "email": "staff@example.com", "date_joined": "2020-01-01T00:00:00+00:00"}
    restoring.restore(ben, io.BytesIO(zipped(made({"profile": [profile]}))))
    ben.refresh_from_db()
    assert (ben.name, ben.email, ben.is_demo, ben.is_staff) == ("B", "ben@example.com", False, False)


def test_a_row_too_many_or_too_few_is_refused(ben: User) -> None:
    files = made({"linked_accounts": [ACCOUNT]})
    for rows in (0, 2):
        manifest = json.loads(files["manifest.json"])
        manifest["parts"][0]["rows"] = rows
        assert (
            "rows that the manifest says"
            in refused(ben, zipped(files | {"manifest.json": json.dumps(manifest).encode()})).message
        )


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"\xff" * 500]
)
def test_what_is_no_zip_is_refused(ben: User, content: bytes) -> None:
    refused(ben, content)


def test_links_passwords_and_other_packing_are_refused(ben: User) -> None:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        link = ZipInfo("data/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refused(ben, file.getvalue()).message
    locked = bytearray(zipped({"manifest.json": b"{}"}))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert "password" in refused(ben, bytes(locked)).message
    assert "packed" in refused(ben, zipped({"manifest.json": b"{}"}, compression=ZIP_BZIP2)).message


def test_a_bomb_is_stopped_early(ben: User, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = b"\n" * 50_000_000
    files = made({"linked_accounts": []})
    files["data/linked_accounts.jsonl"] = bomb
    came: list[int] = []
    real = reading.Archive._unpack

    def counted(self: reading.Archive, member: ZipInfo) -> Any:
        for piece in real(self, member):
            came.append(len(piece))
            yield piece

    monkeypatch.setattr(reading.Archive, "_unpack", counted)
    fault = refused(ben, zipped(files))
    assert fault.code == "too_large"
    assert sum(came) < 6_000_000


def test_a_lying_size_is_not_believed(ben: User) -> None:
    content = bytearray(zipped(made({"linked_accounts": [ACCOUNT]})))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (0).to_bytes(4, "little")
    refused(ben, bytes(content))


def test_over_http_it_is_a_400_with_a_reason(api_of: Callable[[User], APIClient], ben: User) -> None:
    file = io.BytesIO(b"nonsense")
    file.name = "x.zip"
    answer = api_of(ben).post(RESTORE, {"file": file}, format="multipart")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_archive")
