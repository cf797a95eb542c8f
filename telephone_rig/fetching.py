"""An address, asked for a document: what it answers with is read, or it is an error that Twilio has a number for."""

from xml.sax.saxutils import escape

from telephone_rig.line import Line
from telephone_rig.notices import Broken
from telephone_rig.twiml import Document, read
from telephone_rig.twiml.walking import Request
from telephone_rig.web import Answer
from telephone_rig.webhooks import Params

TWIML = ("text/xml", "application/xml", "text/html", "application/twiml+xml")


def fetched(line: Line, params: Params, request: Request) -> Document:
    """Ask for a document.

    Raises:
        Broken: there is none, or it cannot be read.
    """
    answer = line.webhooks.send(request.url, (*params, *request.params), request.method)
    return document(request, answer)


def document(request: Request, answer: Answer) -> Document:
    """Read an answer. Plain text is said, audio is played, as Twilio does."""
    if not 200 <= answer.status < 400:
        raise Broken(11200, f"{request.method} {request.url} answered {answer.status}")
    if answer.kind == "text/plain":
        said = escape(answer.body.decode("utf-8", "replace"))
        return read(f"<Response><Say>{said}</Say></Response>".encode(), request.url)
    if answer.kind.startswith("audio/"):
        return read(f"<Response><Play>{escape(request.url)}</Play></Response>".encode(), request.url)
    if answer.kind not in TWIML:
        raise Broken(12300, f"{request.url} answered with {answer.kind or 'no content type'}")
    return read(answer.body, request.url)
