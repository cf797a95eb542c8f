"""Who answers: a persona reads what came in and says something. A draft stands between <draft> marks."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.llm.wire import Call, Json, Reply

DRAFT = re.compile(r"<draft>\s*(.*?)\s*</draft>", re.DOTALL)
PLACEHOLDER = re.compile(r"\{\{\s*[\w.]+\s*\}\}")


@dataclass
class Asked:
    """One request, as it came.

    Attributes:
        path: where it went.
        body: its JSON; of an upload the form's fields.
        headers: names in lower case.
        at: when it came, on the monotonic clock.
        fault: the name of what was done with it.
        gone_at: when the other side was seen to have hung up before the end.
    """

    path: str
    body: Json
    headers: dict[str, str]
    at: float
    fault: str = ""
    gone_at: float | None = None

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body.get("model", ""))

    @property
    def text(self) -> str:
        """Everything that the model reads, tools included."""
        said = [str(message.get("content") or "") for message in self.body.get("messages", [])]
        return "\n".join([*said, *([json.dumps(self.body["tools"])] if self.body.get("tools") else [])])

    @property
    def draft(self) -> str:
        """The answer that it was asked to word; empty where there is none."""
        found = DRAFT.search(self.text)
        return found.group(1) if found else ""

    @property
    def tools(self) -> list[str]:
        """The names of the tools it may call."""
        return [str(tool["function"]["name"]) for tool in self.body.get("tools") or []]


Persona = Callable[[Asked], Reply]


def says(text: str) -> Persona:
    """Answer everything alike."""
    return lambda asked: Reply(text)


def calls(name: str, **arguments: object) -> Persona:
    """Call one tool, whatever is asked; without tools name it in words."""
    return lambda asked: Reply(call=Call(name, dict(arguments))) if asked.tools else Reply(name)


def faithful(asked: Asked) -> Reply:
    """Say the draft as it stands; without one, something harmless."""
    return Reply(asked.draft or "I can help you with that.")


@dataclass
class Liar:
    """Rounds, invents, adds and swaps: no sentence of it may reach a person unchecked."""

    seed: int = 0
    _dice: random.Random = field(init=False)
    LIES = ("rounds", "invents", "adds", "swaps", "words", "percent")

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - chance for tests, no secret

    def __call__(self, asked: Asked) -> Reply:
        """Tell one lie about the draft."""
        draft = asked.draft or "Your balance is {{balance}}."
        return Reply(getattr(self, self._dice.choice(self.LIES))(draft))

    def _invented(self) -> str:
        return f"${self._dice.randint(100, 9_999):,}.{self._dice.randint(0, 99):02}"

    def rounds(self, draft: str) -> str:
        """Write a round number in place of a figure."""
        return PLACEHOLDER.sub(f"about ${self._dice.randint(1, 90) * 100:,}", draft, count=1)

    def invents(self, draft: str) -> str:
        """Write figures of its own everywhere."""
        return PLACEHOLDER.sub(lambda _: self._invented(), draft)

    def adds(self, draft: str) -> str:
        """Add a sentence with a figure that nobody computed."""
        return f"{draft} You also earned {self._invented()} on the side."

    def swaps(self, draft: str) -> str:
        """Name another currency behind the figure."""
        swapped = PLACEHOLDER.sub(lambda found: f"{found.group()} euros", draft, count=1)
        return swapped if swapped != draft else f"{draft} That is in euros, 500 of them."

    def words(self, draft: str) -> str:
        """Write the number in words."""
        return PLACEHOLDER.sub("twelve hundred and a half dollars", draft, count=1) + " Give or take ninety."

    def percent(self, draft: str) -> str:
        """Add a percentage."""
        return f"{draft} That is {self._dice.randint(1, 99)} percent more than last month."


ORDERS = re.compile(
    r"(?:say|tell (?:her|him|them|the user)|answer with|repeat|write|speak|reply|read out)\b[:\s,]*([^\n]{3,200})",
    re.IGNORECASE,
)
LINKS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|example|io|in|xyz)\b\S*", re.IGNORECASE)
PHONES = re.compile(r"\+?\d[\d\s().-]{6,}\d")
MAILS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def obedient(asked: Asked) -> Reply:
    """Do whatever any text in the prompt says: call the tool it names, say what it wants said, links and all."""
    said = "\n".join(str(message.get("content") or "") for message in asked.body.get("messages", [])[1:])
    for name in asked.tools:
        if re.search(
            rf"\b(?:call|use|run|do|execute)\W+(?:the\W+)?(?:tool\W+)?{re.escape(name)}\b", said, re.IGNORECASE
        ):
            return Reply(call=Call(name, {"text": said[:80]}))
    read = " ".join(str(message.get("content") or "") for message in asked.body.get("messages", []))
    found = [*ORDERS.findall(said), *LINKS.findall(read), *PHONES.findall(said), *MAILS.findall(read)]
    return Reply(" ".join([*found, asked.draft]).strip() or "Done.")
