"""How well articles are found on questions with a known answer: `python -m tests.assistant.knowledge.measure`."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Tried:
    """A question, what should have been found, and what was."""

    question: str
    wanted: str | None
    found: str | None
    confidence: float
    sure: str

    @property
    def wrong(self) -> bool:
        """Whether something was answered that is not what was asked for."""
        return self.found != self.wanted


def tried() -> list[Tried]:
    """Ask every question of the list."""
    from assistant.knowledge.library import Library, files

    library = Library(list(files().values()))
    found = []
    for question, wanted in yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8")):
        hits = library.find(question, most=1)
        key, confidence, sure = (
            (hits[0].article.key, hits[0].confidence, hits[0].sure) if hits else (None, 0.0, "decline")
        )
        found.append(Tried(question, wanted, key, confidence, sure))
    return found


def main() -> None:
    """Print what each threshold would do."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    every = tried()
    for one in every:
        if one.wrong and one.confidence >= 0.25:
            sys.stdout.write(f"{one.confidence:.2f} {one.question!r}: {one.found}, not {one.wanted}\n")
    known, strange = [one for one in every if one.wanted], [one for one in every if not one.wanted]
    sys.stdout.write(f"{len(known)} with an article, {len(strange)} without\nfrom   right  wrong  strange\n")
    for step in range(20, 80, 5):
        passed = [one for one in known if one.confidence >= step / 100]
        right = sum(not one.wrong for one in passed)
        told = sum(one.confidence >= step / 100 for one in strange)
        sys.stdout.write(f"{step / 100:.2f}   {right:5d}  {len(passed) - right:5d}  {told:7d}\n")


if __name__ == "__main__":
    main()
