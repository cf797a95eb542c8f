"""`manage.py phone`: a telephone on the terminal. It rings the running server as Twilio would, signed.

The library behind it is telephone_rig, which belongs to a checkout and not to the image: docs/telephone-rig.md.
"""

from argparse import Action, ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assistant.languages import LANGUAGES
from voice import twiml

if TYPE_CHECKING:
    from telephone_rig import Call, Line

LANGUAGE_KEYS = {language: str(place) for place, language in enumerate(LANGUAGES, 1)}
KEYS = frozenset("0123456789*#")
HELP = "Type keys, or words to say; an empty line is silence; Ctrl-C hangs up."


class Acts(Action):
    """Keep what the caller does in the order in which it was asked for."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: Any, option: str | None = None) -> None:
        done = getattr(namespace, self.dest, None) or []
        setattr(namespace, self.dest, [*done, (str(option).lstrip("-"), values or "")])


class Command(BaseCommand):
    help = "Ring the running server from the terminal. Without anything to do, it asks you what you do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="caller", default="+15550100", help="the number that rings")
        parser.add_argument("--to", dest="called", default=settings.TWILIO_NUMBER or "+15550199", help="the one rung")
        parser.add_argument("--say", action=Acts, dest="acts", metavar="WORDS", help="say this; as often as you like")
        parser.add_argument("--digits", action=Acts, dest="acts", metavar="KEYS", help="press these; likewise")
        parser.add_argument("--wait", action=Acts, dest="acts", nargs=0, help="say and press nothing; likewise")
        parser.add_argument("--language", choices=tuple(LANGUAGE_KEYS), help="choose a language by its key first")
        parser.add_argument("--relay", action="store_true", help="talk over ConversationRelay, whatever is set")
        parser.add_argument("--url", default=settings.PUBLIC_BASE_URL, help="the server, as Twilio would address it")
        parser.add_argument("--at", metavar="HOST:PORT", help="where it really answers, if not there")
        parser.add_argument("--transcript", metavar="FILE", help="write down what was heard and done")

    def handle(self, *args: Any, **options: Any) -> None:
        call = self._rung(options)
        shown = self._show(call, 0)
        try:
            for what, words in options["acts"] or self._asked():
                act(call, what, words)
                shown = self._show(call, shown)
                if call.over:
                    break
        except (KeyboardInterrupt, EOFError):
            self.stdout.write("")
        call.hang_up()
        self._show(call, shown)
        if options["transcript"]:
            with open(options["transcript"], "w", encoding="utf-8") as file:
                file.write(f"{call.transcript}\n")
        if call.errors:
            raise CommandError(f"Twilio would have reported: {call.errors[0]}")

    def _rung(self, options: dict[str, Any]) -> "Call":
        try:
            from telephone_rig import ring
        except ImportError as error:
            raise CommandError("The telephone is part of a checkout (telephone_rig/), not of the image.") from error
        call = ring(line(options))
        if options["relay"] and not call.relay:
            call.play(twiml.connected(language="en", action=twiml.url("/api/voice/connect")).encode())
        if options["language"]:
            call.press("#").press(LANGUAGE_KEYS[options["language"]])
        return call

    def _asked(self) -> Iterator[tuple[str, str]]:
        """Ask what to do, until the caller has had enough."""
        self.stdout.write(HELP)
        while True:
            typed = input("> ").strip()
            yield ("wait", "") if not typed else ("digits" if set(typed) <= KEYS else "say", typed)

    def _show(self, call: "Call", shown: int) -> int:
        """Write what was heard since, with what is being said."""
        entries = call.transcript.entries
        for entry in entries[shown:]:
            self.stdout.write(str(entry))
        for said in call.pending:
            self.stdout.write(f"        < {said}")
        return len(entries)


def line(options: dict[str, Any]) -> "Line":
    """Return a line to the server."""
    from telephone_rig import Line, Signer, Web, Webhooks

    if not settings.TWILIO_AUTH_TOKEN:
        raise CommandError(
            "TWILIO_AUTH_TOKEN is not set, so the server takes no calls. `make run` makes one for this machine."
        )
    base = str(options["url"]).rstrip("/")
    routes = {}
    if options["at"]:
        host, _, port = str(options["at"]).rpartition(":")
        routes[f"{urlsplit(base).scheme}://{urlsplit(base).netloc}"] = (host or "127.0.0.1", int(port))
    return Line(
        voice_url=f"{base}/api/voice",
        webhooks=Webhooks(Signer(settings.TWILIO_AUTH_TOKEN), Web(routes=routes)),
        caller=options["caller"],
        called=options["called"],
        fallback_url=f"{base}/api/voice/fallback",
        status_callback=f"{base}/api/voice/status",
        **({"account_sid": settings.TWILIO_ACCOUNT_SID} if settings.TWILIO_ACCOUNT_SID else {}),
    )


def act(call: "Call", what: str, words: str | Sequence[str]) -> None:
    """Do one thing on the call."""
    if what == "say":
        call.say(str(words))
    elif what == "digits":
        call.press(str(words))
    else:
        call.wait()
