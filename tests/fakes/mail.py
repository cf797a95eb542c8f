"""A mail server on a real socket that speaks enough SMTP, and answers as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class Mailbox:
    """What came in, and what the server answers to RCPT and to the letter.

    Attributes:
        port: where it listens.
        rcpt, data: answers to give.
        letters: what was taken.
        recipients: to whom, in the order they were named.
    """

    port: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"
    letters: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


@contextmanager
def running_mail() -> Iterator[Mailbox]:
    """Start the server and yield its mailbox."""
    box = Mailbox()

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 fake")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"QUIT":
                    return self.say("221 bye")
                if verb == b"RCPT":
                    box.recipients.append(line.decode().partition("<")[2].partition(">")[0])
                    self.say(box.rcpt)
                elif verb == b"DATA":
                    self.take()
                else:
                    self.say("250 OK")
            return None

        def take(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b".") else line)
            if box.data.startswith("250"):
                box.letters.append(message_from_bytes(b"".join(lines)))
            self.say(box.data)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield box
        server.shutdown()
