"""Scenarios, read from the YAML files beside this one.

A file is a list of scenarios. Each is rung once in each of its languages and in each of its ways:

    - name: the balance by key
      caller: ana                    # of the people in world.py's `people`; also unknown, hidden
      languages: [en, es, hi, te]    # that of the caller's account, spoken once they are known
      begins: menu                   # ring; language: it was chosen by #; menu: the PIN was right
      ways: [gather, relay]          # both where nothing is said
      turns:
        - lines: [greeting]          # the line's own sentences, by their key in voice/flow/lines.yaml
        - press: "1"                 # or say, wait, hang_up, drop; `after: 1.5` cuts the prompt short
          hear: ["PIN"]              # each is in what is heard next; /.../ is a regular expression
          never: ["balance"]
          within_ms: 1000            # on the clock on the wall, until it is answered
      quick: true                    # a silence on the relay lasts a tenth, as it does where a turn waits
      ends: goodbye                  # the call's disposition in the database; `over` is how the line saw it end
      intents: [balance]             # what the assistant was asked, in order
      identified: true
      never: ["$"]                   # nowhere on the call
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

FOLDER = Path(__file__).parent
WAYS = ("gather", "relay")
ACTS = ("press", "say", "wait", "hang_up", "drop", "app")
TURN = {*ACTS, "after", "hear", "lines", "never", "within_ms", "awaits", "confidence"}
SCENARIO = {
    "name", "caller", "languages", "ways", "turns", "ends", "over", "intents", "identified", "never", "events", "quick",
    "begins", "language_after", "proposals",
}  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """What the caller does, and what comes of it."""

    act: str = ""
    words: Any = None
    after: float | None = None
    confidence: float = 0.9
    hear: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    within_ms: int = 5_000
    awaits: str = ""


@dataclass(frozen=True)
class Scenario:
    """One call."""

    name: str
    caller: str
    language: str
    way: str
    begins: str
    turns: tuple[Turn, ...]
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Name it in a report."""
        return f"{self.name} [{self.language}, {self.way}]"


def every(*, all_relayed: bool = False) -> Iterator[Scenario]:
    """Yield all scenarios of all files, in each language over Gather, and in one of them over the relay.

    Args:
        all_relayed: in each language over the relay too.
    """
    for file in sorted(FOLDER.glob("*.yaml")):
        for raw in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            check(raw, SCENARIO, file)
            for turn in raw["turns"]:
                check(turn, TURN, file)
            languages, ways = raw.get("languages", ["en"]), raw.get("ways", WAYS)
            relayed = languages if all_relayed or "gather" not in ways else [_one_of(languages, raw["name"])]
            for language in languages:
                yield from (scenario_of(raw, language, way) for way in ways if way == "gather" or language in relayed)


def _one_of(languages: Sequence[str], name: str) -> str:
    """Choose a language for a scenario: another for another, and always the same."""
    return languages[crc32(name.encode()) % len(languages)]


def check(raw: Mapping[str, Any], known: set[str], file: Path) -> None:
    if unknown := set(raw) - known:
        raise ValueError(f"{file.name}: {raw.get('name', raw)}: unknown {', '.join(sorted(unknown))}")


def scenario_of(raw: Mapping[str, Any], language: str, way: str) -> Scenario:
    turns = tuple(_turn(one, language) for one in raw["turns"])
    return Scenario(raw["name"], raw.get("caller", "ana"), language, way, raw.get("begins", "ring"), turns, raw)


def _turn(raw: Mapping[str, Any], language: str) -> Turn:
    act = next((name for name in ACTS if name in raw), "")
    words = raw.get(act)
    return Turn(
        act,
        words[language] if isinstance(words, dict) else words,
        raw.get("after"),
        raw.get("confidence", 0.9),
        _texts(raw.get("hear"), language),
        tuple(_many(raw.get("lines"))),
        _texts(raw.get("never"), language),
        raw.get("within_ms", 5_000),
        raw.get("awaits", ""),
    )


def _texts(raw: Any, language: str) -> tuple[str, ...]:
    return tuple(_many(raw.get(language, []) if isinstance(raw, dict) else raw))


def _many(raw: Any) -> list[str]:
    return [] if raw is None else [raw] if isinstance(raw, str) else list(raw)
