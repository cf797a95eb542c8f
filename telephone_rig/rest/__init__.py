"""Twilio's REST API for calls and messages, on a real socket, for the real SDK to talk to.

with running_twilio() as twilio:
    client = Client(twilio.account_sid, twilio.auth_token)
    client.api.base_url = twilio.address
    ...                                 # the application places a call
    call = twilio.pick_up(twilio.calls[0])
    call.press("1")
"""

from telephone_rig.rest.account import FakeTwilio
from telephone_rig.rest.faults import Fault
from telephone_rig.rest.rows import Message, Placed
from telephone_rig.rest.server import running_twilio

__all__ = ["FakeTwilio", "Fault", "Message", "Placed", "running_twilio"]
