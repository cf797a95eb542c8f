"""Letters: in the user's language, with a link that stops them and needs no log-in."""

from uuid import UUID

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.alerts import letters
from finance.alerts.delivery import deliver
from finance.models import AlertSettings
from tests.fakes.mail import Mailbox
from tests.finance.alerts.conftest import NOON, Raise

MESSAGE = UUID(int=7)


def text_of(letter: object) -> str:
    return str(letter.get_payload(decode=True).decode())  # type: ignore[attr-defined]  # of the standard library's letters


def path_of(url: str) -> str:
    return url.removeprefix("http://testserver")


def test_one_alert_is_told_in_full_with_amounts_as_the_app_writes_them(
    reachable: User, raise_alert: Raise, mailbox: Mailbox
) -> None:
    raise_alert()
    deliver(reachable.pk, "email", now=NOON)
    (got,) = mailbox.letters
    assert got["Subject"] == "GigLens: Rent is due on November 24, 2026"
    assert "Kč\xa0540.00 will leave your account." in text_of(got)
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(got["List-Unsubscribe"]).strip(" \r\n<>") in text_of(got)


def test_it_speaks_spanish(reachable: User, raise_alert: Raise, mailbox: Mailbox) -> None:
    User.objects.update(language="es", name="Ana")
    raise_alert()
    raise_alert()
    deliver(reachable.pk, "email", now=NOON)
    text = text_of(mailbox.letters[0])
    assert "Hola Ana:" in text
    assert "Rent vence el 24 de noviembre de 2026" in text
    assert "Saldrán 540,00\xa0Kč de tu cuenta." in text


def test_a_name_from_a_statement_cannot_add_headers(reachable: User, raise_alert: Raise) -> None:
    alert = raise_alert()
    alert.evidence[0]["value"] = "Rent\r\nBcc: all@example.com"
    letter = letters.letter(reachable, [alert], MESSAGE)
    assert "\n" not in letter.subject
    assert letter.message()["Bcc"] is None


def test_the_same_message_is_known_again(reachable: User, raise_alert: Raise) -> None:
    alert = raise_alert()
    ids = {letters.letter(reachable, [alert], MESSAGE).extra_headers["Message-ID"] for _ in range(2)}
    assert len(ids) == 1


def test_the_link_stops_letters_by_one_post_without_a_log_in(reachable: User) -> None:
    path = path_of(letters.unsubscribe_url(reachable))
    looked = Client().get(path)
    assert looked.status_code == 200
    assert AlertSettings.objects.get().email  # a scanner that opens every link changes nothing
    for _ in range(2):
        assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not AlertSettings.objects.get().email
    assert AuditEntry.objects.filter(user=reachable, action="alert_settings.changed").count() == 1


def test_it_works_for_somebody_who_never_opened_the_settings(ana: User) -> None:
    Client().post(path_of(letters.unsubscribe_url(ana)))
    assert not AlertSettings.objects.get(user=ana).email


@pytest.mark.parametrize("change", ["x", ""])
def test_a_link_that_is_not_ours_is_nobodys(ana: User, change: str) -> None:
    path = path_of(letters.unsubscribe_url(ana)).replace("/stop", f"{change}/stop")
    path = path if change else path.replace(str(ana.public_id), str(UUID(int=1)))
    assert APIClient().post(path).status_code == 404
    assert not AlertSettings.objects.exists()


def test_the_page_is_in_the_users_language_and_open_to_readers(ana: User) -> None:
    User.objects.update(language="es")
    page = Client().get(path_of(letters.unsubscribe_url(ana))).content.decode()
    assert '<html lang="es">' in page
    assert "¿Dejar de recibir" in page
