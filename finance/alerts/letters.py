"""Alerts by e-mail: one letter for all that is due, in the user's language, with a link that stops them."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage

from accounts.models import User
from finance.alerts import preferences
from finance.alerts.errors import NobodyThere, NotSent
from finance.alerts.wording import letter_words, word_alert
from finance.models import Alert

SALT = "alerts.unsubscribe"


def send(user: User, alerts: Sequence[Alert], message: UUID, *, now: datetime) -> None:
    """Send one letter.

    Raises:
        NobodyThere: the address is not confirmed.
        NotSent: the mail server refused it, for now or for good, or did not answer.
    """
    if not preferences.letters_reach(user):
        raise NobodyThere("The address is not confirmed.")
    try:
        letter(user, alerts, message).send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotSent(f"the address was refused: {codes}", permanent=all(code >= 500 for code in codes)) from error
    except SMTPResponseException as error:
        raise NotSent(f"the mail server answered {error.smtp_code}", permanent=error.smtp_code >= 500) from error
    except (SMTPException, OSError) as error:
        raise NotSent(f"the mail server did not take it: {type(error).__name__}") from error


def letter(user: User, alerts: Sequence[Alert], message: UUID) -> EmailMessage:
    """Write the letter; the same message always has the same Message-ID, so that a mailbox knows it again."""
    words, stop = letter_words(user.language), unsubscribe_url(user)
    told = [word_alert(alert.kind, alert.evidence, language=user.language) for alert in alerts]
    subject = told[0].title if len(told) == 1 else words["many"].format(count=len(told))
    base = settings.PUBLIC_BASE_URL
    lines = [words["hello"].format(name=user.name) if user.name else ""]
    lines += [f"{one.title}\n{one.body}" for one in told]
    lines += [words["open"].format(url=f"{base}/alerts")]
    always = all(alert.kind in preferences.ALWAYS for alert in alerts)
    why = words["always" if always else "why"].format(settings=f"{base}/settings")
    lines += [why if always else f"{why}\n{words['stop'].format(stop=stop)}"]
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message}@{host}>", "Auto-Submitted": "auto-generated"}
    if not always:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = "\n\n".join(line for line in lines if line)
    return EmailMessage(f"GigLens: {one_line(subject)}", body, to=[user.email], headers=headers)


def one_line(text: str) -> str:
    """Return a text that a header can hold: the name of a bill comes from a statement."""
    return " ".join(text.split())[:150]


def unsubscribe_url(user: User) -> str:
    """Return the address that stops letters about alerts, without a log-in."""
    token = signing.Signer(salt=SALT).sign(str(user.public_id))
    return f"{settings.PUBLIC_BASE_URL}/api/v1/alert-letters/{token}/stop"


def whose(token: str) -> User | None:
    """Return who a link was sent to; None when it is not one of ours."""
    try:
        public_id = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=public_id).first()
