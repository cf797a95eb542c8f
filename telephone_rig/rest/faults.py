"""What can go wrong with a request to the REST API, each with a name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """How one request is answered.

    Attributes:
        status: other than 200, an error is answered.
        code: Twilio's, in the error.
        retry_after: seconds, sent as a header where set.
        made: whether what was asked for is done all the same, as when only the answer gets lost.
        waits_s: silence before the answer.
        cut: the connection breaks instead of an answer.
    """

    name: str
    status: int = 200
    code: int = 0
    message: str = ""
    retry_after: float | None = None
    made: bool = False
    waits_s: float = 0.0
    cut: bool = False


FINE = Fault("fine", made=True)
TOO_MANY = Fault("429", 429, 20429, "Too Many Requests", retry_after=2)
BROKEN = Fault("500", 500, 20500, "Internal Server Error")
AWAY = Fault("503", 503, 20503, "Service unavailable")
KEY_REFUSED = Fault("401", 401, 20003, "Authenticate")
UNVERIFIED = Fault("21219", 400, 21219, "'To' phone number not verified")
NO_SUCH_NUMBER = Fault("21211", 400, 21211, "Invalid 'To' Phone Number")
CUT = Fault("cut before it was done", cut=True)
CUT_AFTERWARDS = Fault("cut after it was done", cut=True, made=True)
SILENT = Fault("says nothing", waits_s=20.0)
SILENT_AFTERWARDS = Fault("says nothing after it was done", waits_s=20.0, made=True)
ALL = (TOO_MANY, BROKEN, AWAY, KEY_REFUSED, UNVERIFIED, NO_SUCH_NUMBER, CUT, CUT_AFTERWARDS, SILENT, SILENT_AFTERWARDS)
