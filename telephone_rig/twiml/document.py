"""A document of TwiML, read: its verbs in order, and what Twilio would say about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from telephone_rig.notices import Broken

LARGEST = 64 * 1024  # bytes


@dataclass(frozen=True)
class Verb:
    """One element: a verb, or a noun within one.

    Attributes:
        text: all text in it, without the tags of SSML.
        within: the elements in it.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    within: tuple["Verb", ...]

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)


@dataclass(frozen=True)
class Document:
    """What an address answered with.

    Attributes:
        url: where it came from; what is relative in it is relative to this.
        verbs: at the top.
    """

    url: str
    verbs: tuple[Verb, ...]


def read(body: bytes, url: str = "") -> Document:
    """Read a document.

    Raises:
        Broken: 11750 too large, 12100 no XML, 12102 another root than Response.
    """
    if len(body) > LARGEST:
        raise Broken(11750, f"the document has {len(body)} bytes; {LARGEST} are read")
    try:
        root: Element = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Broken(12100, f"document parse failure: {error}") from error
    if root.tag != "Response":
        raise Broken(12102, f"the root element is {root.tag}, not Response")
    return Document(url, tuple(_verb(child) for child in root if isinstance(child.tag, str)))


def _verb(element: Element) -> Verb:
    within = tuple(_verb(child) for child in element if isinstance(child.tag, str))
    return Verb(element.tag, dict(element.attrib), " ".join("".join(_texts(element)).split()), within)


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of an element and of those in it; SSML's `sub` is said as its alias."""
    if element.tag == "sub":
        yield element.get("alias") or element.text or ""
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""
