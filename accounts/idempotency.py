"""`Idempotency-Key`: a request sent twice is done once.

Every view that derives from `accounts.views.ApiView` honours the header on POST, PUT, PATCH and DELETE; a view does
nothing for it. The first request with a key claims it by an INSERT and is done; its answer is kept for KEPT and given
again, with `Idempotency-Replayed: true`, to whoever sends the same request with the same key. Refused are

- 400: a key that is not 1 to 255 visible ASCII characters;
- 409: the first request has not been answered yet;
- 422: the key was used for another request (method, path, or payload; of a file its bytes and name count).

An answer of 500 and over, a crash, and what asks to be tried again (TRY_AGAIN) leave the key free. So does a process
that was killed: after LEASE its claim may be taken over. A view must therefore hold its own effects in one
transaction, as it has to anyway. Answers are sealed at rest, because one of them may hold a secret shown once.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import IdempotentRequest, User
from accounts.sealing import field_cipher
from kit.errors import Conflict, Invalid, Refusal

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEPT = timedelta(hours=48)
LEASE = timedelta(minutes=5)  # far longer than any request takes
TRY_AGAIN = frozenset({408, 425, 429})
KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPLAYED = "Idempotency-Replayed"


class KeyReused(Refusal):
    code, status = "idempotency_key_reused", 422


class InFlight(Conflict):
    code = "idempotency_in_flight"


class Replay(Exception):
    """Not an error: the answer is there already."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__("answered before")
        self.response = response


@dataclass(frozen=True)
class Claim:
    """The right to do a request, and to write down its answer."""

    pk: int
    claimed_at: datetime
    context: str

    def settle(self, response: HttpResponseBase) -> None:
        """Keep the answer, or free the key when the answer is not one to keep."""
        if isinstance(response, Response):
            response.render()
        body = _text_to_keep(response)
        if body is None:
            self.release()
            return
        self._mine().update(
            status=response.status_code,
            content_type=response.headers.get("Content-Type", ""),
            sealed_body=field_cipher().encrypt(body, context=self.context),
        )

    def release(self) -> None:
        """Free the key: the request may be sent again."""
        self._mine().delete()

    def _mine(self) -> Any:
        return IdempotentRequest.objects.filter(pk=self.pk, claimed_at=self.claimed_at, status__isnull=True)


def claim(request: Request, *, user: User, now: datetime) -> Claim | None:
    """Claim the key that a request carries; None when it carries none.

    Raises:
        Replay: the request was answered before.
        Refusal: 400, 409 or 422, as the module says.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method not in UNSAFE:
        return None
    if not KEY.fullmatch(key):
        raise Invalid("Idempotency-Key must be 1 to 255 visible ASCII characters.", code="idempotency_key_invalid")
    fingerprint = fingerprint_of(request)
    if (row := _insert(user, key, fingerprint, now)) is None:
        row = _settled_or_taken_over(user, key, fingerprint, now)
    return Claim(row.pk, row.claimed_at, sealing_context(row))


def sealing_context(row: IdempotentRequest) -> str:
    """Return what binds a sealed answer to its row."""
    return f"idempotency:{row.user_id}:{row.key}"


def prune(*, now: datetime) -> int:
    """Delete the requests whose answer need not be kept any longer; return how many."""
    return IdempotentRequest.objects.filter(claimed_at__lt=now - KEPT).delete()[0]


def fingerprint_of(request: Request) -> str:
    """Return what makes two requests the same: method, address and payload, however they were encoded.

    It is keyed: a payload may be a password or a PIN, which could be found from an unkeyed hash by trying.
    """
    data = request.data
    payload = _form(data) if isinstance(data, QueryDict) else data
    parts = [request.method, request.get_full_path(), payload]
    return salted_hmac("idempotency", json.dumps(parts, sort_keys=True), algorithm="sha256").hexdigest()


def _text_to_keep(response: HttpResponseBase) -> str | None:
    """Return the body of an answer that sticks; None for a failure, a stream, or what is not text."""
    if response.status_code >= 500 or response.status_code in TRY_AGAIN or not isinstance(response, HttpResponse):
        return None
    try:
        return response.content.decode()
    except UnicodeDecodeError:
        return None


def _form(data: QueryDict) -> dict[str, list[Any]]:
    return {name: [_part(value) for value in values] for name, values in data.lists()}


def _part(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, digest.hexdigest()]


def _insert(user: User, key: str, fingerprint: str, now: datetime) -> IdempotentRequest | None:
    """Claim by INSERT: of two at once the database lets one through."""
    try:
        with transaction.atomic():
            return IdempotentRequest.objects.create(user=user, key=key, fingerprint=fingerprint, claimed_at=now)
    except IntegrityError:
        return None


def _settled_or_taken_over(user: User, key: str, fingerprint: str, now: datetime) -> IdempotentRequest:
    row = IdempotentRequest.objects.filter(user=user, key=key).first()
    if row is None:  # freed between our INSERT and now
        raise InFlight("A request with this Idempotency-Key has just failed; send it again.")
    if row.fingerprint != fingerprint:
        raise KeyReused("This Idempotency-Key was used for another request.")
    if row.status is not None:
        raise Replay(_answer(row, row.status))
    return _take_over(row, now)


def _take_over(row: IdempotentRequest, now: datetime) -> IdempotentRequest:
    """Take the claim of a process that died, by compare-and-set."""
    stale = IdempotentRequest.objects.filter(
        pk=row.pk, claimed_at=row.claimed_at, claimed_at__lt=now - LEASE, status__isnull=True
    )
    if not stale.update(claimed_at=now):
        raise InFlight("A request with this Idempotency-Key is still being done.")
    row.claimed_at = now
    return row


def _answer(row: IdempotentRequest, status: int) -> HttpResponse:
    body = field_cipher().decrypt(row.sealed_body, context=sealing_context(row))
    response = HttpResponse(body, status=status, headers={REPLAYED: "true"})
    if row.content_type:
        response.headers["Content-Type"] = row.content_type
    else:
        del response.headers["Content-Type"]
    return response
