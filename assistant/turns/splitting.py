"""Whole sentences out of a stream of pieces that end anywhere.

A sentence ends at . ! ? । ॥ or a line's end, with what closes quotes and brackets behind it, and only once something
else follows: until then "$1." may go on with "50". Dots of decimals, abbreviations, initials and placeholders end
nothing.
"""

import re

END = re.compile(r"[.!?।॥…]+[\"'”’»)\]]*(?=\s)|\n+")
# Written without their last dot, in lower case. A sentence that does end in one waits for the next end, no worse.
SHORT = (
    "mr mrs ms dr st vs etc e.g i.e approx inc ltd co jan feb apr jun jul aug sept oct nov dec a.m p.m u.s "
    "u.k sr sra srta ud uds p.ej núm aprox ene abr dic रु डॉ श्री రూ డా శ్రీ "
)
ABBREVIATIONS = frozenset(SHORT.split())
LAST_WORD = re.compile(r"(\S+)\.[\"'”’»)\]]*$")
LIST_NUMBER = re.compile(r"^\s*\d{1,2}\.$")
LONGEST = 600  # characters without an end: cut, so that a model cannot hold the turn for ever


class Splitter:
    """Give it pieces; it gives back the sentences that they complete."""

    def __init__(self) -> None:
        self._held = ""

    def take(self, piece: str) -> list[str]:
        """Take the next piece; return the sentences that are whole now."""
        self._held += piece
        found, start = [], 0
        for end in END.finditer(self._held):
            if self._ends(self._held[start : end.end()]):
                found.append(self._held[start : end.end()])
                start = end.end()
        self._held = self._held[start:]
        if len(self._held) > LONGEST:
            found.append(self._held)
            self._held = ""
        return [sentence.strip() for sentence in found if sentence.strip()]

    def rest(self) -> str:
        """Return what is left when nothing more comes, and forget it."""
        rest, self._held = self._held.strip(), ""
        return rest

    @staticmethod
    def _ends(sentence: str) -> bool:
        if sentence.endswith("\n"):
            return True
        if sentence.count("{{") > sentence.count("}}") or LIST_NUMBER.match(sentence):
            return False
        last = LAST_WORD.search(sentence)
        if last is None:
            return True
        word = last[1].casefold().lstrip("(\"'“‘«[¿¡")
        initial = len(word) == 1 and word.isalpha() and word.isascii() and word not in "aioy"
        return word not in ABBREVIATIONS and not initial
