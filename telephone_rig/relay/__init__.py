"""ConversationRelay: the side that Twilio plays, with a caller who talks, keys, and cuts in."""

from telephone_rig.relay.config import Config
from telephone_rig.relay.session import Session
from telephone_rig.relay.wire import Malformed, read

__all__ = ["Config", "Malformed", "Session", "read"]
