"""A session on its socket: the handshake signed, the caller's acts sent, the application's turns listened to."""

import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from telephone_rig.notices import Notice
from telephone_rig.relay.config import Config
from telephone_rig.relay.session import Session
from telephone_rig.twiml.walking import Other, Request
from telephone_rig.web import Failed

if TYPE_CHECKING:
    from telephone_rig.progress import Progress

BEFORE_ACTING_S, BEFORE_A_KEY_S = 0.5, 0.3
LARGEST = 1024 * 1024


class Talking:
    """One session of a call.

    Attributes:
        patience_s: how long the application may take to begin a turn, on the clock on the wall.
        quiet_s: how long it may be silent between two messages after a turn was closed.
    """

    patience_s = 15.0
    quiet_s = 0.1

    def __init__(self, call: "Progress", other: Other) -> None:
        relay = other.verb.within[0]
        self.call, self.other = call, other
        self.config = Config.of(relay)
        self.session = Session(self.config, self._heard)
        self.began = call.line.clock.now()
        self.reconnected = False
        self.answered_in_s: list[float] = []
        self._socket: ClientConnection | None = None
        self._open = ExitStack()

    # --- What a caller does
    def press(self, keys: str, after: float | None) -> None:
        """Press keys, one message each."""
        if not self._listened(after):
            return
        self.call.ear.acts(f"presses {keys}")
        for key in keys:
            self._send(self.session.dtmf(key, self._now))
            self.call.ear.silence(BEFORE_A_KEY_S)
            if not self.call.relay:
                return
        self._answer()

    def say(self, text: str, after: float | None) -> None:
        """Say something; it cuts short what is being said."""
        if not self._listened(after):
            return
        self.call.ear.acts(f'says "{text}"')
        self._send(self.session.prompt(text, self._now))
        self._answer()

    def wait(self, seconds: float | None = None) -> None:
        """Be silent until the application says something by itself, for so many seconds on the wall at most."""
        if not self._listened(None):
            return
        self.call.ear.acts("is silent")
        self._answer(seconds)

    def hear_out(self, seconds: float) -> None:
        """Listen to the end, and for so many seconds on the wall to what follows of itself."""
        if self._listened(None):
            self._answer(seconds)

    def leave(self) -> None:
        """Hang up."""
        self.session.cut_off(self._now)
        self.session.over = self.session.over or "completed"
        self._shut(1000)

    def drop(self) -> None:
        """Lose the connection, as networks do."""
        if self._socket:
            self._socket.socket.shutdown(socket.SHUT_RDWR)
        self._lost()

    # --- The socket
    def open(self) -> None:
        """Connect, tell which call it is, and listen to the first turn."""
        if self._connected():
            call = self.call
            told = {
                "accountSid": call.line.account_sid,
                "callSid": call.sid,
                "parentCallSid": "",
                "from": call.line.caller,
                "to": call.line.called,
                "forwardedFrom": "",
                "callType": "PSTN",
                "callerName": "",
                "direction": call.direction,
                "callStatus": call.status.upper(),
            }
            self._send(self.session.setup(told, self._now))
            self._answer(self.quiet_s if self.config.greeting else None)
        else:
            self._finished()

    def _connected(self) -> bool:
        line, url = self.call.line, self.config.url
        parts = urlsplit(url)
        try:
            plain = line.webhooks.web.connect(parts, 5.0 * line.webhooks.web.scale)
            opened = connect(
                parts._replace(scheme="ws").geturl(),
                sock=plain,
                additional_headers=line.webhooks.signer.headers(url),
                user_agent_header="TwilioConversationRelay/1.0",
                compression=None,
                max_size=LARGEST,
                open_timeout=15.0 * line.webhooks.web.scale,
                ping_interval=None,
            )
            self._socket = self._open.enter_context(opened)
        except (Failed, InvalidHandshake, OSError) as error:
            self.session.notices.append(Notice(64102, f"no WebSocket at {url}: {error}", "error"))
            self.session.over = "failed"
            return False
        return True

    def _send(self, frames: list[str]) -> None:
        try:
            for frame in frames:
                if self._socket:
                    self._socket.send(frame)
        except ConnectionClosed:
            self._lost()

    def _answer(self, seconds: float | None = None) -> None:
        """Listen until the application has closed a turn, then go on where it ended the session."""
        if not self._socket:
            return
        began, turns = time.monotonic(), self.session.turns
        patience = (self.patience_s if seconds is None else seconds) * self.call.line.webhooks.web.scale
        while not self.session.over:
            left = patience - (time.monotonic() - began)
            try:
                raw = self._socket.recv(self.quiet_s if self.session.turns > turns else max(0.0, left))
            except TimeoutError:
                break
            except ConnectionClosed:
                self._lost()
                break
            if self.session.turns == turns and not self.session.voice.waiting:
                self.answered_in_s.append(time.monotonic() - began)
            self._send(self.session.take(raw, self._now))
        if self.call.relay is not self:  # it went on elsewhere
            return
        if self.session.turns == turns and not self.session.over and seconds is None:
            self.call.ear.note("the line says nothing")
        self.call.ear.said = [one.text.strip() for one in self.session.voice.waiting if one.text.strip()]
        if self.session.over:
            self._finished()

    def _lost(self) -> None:
        """Go on after the connection broke: once more, if the document says so."""
        if self.session.over:
            return
        self.call.ear.note("the connection of the relay broke")
        if self.config.reconnects and not self.reconnected:
            self.reconnected = True
            self.session.cut_off(self._now)
            self.open()
            return
        self.session.notices.append(Notice(64105, "the WebSocket was closed without an end", "error"))
        self.session.over = "failed"
        self._finished()

    def _finished(self) -> None:
        """Let what was said be heard, close, and let the call go on."""
        if self.call.relay is not self:
            return
        if self.session.over == "ended":
            self.listen(None)
        self.session.cut_off(self._now)
        self._shut(self.session.close or 1000)
        self.call.relay_over(self.result())

    def result(self) -> Request:
        """Return what the action of Connect is told."""
        session = self.session
        params = [
            ("SessionId", session.session_id),
            ("SessionStatus", session.over),
            ("SessionDuration", str(round(self._now - self.began))),
        ]
        if session.handoff is not None:
            params.append(("HandoffData", session.handoff))
        if session.over == "failed" and session.notices:
            params += [("ErrorCode", str(session.notices[-1].code)), ("ErrorMessage", session.notices[-1].text)]
        return Request(self.other.action, self.other.method, tuple(params))

    def _shut(self, code: int) -> None:
        if self._socket:
            self._socket.close(code)
            self._socket = None
            self._open.close()

    # --- The clock
    @property
    def _now(self) -> float:
        return self.call.line.clock.now()

    def _listened(self, after: float | None) -> bool:
        self.listen(after)
        if after is None:
            self.call.ear.silence(BEFORE_ACTING_S)
        if self.call.gone():
            return False
        self._overheard()
        return self.call.relay is self

    def _overheard(self) -> None:
        """Take what came while the caller listened."""
        while self._socket and not self.session.over:
            try:
                self._send(self.session.take(self._socket.recv(0), self._now))
            except TimeoutError:
                return
            except ConnectionClosed:
                self._lost()
                return
        if self.session.over:
            self._finished()

    def listen(self, after: float | None) -> None:
        """Listen to the end, or for so many seconds."""
        now = self._now
        self.call.ear.silence((self.session.voice.ends(now) - now) if after is None else after)
        self._send(self.session.listened(self._now))

    def _heard(self, text: str, language: str, whole: bool) -> None:
        if text:
            self.call.transcript.add(self._now, "line", text + ("" if whole else " ..."), language)
