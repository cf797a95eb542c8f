"""`python -m tests.evals`: every scenario, a table by language, and what went wrong.

With `--model` the models that GROQ_API_KEY (GROQ_BASE_URL, GROQ_MODELS) or OLLAMA_URL name are asked; by hand, since it
costs money and takes its time.
"""

import argparse
import os
import sys


def main() -> int:
    """Run them; 1 when an answer held what no answer may."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals")
    parser.add_argument("--language", action="append", choices=["en", "es", "hi", "te"])
    parser.add_argument("--only", help="the id of one scenario")
    parser.add_argument("--model", action="store_true", help="ask the models that the environment names")
    chosen = parser.parse_args()
    given = {name: os.environ.get(name, "") for name in ("GROQ_API_KEY", "GROQ_BASE_URL", "OLLAMA_URL", "OLLAMA_MODEL")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.conf import settings

    if chosen.model:
        for name, value in given.items():
            if value:
                setattr(settings, name, value)
    return _run(chosen.language, chosen.only)


def _run(languages: list[str] | None, only: str | None) -> int:
    from bench import _report
    from tests.evals import running, world
    from tests.evals.scenario import scenarios

    wanted = [
        one for one in scenarios() if (not languages or one.language in languages) and (not only or one.id == only)
    ]
    judged: list[running.Judged] = []
    with world.maya() as user:
        for one in wanted:
            with world.undone():
                judged += running.run(one, user)
    for turn in judged:
        if turn.faults:
            sys.stdout.write(f"{turn.scenario.id}: {turn.expected.say!r}: {'; '.join(turn.faults)}\n")
    _report.show("Scenarios through the whole engine", running.HEADER, running.table(judged))
    never = ("ungrounded", "silent", "must")
    return int(any(fault.startswith(never) for turn in judged for fault in turn.faults))


if __name__ == "__main__":
    sys.exit(main())
