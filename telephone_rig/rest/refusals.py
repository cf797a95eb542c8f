"""What the API refuses: status, code and words."""

import re
from urllib.parse import urlsplit

from telephone_rig.rest.rows import Form

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
MOST_SAID = 1600  # characters of a message
MOST_TWIML = 4000


class Refused(Exception):
    """A request is refused."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def check_call(form: Form, *, own: frozenset[str]) -> None:
    """Refuse a call that Twilio would not place."""
    one = {name: values[0] for name, values in form.items() if values}
    if not one.get("To"):
        raise Refused(400, 21201, "No 'To' number is specified")
    if not one.get("From"):
        raise Refused(400, 21213, "'From' phone number is required")
    if not E164.fullmatch(one["To"]):
        raise Refused(400, 21211, f"The phone number you are attempting to call, {one['To']}, is not valid.")
    if own and one["From"] not in own:
        raise Refused(400, 21210, f"The source phone number provided, {one['From']}, is not yet verified")
    ways = [name for name in ("Url", "Twiml", "ApplicationSid") if one.get(name)]
    if not ways:
        raise Refused(400, 21205, "Url, Twiml or ApplicationSid is required")
    for name in ("Url", "FallbackUrl", "StatusCallback", "AsyncAmdStatusCallback"):
        if one.get(name) and urlsplit(one[name]).scheme not in ("http", "https"):
            raise Refused(400, 21609 if name == "StatusCallback" else 21205, f"{name} is not a valid URL: {one[name]}")
    if len(one.get("Twiml", "")) > MOST_TWIML:
        raise Refused(400, 21218, f"Twiml is longer than {MOST_TWIML} characters")
    seconds = one.get("Timeout", "60")
    if not seconds.isdecimal() or not 1 <= int(seconds) <= 600:
        raise Refused(400, 20001, f"Timeout of {seconds} is not between 1 and 600")


def check_message(form: Form, *, own: frozenset[str]) -> None:
    """Refuse a message that Twilio would not send."""
    one = {name: values[0] for name, values in form.items() if values}
    if not one.get("To"):
        raise Refused(400, 21604, "A 'To' phone number is required.")
    if not E164.fullmatch(one["To"]):
        raise Refused(400, 21211, f"Invalid 'To' Phone Number: {one['To']}")
    if not one.get("From") and not one.get("MessagingServiceSid"):
        raise Refused(400, 21603, "A 'From' phone number is required.")
    if own and one.get("From") and one["From"] not in own:
        raise Refused(400, 21606, f"The 'From' phone number {one['From']} is not a valid sender.")
    if not one.get("Body"):
        raise Refused(400, 21602, "Message body is required.")
    if len(one["Body"]) > MOST_SAID:
        raise Refused(400, 21617, f"The message is longer than {MOST_SAID} characters.")
