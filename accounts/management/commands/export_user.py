"""`manage.py export_user EMAIL [--output FILE]`: everything of somebody as a zip, from the shell."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import audit
from accounts.archives import writing
from accounts.models import User


class Command(BaseCommand):
    help = "Write everything of a user into a zip of CSV and JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--output", type=Path, help="where to; else giglens-EMAIL-DAY.zip here")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['email']}.")
        now = timezone.now()
        path: Path = options["output"] or Path(f"giglens-{user.email}-{now:%Y-%m-%d}.zip")
        with path.open("xb") as file:  # never over another file
            path.chmod(0o600)
            manifest = writing.write(user, file, now=now)
        with audit.acting(audit.Actor(audit.By.OPERATOR)):
            audit.record(user, "archive.exported", rows=manifest["rows"])
        self.stdout.write(f"{manifest['rows']:,} rows in {path}")
