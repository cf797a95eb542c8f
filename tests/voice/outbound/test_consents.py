"""A yes to exact words, taken back at once, and every earlier one kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from assistant.languages import LANGUAGES
from kit.errors import Conflict
from voice.models import CallConsent, Ring
from voice.outbound import consents, told

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PURPOSES = ("approvals", "briefings")


def version(user: User, purpose: str = "approvals") -> str:
    return consents.offers(user.language)[purpose]["wording_version"]


def agreed(user: User, purpose: str = "approvals", *, now: datetime = NOW) -> CallConsent:
    return consents.give(user=user, purpose=purpose, version=version(user, purpose), now=now)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_kept_as_they_were_shown(ana: User, language: str, purpose: str) -> None:
    offer = consents.offers(language)[purpose]
    row = consents.give(user=ana, purpose=purpose, version=offer["wording_version"], now=NOW)
    assert (row.wording, row.wording_version, row.given_at) == (*offer.values(), NOW)
    assert "GigLens" in row.wording
    assert "0" in row.wording, "how it is taken back is part of it"


def test_every_language_has_words_of_its_own() -> None:
    assert len({consents.offers(code)[purpose]["wording"] for code in LANGUAGES for purpose in PURPOSES}) == 8


def test_the_same_yes_twice_is_one(ana: User) -> None:
    assert agreed(ana) == agreed(ana, now=NOW + timedelta(days=1))
    assert CallConsent.objects.count() == 1


def test_a_yes_to_words_that_are_not_shown_any_more_is_none(ana: User) -> None:
    with pytest.raises(Conflict) as refused:
        consents.give(user=ana, purpose="approvals", version="2020-01.en", now=NOW)
    assert refused.value.code == "wording_changed"
    assert not CallConsent.objects.exists()


def test_a_yes_in_another_language_closes_the_one_before(ana: User) -> None:
    first = agreed(ana)
    second = consents.give(
        user=ana, purpose="approvals", version=consents.offers("es")["approvals"]["wording_version"], now=NOW
    )
    first.refresh_from_db()
    assert (first.revoked_at, second.revoked_at) == (NOW, None)
    assert consents.standing(ana, "approvals") == second


def test_taken_back_it_stands_no_more_and_is_kept(ana: User) -> None:
    before = agreed(ana)
    assert consents.take_back(user=ana, purposes=["approvals"], via="telephone", now=NOW) == 1
    assert consents.standing(ana, "approvals") is None
    again = agreed(ana, now=NOW + timedelta(days=1))
    kept = CallConsent.objects.get(pk=before.pk)
    assert (kept.wording, kept.revoked_at, kept.revoked_from) == (before.wording, NOW, "telephone")
    assert CallConsent.objects.count() == 2
    assert consents.standing(ana, "approvals") == again
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "call_consent.given",
        "call_consent.revoked",
        "call_consent.given",
    ]


def test_stop_ringing_me_takes_everything_back_and_refuses_what_waits(ana: User, ben: User) -> None:
    for user in (ana, ben):
        for purpose in PURPOSES:
            agreed(user, purpose)
    rings = {
        (user.pk, purpose): Ring.objects.create(
            user=user,
            purpose=purpose,
            nonce=f"{user.pk}{purpose}",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW + timedelta(hours=1),
        )
        for user in (ana, ben)
        for purpose in ("briefing", "call_back")
    }
    assert consents.take_back(user=ana, via="telephone", now=NOW) == 2
    for (owner, _), ring in rings.items():
        ring.refresh_from_db()
        assert ring.outcome == ("refused" if owner == ana.pk else "due")
    assert [consents.standing(ben, purpose) is not None for purpose in PURPOSES] == [True, True]


def test_one_purpose_leaves_the_other(ana: User) -> None:
    for purpose in PURPOSES:
        agreed(ana, purpose)
    consents.take_back(user=ana, purposes=["briefings"], via="app", now=NOW)
    assert [consents.allows(ana, purpose) for purpose in ("approval", "briefing", "call_back")] == [True, False, True]


def test_two_cannot_stand_at_once(ana: User) -> None:
    row = agreed(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallConsent.objects.create(user=ana, purpose=row.purpose, wording="x", wording_version="y", given_at=NOW)


def test_the_app_agrees_and_takes_back(ana: User, api: APIClient) -> None:
    offer = told(ana)["offers"]["approvals"]
    given = api.post("/api/v1/telephone/consents", {"purpose": "approvals"} | _version(offer), format="json")
    assert given.status_code == 201, given.content
    assert given.json()["wording"] == offer["wording"]
    (shown,) = told(ana)["consents"]
    assert (shown["purpose"], shown["wording"]) == ("approvals", offer["wording"])
    assert api.delete("/api/v1/telephone/consents/approvals").status_code == 204
    assert told(ana)["consents"] == []
    assert api.delete("/api/v1/telephone/consents/approvals").status_code == 404
    assert api.delete("/api/v1/telephone/consents/nonsense").status_code == 404


def _version(offer: dict[str, str]) -> dict[str, str]:
    return {"wording_version": offer["wording_version"]}


def test_ben_takes_back_his_own_only(ana: User, ben: User, api_of: Callable[[User], APIClient]) -> None:
    agreed(ana)
    assert api_of(ben).delete("/api/v1/telephone/consents/approvals").status_code == 404
    assert consents.standing(ana, "approvals")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"purpose": "approvals", "wording_version": "old"}, 409),
        ({"purpose": "approval", "wording_version": "old"}, 400),
        ({"purpose": "approvals"}, 400),
        ({}, 400),
    ],
)
def test_what_is_no_yes(api: APIClient, said: dict[str, Any], status: int) -> None:
    assert api.post("/api/v1/telephone/consents", said, format="json").status_code == status
    assert not CallConsent.objects.exists()
