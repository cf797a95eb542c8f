"""TwiML: read, checked, and walked verb by verb."""

from telephone_rig.twiml.document import Document, Verb, read
from telephone_rig.twiml.schema import checked

__all__ = ["Document", "Verb", "checked", "read"]
