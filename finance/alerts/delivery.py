"""Sending a message: mail or push, outside any transaction; what came of it is written down."""

from datetime import datetime

import structlog

from accounts.models import User
from finance.alerts import letters, outbox, push
from finance.alerts.errors import NobodyThere, NotSent
from finance.models.alerts import Channel

log = structlog.get_logger(__name__)
SENDERS = {Channel.EMAIL: letters.send, Channel.PUSH: push.send}


def deliver(user_pk: int, channel: str, *, now: datetime) -> bool:
    """Send what is due for a person on a channel, as one message; tells whether one went out."""
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    message = outbox.claim(user, channel, now=now) if user else None
    if user is None or message is None:
        return False
    try:
        SENDERS[Channel(channel)](user, [row.alert for row in outbox.claimed(message)], message, now=now)
    except NobodyThere as reason:
        outbox.skip(message, str(reason), now=now)
        return False
    except NotSent as error:
        log.warning("alerts_not_sent", user=user_pk, channel=channel, reason=str(error), permanent=error.permanent)
        outbox.fail(message, str(error), permanent=error.permanent, now=now)
        return False
    outbox.finish(message, now=now)
    return True
