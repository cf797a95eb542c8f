"""`manage.py build`: what is built from the tree, without starting anything."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gig_lens.supervisor.builds import PARTS, build
from gig_lens.supervisor.family import Died


class Command(BaseCommand):
    help = "Build the PWA and fit the models, each only when its inputs changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=PARTS, help="this one alone")
        parser.add_argument("--force", action="store_true", help="even when nothing changed")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = [options["only"]] if options["only"] else ["pwa", "models"]
        try:
            asyncio.run(build(parts, force=options["force"]))
        except Died as died:
            raise CommandError(str(died)) from died
