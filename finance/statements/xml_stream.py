"""XML read as it comes: the wanted elements are handed over whole one by one, and forgotten."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from finance.statements.parsed import NotAStatement, TooLarge

MAX_DEPTH = 60
MAX_KEPT = 1_000_000  # elements below one that is handed over
PIECE = 1 << 16


@dataclass(slots=True)
class Node:
    """An element by its local name, whatever the namespace."""

    tag: str
    line: int
    attributes: dict[str, str]
    said: str = ""
    children: list["Node"] = field(default_factory=list)

    def every(self, *path: str) -> list["Node"]:
        """Return all elements at a path below."""
        found = [self]
        for name in path:
            found = [child for node in found for child in node.children if child.tag == name]
        return found

    def all(self, name: str) -> list["Node"]:
        """Return the children of that name."""
        return [child for child in self.children if child.tag == name]

    def first(self, *path: str) -> "Node | None":
        """Return the first element at a path below."""
        return next(iter(self.every(*path)), None)

    def text(self, *path: str) -> str:
        """Return what the first element at a path says; empty where there is none."""
        found = self.first(*path)
        return found.said if found else ""

    def words(self) -> list[str]:
        """Return everything that is said in it."""
        return [self.said, *(word for child in self.children for word in child.words())]


Wanted = Callable[[tuple[str, ...], str], bool]


class _Target:
    """Builds the wanted elements."""

    def __init__(self, wanted: Wanted, take: Callable[[Node], None]) -> None:
        self._wanted, self._take = wanted, take
        self._path: list[str] = []
        self._open: list[Node] = []
        self._text: list[str] = []
        self._kept = 0
        self.line: Callable[[], int] = lambda: 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            raise NotAStatement(f"Line {self.line()}: the XML is nested deeper than any statement.")
        if self._open or self._wanted(tuple(self._path), namespace):
            self._end_text()
            local = {key.rpartition("}")[2]: value for key, value in attributes.items()}
            node = Node(name, self.line(), local)
            self._kept += 1
            if self._kept > MAX_KEPT:
                raise TooLarge(f"Line {node.line}: one entry holds more than any statement's.")
            if self._open:
                self._open[-1].children.append(node)
            self._open.append(node)

    def data(self, text: str) -> None:
        if self._open:
            self._text.append(text)

    def end(self, tag: str) -> None:
        self._path.pop()
        if self._open:
            self._end_text()
            node = self._open.pop()
            if not self._open:
                self._kept = 0
                self._take(node)

    def close(self) -> None:
        """Be done; there is nothing to return."""

    def _end_text(self) -> None:
        if self._open and self._text:
            self._open[-1].said = (self._open[-1].said + "".join(self._text)).strip()
        self._text.clear()


def pieces(content: bytes) -> Iterator[bytes]:
    """Cut a file into pieces to be read one after the other."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def read_xml(content: Iterable[bytes], *, wanted: Wanted, take: Callable[[Node], None]) -> None:
    """Hand over every wanted element, in the order in which they end.

    Args:
        content: the file, piece by piece.
        wanted: told the path of local names from the root, and the namespace; says whether to keep the element whole.
        take: gets each of these elements.

    Raises:
        NotAStatement: it is not well-formed, or declares a document type or entities.
    """
    target = _Target(wanted, take)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.line = lambda: parser.parser.CurrentLineNumber
    try:
        for piece in content:
            parser.feed(piece)
        parser.close()
    except DefusedXmlException as error:
        raise NotAStatement("The file declares a document type or entities; a bank's file has none.") from error
    except ParseError as error:
        raise NotAStatement(f"Line {error.position[0]}: the XML is broken ({error.args[0]}).") from error
    except (LookupError, UnicodeError, ValueError) as error:
        raise NotAStatement("The XML is in an encoding that cannot be read.") from error
