"""`manage.py restore_user FILE --user EMAIL [--dry-run] [--json]`: an export back into an empty account."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import audit
from accounts.archives import restoring
from accounts.models import User
from kit.errors import Refusal


class Command(BaseCommand):
    help = "Restore an export into the account of a user, which has to be empty; whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="e-mail address")
        parser.add_argument("--dry-run", action="store_true", help="try everything, and do nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            with options["file"].open("rb") as file, audit.acting(audit.Actor(audit.By.OPERATOR)):
                found = restoring.restore(user, file, dry_run=options["dry_run"])
        except Refusal as refusal:
            error = {"error": {"code": refusal.code, "message": refusal.message}}
            self.stderr.write(json.dumps(error) if options["json"] else refusal.message)
            sys.exit(1)
        said = "\n".join(f"{count:>9,}  {name}" for name, count in found.counts.items())
        self.stdout.write(json.dumps(asdict(found)) if options["json"] else said)
