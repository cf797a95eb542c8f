"""Prior express consent to be rung by an artificial voice: given to exact words, taken back at once, never rewritten.

A consent is a row that is only ever closed. Nothing is rung without one that stands at the moment of dialling.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from django.db import transaction

from accounts import audit
from accounts.models import User
from assistant.languages import LANGUAGES, nearest
from kit.errors import Conflict, NotFound
from voice.models import Call, CallConsent, Ring

Purpose, From = CallConsent.Purpose, CallConsent.From
# What a ring of each purpose needs. Who asked to be called back has agreed to that one call by confirming it.
NEEDED: Mapping[str, str] = {Call.Purpose.APPROVAL: Purpose.APPROVALS, Call.Purpose.BRIEFING: Purpose.BRIEFINGS}


@cache
def _wordings() -> tuple[str, Mapping[str, Mapping[str, str]]]:
    told = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8"))
    return str(told["version"]), {purpose: told[purpose] for purpose in Purpose.values}


def offers(language: str) -> dict[str, dict[str, str]]:
    """Return for each purpose the words that are agreed to, in a language, with the version that names them both."""
    version, wordings = _wordings()
    code = nearest(language)
    return {
        purpose: {"wording": told[code], "wording_version": f"{version}.{code}"} for purpose, told in wordings.items()
    }


def wording_of(purpose: str, version: str) -> str:
    """Return the words that a version stands for.

    Raises:
        Conflict: other words are shown by now, so that these were not agreed to.
    """
    for language in LANGUAGES:
        offer = offers(language)[purpose]
        if offer["wording_version"] == version:
            return offer["wording"]
    raise Conflict("The wording has changed: read it again, and then agree.", code="wording_changed")


@transaction.atomic
def give(*, user: User, purpose: str, version: str, now: datetime) -> CallConsent:
    """Keep somebody's yes to a wording; the same yes again changes nothing, one to a newer wording closes the older.

    Raises:
        Conflict: the wording is not the one that is shown now.
    """
    wording = wording_of(purpose, version)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = standing(user, purpose)
    if before and before.wording == wording:
        return before
    if before:
        _close(user, [purpose], via=From.APP, now=now)
    row = CallConsent.objects.create(user=user, purpose=purpose, wording=wording, wording_version=version, given_at=now)
    undo = audit.request_of("DELETE", f"telephone/consents/{purpose}")
    audit.record(user, "call_consent.given", row, undo=undo, wording_version=version)
    return row


@transaction.atomic
def take_back(*, user: User, purposes: Sequence[str] = (), via: str, now: datetime) -> int:
    """Take consent back, for all purposes where none is named, and with it every ring that rests on it.

    Returns how many stood. A ring that waits is refused; one that is on the line is ended by whoever sees it next.
    """
    wanted = list(purposes or Purpose.values)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    closed = _close(user, wanted, via=via, now=now)
    affected = [purpose for purpose, needed in NEEDED.items() if needed in wanted]
    if not purposes:
        affected = list(Call.Purpose.values)  # "stop ringing me" means a call back, too
    waiting = Ring.objects.for_user(user).filter(purpose__in=affected, outcome=Ring.Outcome.DUE)
    waiting.update(outcome=Ring.Outcome.REFUSED, reason="consent_revoked", ended_at=now)
    if closed:
        audit.record(user, "call_consent.revoked", purposes=wanted, via=via)
    return closed


def take_back_one(*, user: User, purpose: str, now: datetime) -> None:
    """Take one consent back in the app.

    Raises:
        NotFound: none stands.
    """
    if purpose not in Purpose.values or not take_back(user=user, purposes=[purpose], via=From.APP, now=now):
        raise NotFound("There is no such consent.")


def standing(user: User, purpose: str) -> CallConsent | None:
    """Return the consent that stands for a purpose."""
    found: CallConsent | None = CallConsent.objects.for_user(user).standing().filter(purpose=purpose).first()
    return found


def allows(user: User, purpose: str) -> bool:
    """Tell whether a ring of some purpose of a call has the consent that it needs."""
    needed = NEEDED.get(purpose)
    return needed is None or standing(user, needed) is not None


def _close(user: User, purposes: Sequence[str], *, via: str, now: datetime) -> int:
    rows = CallConsent.objects.for_user(user).standing().filter(purpose__in=purposes)
    return rows.update(revoked_at=now, revoked_from=via)
