"""A provider of language models that can be told how to fail. It speaks Groq's protocol, and Ollama's paths.

    with running_llm(persona=says("You have {{balance}}.")) as fake:
        settings.GROQ_BASE_URL = fake.address
        fake.then(TOO_MANY, CUT)          # the next two requests; the third is answered well

By hand: `python -m tests.fakes.llm --port 9100 --persona obedient --bad 0.3 --seed 7`.
"""

from tests.fakes.llm.limits import Limit
from tests.fakes.llm.personas import Asked, Liar, Persona, calls, faithful, obedient, says
from tests.fakes.llm.server import FakeLLM, running_llm
from tests.fakes.llm.wire import Call, Reply

__all__ = [
    "Asked",
    "Call",
    "FakeLLM",
    "Liar",
    "Limit",
    "Persona",
    "Reply",
    "calls",
    "faithful",
    "obedient",
    "running_llm",
    "says",
]
