"""A model's words held against the template, sentence by sentence. Pure: pieces in, sentences to say out.

Whatever the model does, something true is said: a sentence that the gate keeps back, and what is missing when the
stream breaks off or comes late, is said in the template's words.
"""

from collections.abc import Callable, Sequence

from assistant.spoken import placeholders
from assistant.turns.events import Sentence
from assistant.turns.splitting import Splitter

MOST = 3  # sentences of one answer
Judge = Callable[[str], Sentence | None]


class Wording:
    """One answer on its way.

    Args:
        template: the answer in our own words, with placeholders.
        judge: fills a sentence of the model in and checks it; None keeps it back.
        own: fills a sentence of the template in.
    """

    def __init__(self, template: Sequence[str], judge: Judge, own: Callable[[str], Sentence]) -> None:
        self._template, self._judge, self._own = tuple(template), judge, own
        self._splitter = Splitter()
        self._named: set[str] = set()  # figures that were said
        self._told: set[int] = set()  # sentences of the template that were said
        self.said: list[Sentence] = []
        self.replaced = 0
        self.of_the_model = 0

    @property
    def full(self) -> bool:
        """Whether enough was said: what the model goes on with is not heard."""
        return len(self.said) >= MOST

    def take(self, piece: str) -> list[Sentence]:
        """Take the next piece of the model; return what can be said now."""
        return [said for raw in self._splitter.take(piece) for said in self._next(raw)]

    def finish(self) -> list[Sentence]:
        """The model has ended as it should: say its last words, and the answer where it never came to it."""
        rest = self._splitter.rest()
        last = self._next(rest) if rest else []
        return last + ([] if self._answered() else self._from_template(all_of_it=not self.said))

    def give_up(self) -> list[Sentence]:
        """The model broke off, is late, or never began: say what is missing; half a sentence is dropped."""
        self._splitter.rest()
        return self._from_template(all_of_it=True)

    def _next(self, raw: str) -> list[Sentence]:
        if self.full:
            return []
        passed = self._judge(raw) if self._leads(raw) else None
        if passed is None:
            self.replaced += 1
            return self._from_template(all_of_it=False)
        if any(passed.text == before.text for before in self.said):
            return []
        self._named |= set(placeholders(raw))
        self.of_the_model += 1
        return self._say(passed)

    def _leads(self, raw: str) -> bool:
        """Whether a sentence answers, where it is the first and the template's first has a figure."""
        wanted = set(placeholders(self._template[0])) if self._template else set()
        return bool(self.said) or not wanted or bool(wanted & set(placeholders(raw)))

    def _answered(self) -> bool:
        wanted = set(placeholders(self._template[0])) if self._template else set()
        return bool(self.said) and wanted <= self._named

    def _from_template(self, *, all_of_it: bool) -> list[Sentence]:
        """Say the sentences of the template that are still missing, or the next of them."""
        found: list[Sentence] = []
        for place, raw in enumerate(self._template):
            named = set(placeholders(raw))
            if place in self._told or (named and named <= self._named):
                continue
            if not named and self.of_the_model and not all_of_it:
                continue  # words without a figure, and the model has said some
            self._told.add(place)
            self._named |= named
            found += self._say(self._own(raw))
            if not all_of_it:
                break
        return found

    def _say(self, sentence: Sentence) -> list[Sentence]:
        self.said.append(sentence)
        return [sentence]
