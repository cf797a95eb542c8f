"""What an account holds: the calls it placed, the messages it sent."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from telephone_rig import sids

if TYPE_CHECKING:
    from telephone_rig.call import Call

Form = dict[str, list[str]]
OVER = ("completed", "busy", "failed", "no-answer", "canceled")


def when(at: datetime | None) -> str | None:
    """Write a moment as the API does."""
    return format_datetime(at) if at else None


@dataclass
class Placed:
    """A call that the application asked for.

    Attributes:
        form: everything that was asked for, by Twilio's names.
        status: queued until somebody picks up or does not.
        call: what goes on on the line, once it was picked up.
    """

    account_sid: str
    form: Form
    created_at: datetime
    sid: str = field(default_factory=lambda: sids.new("CA"))
    status: str = "queued"
    answered_by: str | None = None
    price: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    duration_s: int | None = None
    call: "Call | None" = None

    def get(self, name: str, default: str = "") -> str:
        """Return what was asked for under a name: To, Url, MachineDetection."""
        return self.form.get(name, [default])[0]

    @property
    def events(self) -> tuple[str, ...]:
        """Which events are told."""
        named = tuple(event for text in self.form.get("StatusCallbackEvent", []) for event in text.split())
        return named or ("completed",)

    @property
    def over(self) -> bool:
        """Whether nothing can happen on it any more."""
        return self.status in OVER

    def told(self) -> dict[str, Any]:
        """Return it as the API tells it."""
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "to": self.get("To"),
            "from": self.get("From"),
            "status": self.status,
            "direction": "outbound-api",
            "answered_by": self.answered_by,
            "duration": None if self.duration_s is None else str(self.duration_s),
            "price": self.price,
            "price_unit": "USD",
            "date_created": when(self.created_at),
            "date_updated": when(self.ended_at or self.started_at or self.created_at),
            "start_time": when(self.started_at),
            "end_time": when(self.ended_at),
            "uri": f"/2010-04-01/Accounts/{self.account_sid}/Calls/{self.sid}.json",
        }


@dataclass
class Message:
    """A text that the application sent."""

    account_sid: str
    form: Form
    created_at: datetime
    sid: str = field(default_factory=lambda: sids.new("SM"))
    status: str = "queued"

    @property
    def to(self) -> str:
        return self.form["To"][0]

    @property
    def body(self) -> str:
        return self.form.get("Body", [""])[0]

    def told(self) -> dict[str, Any]:
        """Return it as the API tells it."""
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "to": self.to,
            "from": self.form.get("From", [None])[0],
            "messaging_service_sid": self.form.get("MessagingServiceSid", [None])[0],
            "body": self.body,
            "num_segments": str(-(-len(self.body) // 160)),
            "num_media": "0",
            "direction": "outbound-api",
            "status": self.status,
            "price": None,
            "price_unit": "USD",
            "error_code": None,
            "error_message": None,
            "date_created": when(self.created_at),
            "date_updated": when(self.created_at),
            "date_sent": None,
            "uri": f"/2010-04-01/Accounts/{self.account_sid}/Messages/{self.sid}.json",
        }
