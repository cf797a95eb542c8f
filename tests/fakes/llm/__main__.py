"""Run the fake by hand, to point GROQ_BASE_URL or OLLAMA_URL at."""

import argparse
import sys
import threading

from tests.fakes.llm import Liar, faithful, obedient, running_llm
from tests.fakes.llm.faults import storm

PERSONAS = {"faithful": faithful, "obedient": obedient, "liar": Liar()}

parser = argparse.ArgumentParser(prog="python -m tests.fakes.llm")
parser.add_argument("--port", type=int, default=9100)
parser.add_argument("--persona", choices=PERSONAS, default="faithful")
parser.add_argument("--bad", type=float, default=0.0, help="share of requests that go wrong")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--first", type=float, default=0.0, help="seconds before the first token")
chosen = parser.parse_args()
weather = storm(chosen.seed, bad=chosen.bad) if chosen.bad else None
with running_llm(chosen.port, persona=PERSONAS[chosen.persona], weather=weather, first_s=chosen.first) as fake:
    sys.stdout.write(f"{fake.address}: a fake provider; Ctrl-C ends it\n")
    sys.stdout.flush()
    threading.Event().wait()
