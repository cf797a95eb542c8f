"""python -m tests.voice.forged --requests 100000 [--seed 7]: none may be accepted, none may break anything."""

import argparse
import asyncio
import json
import logging
import os
import sys
import time


def main() -> int:
    """Forge, send, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command
    from django.test import override_settings

    from gig_lens.asgi import application
    from tests.voice.forged.running import run
    from tests.voice.forged.shapes import SECRET
    from tests.voice.signing import ACCOUNT, TOKEN

    call_command("migrate", verbosity=0)
    started = time.monotonic()
    with override_settings(TWILIO_ACCOUNT_SID=ACCOUNT, TWILIO_AUTH_TOKEN=TOKEN, TWILIO_SHARED_KEYS=[SECRET]):
        told = asyncio.run(run(application, requests=given.requests, seed=given.seed))
    for name, count in sorted(told.by_change.items()):
        print(f"{name:20} {count:7}")  # noqa: T201 - a table
    for wrong in told.wrong[:20]:
        print("WRONG", *wrong)  # noqa: T201 - what to look at
    broke = sum(count for status, count in told.statuses.items() if status >= 500)
    accepted = sum(count for status, count in told.statuses.items() if status < 400)
    last = {
        "forged": told.sent,
        "accepted": accepted,
        "server_errors": broke,
        "wrong": len(told.wrong),
        "genuine_taken": told.controls - sum(1 for one in told.wrong if one[0] == "control"),
        "genuine": told.controls,
        "statuses": dict(sorted(told.statuses.items())),
        "seed": given.seed,
        "seconds": round(time.monotonic() - started, 1),
    }
    print(json.dumps(last))  # noqa: T201 - for programs
    return 1 if told.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
