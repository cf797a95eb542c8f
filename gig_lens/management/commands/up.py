"""`manage.py up`: everything on this machine, until Ctrl-C."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gig_lens.supervisor.run import up


class Command(BaseCommand):
    help = "Build what is stale, start everything on the embedded default, stop it all on Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-parent", action="store_true", help="also stop when the starting process is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(up(with_parent=options["with_parent"]))
