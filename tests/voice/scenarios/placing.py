"""Scenarios of being rung: read from `rung/*.yaml`, and rung by a Twilio on a real socket through the real server.

- name: approved by key
  purpose: approval                # briefing, call_back
  languages: [en, es, hi, te]
  by: human                        # machine_start, fax, unknown; or
  missed: busy                     # no-answer, failed: nobody picks up
  pin_above: "1000.00"             # the person's own limit; without it the PIN is always asked for
  target: "500.00"                 # of the goal that a yes is asked for
  when: night                      # where they live it is 23:00; else it is noon
  without: consent                 # pin, number, or the switch: stopped; before it is asked for
  meanwhile: expired               # consent, pin, stopped, decided: between asking and dialling
  turns:                           # as in the other scenarios, with
    - app: decline                 # or confirm: what they do in the app during the call
      lines: [keys.approval]       # of voice/outbound/lines.yaml, else of voice/flow/lines.yaml
  refused: no_consent              # it is not even asked for, with this code
  placed: false                    # no call goes out
  outcome: approved                # of the ring, with its reason
  reason: ""
  proposal: executed
  consents: 2                      # that stand at the end
  goals: 1
  ends: decided                    # as in the other scenarios; over, identified, never too
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.voice.scenarios.reading import FOLDER, TURN, Scenario, check, scenario_of

FILES = FOLDER / "rung"
KNOWN = {
    "name", "purpose", "languages", "by", "missed", "pin_above", "target", "when", "without", "meanwhile", "turns",
    "refused", "placed", "outcome", "reason", "proposal", "consents", "goals", "ends", "over", "identified", "never",
    "way",
}  # fmt: skip


def every(files: Path = FILES) -> Iterator[Scenario]:
    """Yield all of them, each once in each of its languages."""
    for file in sorted(files.glob("*.yaml")):
        for raw in yaml.safe_load(file.read_text(encoding="utf-8")):
            told: dict[str, Any] = {"turns": [], **raw}
            check(told, KNOWN, file)
            for turn in told["turns"]:
                check(turn, TURN, file)
            for language in told.get("languages", ["en"]):
                yield scenario_of(told, language, told.get("way", "gather"))
